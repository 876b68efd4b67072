import type { Sent } from '../helpers/socket.ts'

/** An answer. */
export interface Told {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Asks one of the two sides. */
export type Ask = (path: string, sent?: Sent) => Promise<Told>

type Json = Record<string, unknown>

const CONTROL = '/_peertwin'

/** All that must be there again of the namespaces of a lane. Numbers and ids of requests, and what meters them, may differ. */
export const imageOf = async (lane: string, ask: Ask): Promise<Json> => {
  const get = async <T>(path: string): Promise<T> => {
    const { status, text } = await ask(CONTROL + path)
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`)
    return JSON.parse(text) as T
  }
  const { namespaces } = await get<{ namespaces: { name: string; credentials: unknown }[] }>('/namespaces')
  const image: Json = {}
  for (const { name, credentials } of namespaces) {
    if (!name.startsWith(lane)) continue
    const own = `/namespaces/${name}`
    const { snapshots } = await get<{ snapshots: { name: string }[] }>(`${own}/snapshots`)
    const taken = []
    for (const one of snapshots) taken.push([one, worldOf(await get<Json>(`${own}/snapshots/${one.name}`))])
    const { faults } = await get<{ faults: { last: { at: string } | null }[] }>(`${own}/faults`)
    const { active, scenarios } = await get<{ active: unknown; scenarios: unknown }>(`${own}/scenarios`)
    image[name] = {
      credentials,
      world: worldOf(await get<Json>(`${own}/state`)),
      taken,
      faults: faults.map((fault) => ({ ...fault, last: fault.last?.at })),
      active,
      scenarios,
    }
  }
  return image
}

// a request that the disk refused has used its credential nevertheless, in a commit of its own
const worldOf = ({ clock, auth, rateLimits, settings, tables }: Json): Json => ({
  clock,
  auth,
  rateLimits,
  settings,
  tables: JSON.parse(JSON.stringify(tables).replaceAll(/"lastUsedAt":\d+/g, '"lastUsedAt":null')) as Json,
})
