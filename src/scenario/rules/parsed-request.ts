import type { JudgedRequest } from '../../world/judge.ts'
import { bodyText } from '../../world/request-journal.ts'
import { isStateful } from '../../world/unit-of-work.ts'
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
  readonly sent: JudgedRequest
  #body: unknown
  #query: URLSearchParams | undefined
  #mentions: Mention[] | undefined

  constructor(world: World, provider: string, sent: JudgedRequest) {
    this.world = world
    this.provider = provider
    this.sent = sent
  }

  get op(): string {
    return `${this.provider}/${this.sent.op ?? ''}`
  }

  get path(): string {
    return this.sent.target.split('?', 1)[0]!
  }

  get query(): URLSearchParams {
    const { target } = this.sent
    const start = target.indexOf('?')
    return (this.#query ??= new URLSearchParams(start < 0 ? '' : target.slice(start + 1)))
  }

  /** The body as a value: JSON, else the fields of a form; an empty object where there is none. */
  get body(): unknown {
    return (this.#body ??= readBody(this.sent.body))
  }

  /** The rows whose ids stand in the path (last part first), in the query or in the body. Rows with a lifecycle come first. */
  get mentions(): readonly Mention[] {
    if (this.#mentions) return this.#mentions
    const words = new Set<string>()
    for (const part of this.path.split('/').reverse()) if (part !== '') words.add(decoded(part))
    for (const value of this.query.values()) words.add(value)
    strings(this.body, words)
    return (this.#mentions = rowsWithIds(this.world, this.provider, words))
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

const readBody = (body: JudgedRequest['body']): unknown => {
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

/** The rows of a provider that have one of these ids. Those with a lifecycle come first. */
export const rowsWithIds = (world: World, provider: string, ids: ReadonlySet<string>): Mention[] =>
  world.transact((tx) => {
    const tables = [...tx.tables()].filter(({ def }) => def.name.startsWith(`${provider}/`))
    const found = [...ids].flatMap((id) =>
      tables.flatMap((table): Mention[] => {
        const row = table.get(id)
        return row ? [{ def: table.def, row }] : []
      }),
    )
    return [...found.filter(({ def }) => isStateful(def)), ...found.filter(({ def }) => !isStateful(def))]
  })
