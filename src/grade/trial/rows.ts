import type { Kind } from '../../world/roles/roles.ts'
import type { Rig } from '../rig.ts'

/** A row of a namespace, as far as it does not change by itself. */
export interface Row {
  readonly type: string
  readonly id: string
  readonly state: string | null
  /** The name that somebody gave it. */
  readonly name: string | null
  /** All that only somebody's request changes. */
  readonly text: string
}

export type Rows = ReadonlyMap<string, Row>

// what time does to a row is nobody's deed
const BY_TIME: ReadonlySet<string> = new Set(['state', 'since', 'due', 'next', 'ord'])

/** All rows of the provider whose client is graded, by type and id. */
export const rowsOf = async (rig: Rig, namespace: string): Promise<Rows> => {
  const [provider] = rig.providers
  const { tables } = (await rig.call('GET', '/state', { namespace })) as {
    tables: Readonly<Record<string, { rows: readonly Record<string, unknown>[] }>>
  }
  const rows = new Map<string, Row>()
  for (const [type, table] of Object.entries(tables)) {
    if (!type.startsWith(`${provider!.name}/`)) continue
    for (const row of table.rows) {
      const id = String(row['id'])
      const named = provider!.identity.names.map((field) => row[field]).find((name) => typeof name === 'string')
      const rest = Object.fromEntries(Object.entries(row).filter(([field]) => !BY_TIME.has(field)))
      const state = typeof row['state'] === 'string' ? row['state'] : null
      rows.set(`${type} ${id}`, { type, id, state, name: (named as string) ?? null, text: JSON.stringify(rest) })
    }
  }
  return rows
}

/** The rows that came in between, of some types. */
export const madeIn = (before: Rows, after: Rows, types: ReadonlySet<string>): Row[] =>
  [...after].filter(([key, { type }]) => types.has(type) && !before.has(key)).map(([, row]) => row)

/** The rows that somebody changed or took away in between. */
export const touchedIn = (before: Rows, after: Rows): Row[] =>
  [...before].filter(([key, row]) => after.get(key)?.text !== row.text).map(([, row]) => row)

/** Whether nothing happened in between. */
export const isSame = (before: Rows, after: Rows): boolean =>
  before.size === after.size &&
  [...after].every(([key, { text, state }]) => before.get(key)?.text === text && before.get(key)?.state === state)

/** How many there are of each type. */
export const countsOf = (rows: readonly Pick<Row, 'type'>[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const { type } of rows) counts.set(type, (counts.get(type) ?? 0) + 1)
  return counts
}

/** Rows without those that are on their way out. */
export const lasting = (rows: readonly Row[], kinds: readonly Kind[]): Row[] =>
  rows.filter(({ type, state }) => !kinds.some(({ removal }) => removal?.machine === type && removal.from === state))
