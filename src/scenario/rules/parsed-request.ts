import type { Asked } from '../../world/judge.ts'
import { bodyText } from '../../world/request-journal.ts'
import type { Stateful } from '../../world/lifecycle.ts'
import { isStateful, type StatefulDef, type Tx } from '../../world/unit-of-work.ts'
import type { Row, TableDef } from '../../world/table.ts'
import type { World } from '../../world/world.ts'

/** A row that a request or an answer names. */
export interface Mention {
  readonly def: TableDef
  readonly row: Row
}

/** What rules may look at in one request; each part is worked out when it is first asked for. */
export class ParsedRequest {
  readonly world: World
  readonly provider: string
  readonly asked: Asked
  #body: unknown
  #query: URLSearchParams | undefined
  #named: Mention[] | undefined

  constructor(world: World, provider: string, asked: Asked) {
    this.world = world
    this.provider = provider
    this.asked = asked
  }

  get op(): string {
    return `${this.provider}/${this.asked.op ?? ''}`
  }

  get path(): string {
    return this.asked.target.split('?', 1)[0]!
  }

  get query(): URLSearchParams {
    const { target } = this.asked
    const start = target.indexOf('?')
    return (this.#query ??= new URLSearchParams(start < 0 ? '' : target.slice(start + 1)))
  }

  /** The body as a value: JSON, else the fields of a form; an empty object where there is none. */
  get body(): unknown {
    return (this.#body ??= readBody(this.asked.body))
  }

  /** The rows whose ids stand in the path (last part first), in the query or in the body. Rows with a lifecycle come first. */
  get mentions(): readonly Mention[] {
    if (this.#named) return this.#named
    const words = new Set<string>()
    for (const part of this.path.split('/').reverse()) if (part !== '') words.add(decoded(part))
    for (const value of this.query.values()) words.add(value)
    strings(this.body, words)
    return (this.#named = this.world.transact((tx) => rowsOf(tx, this.provider, words)))
  }

  /** The row that the request is about. */
  get resource(): Mention | undefined {
    return this.mentions[0]
  }
}

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

const readBody = (body: Asked['body']): unknown => {
  if (!body || body.length === 0) return {}
  const text = bodyText(body)
  try {
    return JSON.parse(text)
  } catch {
    return Object.fromEntries(new URLSearchParams(text))
  }
}

const strings = (value: unknown, found: Set<string>): void => {
  if (typeof value === 'string') found.add(value)
  else if (typeof value === 'number') found.add(String(value))
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) strings(inner, found)
}

const rowsOf = (tx: Tx, provider: string, ids: Iterable<string>): Mention[] => {
  const tables = [...tx.tables()].filter(({ def }) => def.name.startsWith(`${provider}/`))
  const found: Mention[] = []
  for (const stateful of [true, false]) {
    for (const id of ids) {
      for (const table of tables) {
        const row = isStateful(table.def) === stateful ? table.get(id) : undefined
        if (row) found.push({ def: table.def, row })
      }
    }
  }
  return found
}

/** A row with a lifecycle, and its type. */
export interface StatefulMention {
  readonly def: StatefulDef
  readonly row: Stateful
}

const ID_KEY = /^(?:id|uuid)$|[a-z]Id$/

/** The rows that a request names or its answer shows as objects of their own: a mere reference to one does not count. */
export const observedRows = (request: ParsedRequest, body: string | null): StatefulMention[] => {
  const ids = new Set<string>()
  if (body !== null && (body.startsWith('{') || body.startsWith('['))) collectIds(JSON.parse(body), ids)
  const shown = request.world.transact((tx) => rowsOf(tx, request.provider, ids))
  const rows = new Map<Row, StatefulMention>()
  for (const { def, row } of [...request.mentions, ...shown])
    if (isStateful(def)) rows.set(row, { def, row: row as Stateful })
  return [...rows.values()]
}

const collectIds = (value: unknown, ids: Set<string>): void => {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'object') collectIds(inner, ids)
    else if (ID_KEY.test(key)) ids.add(String(inner))
  }
}
