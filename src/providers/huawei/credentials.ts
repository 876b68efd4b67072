import type { Ids } from '../../core/ids.ts'
import type { CredentialParts, Credentials } from '../../world/provider.ts'
import type { Tx } from '../../world/unit-of-work.ts'
import { domains, projects, tokens, users } from './records/index.ts'
import { readAuthorization } from './auth/signature.ts'
import { settingsOf } from './settings.ts'
import { MIXED, type Tenant, UPPER, tenants } from './seed.ts'

const TOKENS = /^\/v3\/auth\/tokens\/?(?:\?|$)/

interface Member {
  readonly id: string
  readonly name: string
  readonly password: string
  readonly ak: string
  readonly sk: string
  readonly token: string
}

const memberOf = (ids: Ids, side: string): Member => ({
  id: ids.hex(`huawei/user/${side}`, 32),
  name: `user-${side}-${ids.hex(`huawei/name/${side}`, 12)}`,
  password: ids.text(`huawei/password/${side}`, MIXED, 20),
  ak: ids.text(`huawei/ak/${side}`, UPPER, 20),
  sk: ids.text(`huawei/sk/${side}`, MIXED, 40),
  token: `MII${ids.text(`huawei/token/${side}`, MIXED, 125)}`,
})

const join = (tx: Tx, { projectId, domainId, domain }: Tenant, { id, token, ...user }: Member): void => {
  if (tx.table(users).get(id)) return
  if (!tx.table(domains).get(domainId)) tx.table(domains).insert({ id: domainId, name: domain })
  if (!tx.table(projects).get(projectId))
    tx.table(projects).insert({ id: projectId, name: settingsOf(tx).region, domainId })
  tx.table(users).insert({ id, ...user, domainId, projectIds: [projectId], actions: null })
  const [methods, issuedAt, expiresAt] = [['password'], tx.now, null]
  tx.table(tokens).insert({ id, secret: token, userId: id, projectId, methods, issuedAt, expiresAt })
}

// users of the two tenants that every world has: a handshake needs both sides, and their projects keep the published ids
const SIDES = ['', 'peer_'] as const

const shown = ({ projectId, domain }: Tenant, member: Member, side: string): CredentialParts => ({
  [`${side}project_id`]: projectId,
  [`${side}domain`]: domain,
  [`${side}user_id`]: member.id,
  [`${side}user`]: member.name,
  [`${side}password`]: member.password,
  [`${side}access_key`]: member.ak,
  [`${side}secret_key`]: member.sk,
  [`${side}token`]: member.token,
})

const partsOf = (members: readonly Member[]): CredentialParts =>
  Object.assign({}, ...members.map((member, i) => shown(tenants[i]!, member, SIDES[i]!))) as CredentialParts

/** A user with an access key and a token in each of the two tenants, per namespace. */
export const credentials: Credentials = {
  wellKnown: partsOf(tenants.map(({ userId, user, ...tenant }) => ({ ...tenant, id: userId, name: user }))),
  line: ({ token = '' }) => token,
  mint(ids) {
    const members = [memberOf(ids, 'a'), memberOf(ids, 'b')]
    return {
      credential: partsOf(members),
      keys: members.flatMap(({ id, name, ak, token }) => [id, name, ak, token]),
    }
  },
  install(tx, credential) {
    for (const [i, side] of SIDES.entries()) {
      const part = (name: string): string => credential[side + name] ?? ''
      join(tx, tenants[i]!, {
        id: part('user_id'),
        name: part('user'),
        password: part('password'),
        ak: part('access_key'),
        sk: part('secret_key'),
        token: part('token'),
      })
    }
  },
  identify(parts) {
    const token = parts.header('x-auth-token')
    if (token) return token
    const authorization = parts.header('authorization')
    if (authorization) return readAuthorization(authorization)?.ak
    return parts.method === 'POST' && TOKENS.test(parts.target) ? loginOf(parts.body()) : undefined
  },
  *issued(tx) {
    for (const { secret } of tx.table(tokens).all()) yield secret
  },
}

interface Login {
  readonly auth?: {
    readonly identity?: {
      readonly password?: { readonly user?: { readonly id?: unknown; readonly name?: unknown } }
      readonly token?: { readonly id?: unknown }
    }
  }
}

/** Who logs in, or with which token; undefined when the body does not say. */
const loginOf = (body: string): string | undefined => {
  let login: Login | null
  try {
    login = JSON.parse(body) as Login | null
  } catch {
    return undefined
  }
  const { password, token } = login?.auth?.identity ?? {}
  const key = password?.user?.id ?? password?.user?.name ?? token?.id
  return typeof key === 'string' ? key : undefined
}
