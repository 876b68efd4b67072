import { type FrozenTables, frozenTablesOf } from './frozen-tables.ts'
import { type ClockState, type Millis, type Pausing, atOnce, iso } from '../core/clock.ts'
import type { IdsState } from '../core/ids.ts'
import { GONE, type Stateful, statesOf } from './lifecycle.ts'
import { isStateful } from './unit-of-work.ts'
import { nearest } from '../core/nearest.ts'
import type { Provider } from './provider.ts'
import type { RateMode, RatesState } from './rates.ts'
import { resolveSettings, type Settings } from '../core/settings.ts'
import { ConfigError } from '../core/config.ts'
import type { Row, TableDef } from './table.ts'
import type { AuthMode, Snapshot } from './world.ts'

/** The format that this version writes. It reads all earlier ones. */
export const FORMAT = 1

/** What a world has besides its tables, as plain JSON: where clock, ids, rate windows and numbering stood, and how it was set up. */
export interface Head {
  readonly clock: ClockState
  readonly ids: IdsState
  readonly auth: AuthMode
  readonly rateLimits: RateMode
  readonly rates: RatesState
  readonly settings: Readonly<Record<string, Settings>>
  /** Number of the last request. */
  readonly journal: number
}

/** A world as plain JSON. */
export interface SnapshotDocument extends Head {
  readonly format: typeof FORMAT
  /** Number of the last commit. */
  readonly rev: number
  /** By table name: the number that the next row gets, and the rows in creation order. */
  readonly tables: Readonly<Record<string, { readonly nextOrd: number; readonly rows: readonly Row[] }>>
}

export const toHead = ({ clock, ids, auth, rateLimits, rates, settings, journal }: Omit<Snapshot, 'tables'>): Head => ({
  clock,
  ids,
  auth,
  rateLimits,
  rates,
  settings: Object.fromEntries(settings),
  journal,
})

/** A snapshot as JSON text, in pieces. */
export const documentText = function* (snapshot: Snapshot): Generator<string> {
  const { rev, tables } = snapshot.tables
  yield `${JSON.stringify({ format: FORMAT, rev, ...toHead(snapshot) }).slice(0, -1)},"tables":{`
  let before = ''
  for (const [name, table] of tables) {
    yield `${before}${JSON.stringify(name)}:{"nextOrd":${table.nextOrd},"rows":[`
    let between = ''
    for (const row of table.all()) {
      yield between + JSON.stringify(row)
      between = ','
    }
    yield ']}'
    before = ','
  }
  yield '}}'
}

/** The head of a snapshot with these tables, its settings under the switches that the providers have now. */
export const snapshotOf = (
  providers: readonly Provider[],
  { clock, ids, auth, rateLimits, rates, settings, journal }: Omit<SnapshotDocument, 'format' | 'rev' | 'tables'>,
  tables: FrozenTables,
): Snapshot => ({
  clock,
  ids,
  auth,
  rateLimits,
  rates,
  journal,
  settings: new Map(providers.map(({ name, settings: defs }) => [name, resolveSettings(name, defs, settings[name])])),
  tables,
})

type Versioned = { readonly format: number }
type Step = (older: Record<string, unknown>) => Record<string, unknown>

// the step at a format turns a document of that format into one of the next
const STEPS: Readonly<Record<number, Step>> = {}

/** A document of any known format in the present one. Throws a ConfigError for a newer or unknown one. */
export const upgrade = <T extends Versioned>(document: T, steps = STEPS, present: number = FORMAT): T => {
  if (document.format > present)
    throw new ConfigError(
      `the state has format ${document.format}, which a newer version wrote; this one reads up to ${present}`,
      ['format'],
    )
  let upgraded = document as unknown as Record<string, unknown>
  for (let format = document.format; format < present; format++) {
    const step = steps[format]
    if (!step)
      throw new ConfigError(`the state has format ${document.format}, which no version has written`, ['format'])
    upgraded = { ...step(upgraded), format: format + 1 }
  }
  return upgraded as unknown as T
}

/** The snapshot that a document of the present format holds. Throws a ConfigError for what does not fit the providers. */
export const fromDocument = (providers: readonly Provider[], document: SnapshotDocument): Snapshot =>
  atOnce(readingDocument(providers, document))

/** As {@link fromDocument}, which may pause. */
export const readingDocument = function* (
  providers: readonly Provider[],
  document: SnapshotDocument,
): Pausing<Snapshot> {
  const names = providers.map(({ name }) => name)
  for (const name of Object.keys(document.settings))
    if (!names.includes(name)) throw new ConfigError(`settings: no provider '${name}' is served`, ['settings', name])
  const defs = new Map(providers.flatMap(({ tables }) => tables.map((def) => [def.name, def] as const)))
  for (const name of Object.keys(document.tables))
    if (!defs.has(name))
      throw new ConfigError(`tables: there is no '${name}'${nearest(name, [...defs.keys()])}`, ['tables', name])
  const contents = []
  for (const def of defs.values()) {
    const { rows = [], nextOrd = 1 } = document.tables[def.name] ?? {}
    contents.push({ def, rows: yield* readRows(def, rows), nextOrd })
  }
  return snapshotOf(providers, document, yield* frozenTablesOf(document.rev, contents))
}

const readRows = function* (def: TableDef, given: readonly Row[]): Pausing<readonly Row[]> {
  const ids = new Set<string>()
  const ords = new Set<number>()
  for (const row of given) {
    const blame = (what: string): ConfigError => new ConfigError(`${def.name} ${row.id}: ${what}`, ['tables', def.name])
    if (ids.has(row.id)) throw blame('the id is there twice')
    if (ords.has(row.ord)) throw blame(`another row has the number ${row.ord} as well`)
    ids.add(row.id)
    ords.add(row.ord)
    if (isStateful(def)) {
      const wrong = wrongWith(row, statesOf(def.machine))
      if (wrong !== undefined) throw blame(wrong)
    }
    try {
      for (const name in def.indexes) def.indexes[name]!(row)
    } catch {
      throw blame('the row lacks a field, or has one of another type')
    }
    yield
  }
  return [...given].sort((a, b) => a.ord - b.ord)
}

const wrongWith = ({ state, since, due, next }: Partial<Stateful>, states: readonly string[]): string | undefined => {
  if (state === undefined || !states.includes(state)) return `no state '${state}'${nearest(String(state), states)}`
  if (!isInstant(since)) return `'since' is no time`
  if (due === null && next === null) return undefined
  if (due === null || !isInstant(due)) return `'due' is no time`
  if (typeof next !== 'string' || ![...states, GONE].includes(next)) return `no state '${next}'`
  return due < since ? `due at ${iso(due)}, before its state began` : undefined
}

const isInstant = (at: unknown): at is Millis => typeof at === 'number' && Math.abs(at) <= 8.64e15
