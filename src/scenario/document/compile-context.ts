import { memoizeByRow } from '../../core/memo.ts'
import { nearest } from '../../core/nearest.ts'
import { ConfigError, MOST_TOLD } from '../../core/config.ts'
import { GONE, statesOf } from '../../world/lifecycle.ts'
import type { StatefulDef } from '../../world/unit-of-work.ts'
import type { TableDef } from '../../world/table.ts'
import { type Vocabulary, machineNames, machineOf, operationNames, tableNames, tableOf } from './names.ts'

/** The keys that lead to a place in a file. */
export type Path = readonly (string | number)[]

/** Where the elements of lists stand in a file, for those that were put together out of several lists. */
export type Origins = ReadonlyMap<object, Path>

/** What the places of a file share. */
interface Notes {
  readonly origins: Origins
  readonly mistakes: ConfigError[]
  readonly warnings: ConfigError[]
}

// rules that name no operation share the set of all
const providersOf = memoizeByRow(
  (operations: Iterable<string>) => new Set(Array.from(operations, (op) => op.split('/')[0]!)),
)

/** One place in a file, with the names that exist and the list of all that is wrong with the file. */
export class CompileContext {
  readonly vocabulary: Vocabulary
  readonly path: Path
  readonly #notes: Notes

  constructor(vocabulary: Vocabulary, path: Path = [], notes: Partial<Notes> = {}) {
    const { origins = new Map<object, Path>(), mistakes = [], warnings = [] } = notes
    this.vocabulary = vocabulary
    this.path = path
    this.#notes = { origins, mistakes, warnings }
  }

  /** All that is wrong with the file. */
  get mistakes(): readonly ConfigError[] {
    return this.#notes.mistakes
  }

  /** All that is allowed in it, but hardly meant. */
  get warnings(): readonly ConfigError[] {
    return this.#notes.warnings
  }

  /** A place further in. */
  at(...keys: Path): CompileContext {
    return this.goTo([...this.path, ...keys])
  }

  /** The elements of the list at this place, each with its own place. */
  each<T extends object>(list: readonly T[]): (readonly [element: T, context: CompileContext])[] {
    return list.map((element, index) => [element, this.goTo(this.#notes.origins.get(element) ?? [...this.path, index])])
  }

  /** Any place of the same file. */
  goTo(path: Path): CompileContext {
    return new CompileContext(this.vocabulary, path, this.#notes)
  }

  mistake(message: string): void {
    this.#notes.mistakes.push(new ConfigError(message, this.path))
  }

  warning(message: string): void {
    this.#notes.warnings.push(new ConfigError(message, this.path))
  }

  /** Whether what follows is not told: looking for the nearest name takes as long as thousands of rules. */
  get #isEnough(): boolean {
    return this.mistakes.length > MOST_TOLD
  }

  /** Notes a name that is none of the valid ones. */
  unknown(what: string, name: string, valid: readonly string[]): void {
    const [provider = '', inside] = name.split('/')
    if (inside !== undefined && !provider.includes('*') && !this.vocabulary.has(provider))
      return this.provider(provider)
    if (this.#isEnough) return this.mistake(`there is no ${what} '${name}'`)
    const inner = valid.filter((candidate) => candidate.endsWith(`/${name}`))
    const hint = inner.length === 1 ? `; did you mean '${inner[0]}'?` : nearest(name, valid)
    this.mistake(`there is no ${what} '${name}'${hint}`)
  }

  /** Notes a provider that there is not. */
  provider(name: string): void {
    if (this.vocabulary.has(name)) return
    this.mistake(`no provider '${name}' is served${this.#isEnough ? '' : nearest(name, [...this.vocabulary.keys()])}`)
  }

  /** The machine of that name; undefined, and noted, when there is none. */
  machine(name: string): StatefulDef | undefined {
    const def = machineOf(this.vocabulary, name)
    if (!def) this.unknown('machine', name, machineNames(this.vocabulary))
    return def
  }

  /** The table of that name; undefined, and noted, when there is none. */
  table(name: string): TableDef | undefined {
    const def = tableOf(this.vocabulary, name)
    if (!def) this.unknown('resource', name, tableNames(this.vocabulary))
    return def
  }

  /** Notes a state that a machine does not have. `$gone` counts where a state is entered. */
  state({ name, machine }: StatefulDef, state: string, gone: 'also $gone' | 'not $gone'): void {
    const states = gone === 'also $gone' ? [...statesOf(machine), GONE] : statesOf(machine)
    if (!states.includes(state)) this.unknown(`state of ${name}`, state, states)
  }

  /** Notes an operation that no provider has. */
  operation(name: string): void {
    const known = operationNames(this.vocabulary)
    if (!known.has(name)) this.unknown('operation', name, [...known])
  }

  /** Notes each provider of these operations that cannot say an error. */
  error(error: string, operations: Iterable<string>): void {
    for (const name of providersOf(operations)) {
      const errors = this.vocabulary.get(name)?.errors ?? []
      if (!errors.includes(error)) this.unknown(`error of ${name}`, error, errors)
    }
  }
}
