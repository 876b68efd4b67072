import { expect } from 'vitest'
import { drawAt } from '../../src/core/ids.ts'
import { makers } from '../namespaces/clients.ts'
import type { NamespaceAnswer } from '../control/setup.ts'
import type { Sent } from '../helpers/socket.ts'
import type { Lane } from './lane.ts'

/** Draws that a seed and a name give. */
export class Dice {
  readonly #labels: readonly (string | number)[]
  #n = 0

  constructor(...labels: readonly (string | number)[]) {
    this.#labels = labels
  }

  /** A whole number below `sides`. */
  below(sides: number): number {
    return Math.floor(drawAt(...this.#labels, this.#n++) * sides)
  }

  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!
  }
}

/** Does something in a lane; each call is one thing that a client would do. */
export interface Work {
  /** Makes what the lane begins with. */
  begin(): Promise<void>
  step(): Promise<void>
}

const json = (method: string, body?: object): Sent => ({
  method,
  headers: { 'content-type': 'application/json' },
  ...(body && { body: JSON.stringify(body) }),
})

const control = (lane: Lane, path: string, method: string, body?: object): Promise<Response> =>
  lane.send(`/_peertwin${path}`, json(method, body))

const create = async (lane: Lane, name: string): Promise<NamespaceAnswer> =>
  (await (await control(lane, '/namespaces', 'POST', { name })).json()) as NamespaceAnswer

const REMOVE: Readonly<Record<string, (id: string, project: string) => string>> = {
  digitalocean: (id) => `/v2/vpcs/${id}`,
  upcloud: (id) => `/1.3/router/${id}`,
  confluent: (id) => `/org/v2/environments/${id}`,
  huawei: (id, project) => `/v1/${project}/vpcs/${id}`,
}

/** All providers, and everything that puts another world in the place of one. */
export const everything = (lane: Lane, dice: Dice): Work => {
  const forks: NamespaceAnswer[] = []
  const gone: string[] = []
  const made: { provider: string; id: string }[] = []
  let [count, way] = [0, 0]
  let home: NamespaceAnswer
  const own = (path: string): string => `/namespaces/${lane.name}${path}`
  const send = Object.assign(lane.send, { host: '' })

  const makeIn = async ({ credentials }: NamespaceAnswer): Promise<void> => {
    send.host = lane.base.replace('http://', '')
    const provider = dice.of(Object.keys(makers))
    try {
      const id = await makers[provider]!(send, credentials[provider]!, way++).make(`n${count++}`)
      made.push({ provider, id })
    } catch (error) {
      if ((error as Error).constructor !== Error) throw error // the provider's own refusal, which both sides have said
    }
    if (made.length > 30) made.shift()
  }
  const bearer = (): Record<string, string> => ({
    authorization: `Bearer ${home.credentials['digitalocean']!['token']}`,
  })
  const remove = async (): Promise<void> => {
    const { provider, id } = made.length > 0 ? dice.of(made) : { provider: '', id: '' }
    const path = REMOVE[provider]?.(id, home.credentials['huawei']!['project_id']!)
    if (path === undefined) return
    const { token, username, password, api_key, api_secret } = { ...home.credentials[provider] }
    const basic = `${username ?? api_key}:${password ?? api_secret}`
    const headers: Record<string, string> =
      provider === 'huawei'
        ? { 'x-auth-token': token! }
        : { authorization: provider === 'digitalocean' ? `Bearer ${token}` : `Basic ${btoa(basic)}` }
    await lane.send(path, { method: 'DELETE', headers })
  }
  const peer = async (): Promise<void> => {
    const vpc_ids = made.filter(({ provider }) => provider === 'digitalocean').slice(-2)
    const body = JSON.stringify({ name: `p${count++}`, vpc_ids: vpc_ids.map(({ id }) => id) })
    const headers = { 'content-type': 'application/json', ...bearer() }
    await lane.send('/v2/vpc_peerings', { method: 'POST', headers, body })
  }
  const fork = async (): Promise<void> => {
    const name = `${lane.name}-${count++}`
    const answer = await control(lane, own(`/snapshots/s${dice.below(3)}/fork`), 'POST', { name })
    if (answer.status !== 201) return
    forks.push((await answer.json()) as NamespaceAnswer)
    await makeIn(forks.at(-1)!)
    if (forks.length < 3) return
    const [oldest] = forks
    await control(lane, `/namespaces/${oldest!.name}`, 'DELETE')
    forks.shift()
    gone.push(oldest!.credentials['digitalocean']!['token']!)
  }
  const knock = async (): Promise<void> => {
    if (gone.length === 0) return
    const answer = await lane.send('/v2/vpcs', { headers: { authorization: `Bearer ${dice.of(gone)}` } })
    expect(answer.status).toBe(410)
  }
  const steps: readonly (() => Promise<unknown>)[] = [
    () => makeIn(home),
    () => makeIn(home),
    () => makeIn(forks.at(-1) ?? home),
    remove,
    peer,
    () => lane.send('/v2/vpc_peerings', { headers: bearer() }),
    () => control(lane, own('/clock/advance'), 'POST', { by: `${1 + dice.below(3)}s` }),
    () => control(lane, own(`/snapshots/s${dice.below(3)}`), 'PUT'),
    () => control(lane, own(`/snapshots/s${dice.below(3)}/restore`), 'POST'),
    () => control(lane, own(`/snapshots/s${dice.below(3)}`), 'DELETE'),
    fork,
    knock,
    () => (dice.below(8) === 0 ? control(lane, own('/reset'), 'POST') : makeIn(home)),
  ]
  return {
    async begin() {
      home = await create(lane, lane.name)
    },
    async step() {
      await dice.of(steps)()
    },
  }
}

const ROWS = 2_000

/** Puts large worlds in the place of one, so that the journal is folded now and then. */
export const bulk = (lane: Lane, dice: Dice): Work => {
  const own = (path: string): string => `/namespaces/${lane.name}${path}`
  return {
    async begin() {
      const vpcs = Array.from({ length: ROWS }, (_, n) => ({
        name: `v${n}`,
        region: 'nyc3',
        ip_range: `10.${n >> 8}.${n & 255}.0/24`,
        description: 'x'.repeat(200),
      }))
      await control(lane, '/namespaces', 'POST', { name: lane.name, fixtures: { digitalocean: { vpcs } } })
    },
    async step() {
      if (dice.below(3) === 0) await control(lane, own('/clock/advance'), 'POST', { by: '1s' })
      const state = await control(lane, own('/state'), 'GET')
      await control(lane, own('/state'), 'PUT', (await state.json()) as object)
    },
  }
}

const text = (reads: number): string => `name: crash
lifecycles:
  digitalocean/vpc_peering:
    - { id: up, from: PROVISIONING, afterReads: ${reads}, to: ACTIVE }
faults:
  - { id: odd, match: { op: digitalocean/vpcs.list }, calls: every 3, effect: { status: 418 } }
`

/** A scenario that counts reads and calls, its versions, and single faults. */
export const scenarios = (lane: Lane, dice: Dice): Work => {
  let token = ''
  let [count, newest] = [0, 'none']
  const own = (path: string): string => `/namespaces/${lane.name}${path}`
  const headers = (): Record<string, string> => ({
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
  })
  const api = async (method: string, path: string, body?: object): Promise<string> => {
    const answer = await lane.send(path, { method, headers: headers(), ...(body && { body: JSON.stringify(body) }) })
    return /"id":"([^"]+)"/.exec(await answer.text())?.[1] ?? 'none'
  }
  const put = (reads: number): Promise<Response> =>
    lane.send('/_peertwin/scenarios/crash', {
      method: 'PUT',
      headers: { 'content-type': 'text/plain' },
      body: text(reads),
    })
  const peer = async (): Promise<void> => {
    const vpc_ids = []
    for (const name of ['a', 'b'])
      vpc_ids.push(await api('POST', '/v2/vpcs', { name: `${name}${count}`, region: 'nyc3' }))
    newest = await api('POST', '/v2/vpc_peerings', { name: `p${count++}`, vpc_ids })
  }
  const single = {
    id: 'single',
    match: { op: 'digitalocean/account.get' },
    calls: '2-4',
    effect: { error: 'internal' },
  }
  const steps: readonly (() => Promise<unknown>)[] = [
    peer,
    () => api('GET', `/v2/vpc_peerings/${newest}`),
    () => api('GET', `/v2/vpc_peerings/${newest}`),
    () => api('GET', '/v2/vpcs'),
    () => api('DELETE', `/v2/vpc_peerings/${newest}`),
    () => control(lane, own('/clock/advance'), 'POST', { by: '1s' }),
    () => put(1 + dice.below(4)),
    () => control(lane, own('/faults'), 'POST', single),
    () => control(lane, own('/faults'), 'DELETE'),
    () => (dice.below(9) === 0 ? control(lane, own('/reset?keep=scenario'), 'POST') : peer()),
  ]
  return {
    async begin() {
      const { credentials } = await create(lane, lane.name)
      token = credentials['digitalocean']!['token']!
      await put(3)
      await control(lane, own('/scenarios/crash/activate'), 'POST', {})
    },
    async step() {
      await dice.of(steps)()
    },
  }
}
