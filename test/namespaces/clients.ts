import { commonOf, flat, signed } from '../providers/tencent/setup.ts'
import type { NamespaceAnswer } from '../control/setup.ts'
import type { Sent } from '../helpers/socket.ts'

/** One provider's client of a namespace: makes something under a name, and lists the names and ids of all that was made so. */
export interface Maker {
  make(name: string): Promise<string>
  list(): Promise<Thing[]>
}

type Credentials = NamespaceAnswer['credentials'][string]

/** Sends to a host, whose name some signatures cover. */
export interface Send {
  (path: string, sent: Sent): Promise<Response>
  readonly host: string
}

const PATH = '/v2/index.php'

const jsonOf = async <T>(response: Response): Promise<T> => {
  const text = await response.text()
  if (response.status >= 400) throw new Error(`${response.status} ${text}`)
  return JSON.parse(text) as T
}

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

const rest =
  (send: Send, headers: Record<string, string>) =>
  <T>(method: string, path: string, body?: object): Promise<T> =>
    send(path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    }).then((response) => jsonOf<T>(response))

interface Thing {
  readonly id: string
  readonly name: string
}

interface Router {
  readonly uuid: string
  readonly name: string
  readonly type: string
}

/** Clients by provider; `way` picks among the credentials that a provider takes. */
export const makers: Record<string, (send: Send, credentials: Credentials, way: number) => Maker> = {
  digitalocean(send, { token }) {
    const api = rest(send, { authorization: `Bearer ${token}` })
    return {
      async make(name) {
        const { vpc } = await api<{ vpc: Thing }>('POST', '/v2/vpcs', { name, region: 'nyc3' })
        return vpc.id
      },
      async list() {
        const { vpcs } = await api<{ vpcs: (Thing & { default: boolean })[] }>('GET', '/v2/vpcs?per_page=200')
        return vpcs.filter((vpc) => !vpc.default)
      },
    }
  },

  upcloud(send, { username, password, token }, way) {
    const api = rest(send, { authorization: way % 2 ? `Bearer ${token}` : basic(username!, password!) })
    return {
      async make(name) {
        const { router } = await api<{ router: Router }>('POST', '/1.3/router', { router: { name } })
        return router.uuid
      },
      async list() {
        const { routers } = await api<{ routers: { router: Router[] } }>('GET', '/1.3/router')
        return routers.router.filter(({ type }) => type === 'normal').map(({ name, uuid }) => ({ name, id: uuid }))
      },
    }
  },

  confluent(send, { api_key, api_secret }) {
    const api = rest(send, { authorization: basic(api_key!, api_secret!) })
    return {
      async make(name) {
        const { id } = await api<Thing>('POST', '/org/v2/environments', { display_name: name })
        return id
      },
      async list() {
        const { data } = await api<{ data: { id: string; display_name: string }[] }>(
          'GET',
          '/org/v2/environments?page_size=100',
        )
        return data.map(({ id, display_name: name }) => ({ id, name })).filter(({ name }) => name !== 'default')
      },
    }
  },

  // by token, by a login with a password, and with a key in both dialects
  huawei(send, { project_id, domain, user, password, access_key, token }, way) {
    const headers = async (): Promise<Record<string, string>> => {
      if (way % 4 === 1)
        return { authorization: `SDK-HMAC-SHA256 Access=${access_key}, SignedHeaders=host, Signature=0` }
      if (way % 4 === 2)
        return {
          authorization: `SDK-HMAC-SHA256 Credential=${access_key}/20260101/eu-de/vpc/sdk_request, SignedHeaders=host, Signature=0`,
        }
      if (way % 4 === 0) return { 'x-auth-token': token! }
      const login = { user: { name: user, domain: { name: domain }, password } }
      const response = await send('/v3/auth/tokens', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          auth: { identity: { methods: ['password'], password: login }, scope: { project: { id: project_id } } },
        }),
      })
      const issued = response.headers.get('x-subject-token')
      if (issued === null) throw new Error(await response.text())
      return { 'x-auth-token': issued }
    }
    const api = async <T>(method: string, path: string, body?: object): Promise<T> =>
      rest(send, await headers())<T>(method, path, body)
    return {
      async make(name) {
        const { vpc } = await api<{ vpc: Thing }>('POST', `/v1/${project_id}/vpcs`, {
          vpc: { name, cidr: '10.0.0.0/16' },
        })
        return vpc.id
      },
      async list() {
        const { vpcs } = await api<{ vpcs: Thing[] }>('GET', `/v1/${project_id}/vpcs`)
        return vpcs
      },
    }
  },

  // by query, by form, and by multipart form
  tencent(send, { secret_id, secret_key }, way) {
    const api = async <T>(action: string, parameters: object): Promise<T> => {
      const given = { ...commonOf({ secretId: secret_id! }, action), ...flat(parameters) }
      const method = way % 3 === 0 ? 'GET' : 'POST'
      const fields = signed(method, given, secret_key!, send.host)
      const query = new URLSearchParams(fields)
      if (method === 'GET') return jsonOf(await send(`${PATH}?${query.toString()}`, { method }))
      const form = new FormData()
      for (const [name, value] of Object.entries(fields)) form.set(name, value)
      return jsonOf(await send(PATH, { method, body: way % 3 === 1 ? query : form }))
    }
    return {
      async make(name) {
        const answer = await api<{ code: number; uniqVpcId: string }>('CreateVpc', {
          vpcName: name,
          cidrBlock: '10.0.0.0/16',
        })
        if (answer.code !== 0) throw new Error(JSON.stringify(answer))
        return answer.uniqVpcId
      },
      async list() {
        const { data } = await api<{ data: { vpcName: string; unVpcId: string }[] }>('DescribeVpcEx', { limit: 100 })
        return data
          .map(({ vpcName, unVpcId }) => ({ name: vpcName, id: unVpcId }))
          .filter(({ name }) => name !== 'pan-vpc25')
      },
    }
  },
}
