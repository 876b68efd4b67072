import { nearest } from '../../core/nearest.ts'
import { ConfigError } from '../../core/config.ts'
import { World, type WorldOptions } from '../../world/world.ts'
import { type Engine, NO_SCENARIO, activate, deactivate, engineOf } from './engine.ts'
import { type Scenario, compileScenario } from '../rules/compile.ts'
import { compileFault } from '../rules/faults.ts'
import { type TryFixtures, readScenario } from '../load.ts'
import { CompileContext } from '../document/compile-context.ts'
import { type Vocabulary, vocabularyOf } from '../document/names.ts'
import type { FaultDocument, ScenarioDocument } from '../document/schema.ts'
import type { Provider, ProviderApp } from '../../world/provider.ts'
import { loadZod } from '../../core/schema.ts'

/** A scenario that can be activated. */
export interface LibraryEntry {
  readonly document: ScenarioDocument
  /** Where it was read from; null when it came over the control API. */
  readonly file: string | null
  readonly version: number
  /** Why the newest edit of the file is not in use. */
  readonly error: string | null
}

/** What is chosen for a namespace. */
interface Choice {
  readonly name: string
  readonly variant: string | undefined
}

/** The scenarios of an emulator, and which of them is active in which namespace. */
export class ScenarioLibrary {
  readonly vocabulary: Vocabulary
  /** Tries fixtures out in a world of their own. */
  readonly tryFixtures: TryFixtures | undefined
  readonly #entries = new Map<string, LibraryEntry>()
  readonly #choices = new Map<string, Choice | null>()
  readonly #engines = new Map<string, WeakRef<Engine>>()
  /** What is active in a namespace that nothing was chosen for. */
  #start: Choice | undefined

  constructor(vocabulary: Vocabulary, tryFixtures?: TryFixtures) {
    this.vocabulary = vocabulary
    this.tryFixtures = tryFixtures
  }

  get entries(): ReadonlyMap<string, LibraryEntry> {
    return this.#entries
  }

  /** Reads and checks a scenario; `from` is what its mistakes are said of. Throws a ScenarioError. */
  read(text: string, from: string): Promise<ScenarioDocument> {
    return readScenario(text, from, this.vocabulary, this.tryFixtures)
  }

  /** Keeps a checked scenario under its name, in place of the version before. Worlds in which it is active go on with it. */
  keep(document: ScenarioDocument, file: string | null): LibraryEntry {
    const entry = { document, file, version: (this.#entries.get(document.name)?.version ?? 0) + 1, error: null }
    this.#entries.set(document.name, entry)
    for (const engine of this.#playing(document.name))
      engine.adopt(this.compiled(document.name, engine.scenario.variant))
    return entry
  }

  /** Notes why the newest edit of a scenario cannot be used; the version before stays. */
  blame(name: string, error: string): void {
    const entry = this.#entries.get(name)
    if (entry) this.#entries.set(name, { ...entry, error })
  }

  /** Throws a ConfigError for a name or variant that there is not. */
  compiled(name: string, variant?: string): Scenario {
    const entry = this.#entries.get(name)
    if (!entry) throw new ConfigError(`there is no scenario '${name}'${nearest(name, [...this.#entries.keys()])}`)
    const { variants = {} } = entry.document
    if (variant !== undefined && !Object.hasOwn(variants, variant))
      throw new ConfigError(`${name} has no variant '${variant}'${nearest(variant, Object.keys(variants))}`)
    return compileScenario(entry.document, this.vocabulary, variant).scenario
  }

  /** Makes a scenario the one with which every namespace starts. */
  startWith(name: string, variant?: string): Scenario {
    const scenario = this.compiled(name, variant)
    this.#start = { name, variant }
    return scenario
  }

  /** Puts into a fresh world what is chosen for its namespace. */
  readonly prepare = (world: World): void => {
    const choice = this.#choices.has(world.name) ? this.#choices.get(world.name) : this.#start
    if (choice && this.#entries.has(choice.name)) this.#play(world, this.compiled(choice.name, choice.variant))
  }

  /** Activates a scenario in a world: its clock moves and its fixtures are loaded there, as the world stands. */
  activate(world: World, name: string, variant: string | undefined, seed: number | undefined): Engine {
    const compiled = this.compiled(name, variant)
    const scenario = seed === undefined ? compiled : { ...compiled, seed }
    if (scenario.clock) world.clock.configure(scenario.clock)
    this.#choices.set(world.name, { name, variant })
    return this.#play(world, scenario)
  }

  deactivate(world: World): void {
    this.#choices.set(world.name, null)
    this.#engines.delete(world.name)
    deactivate(world)
  }

  /** Forgets what was chosen for a namespace, which then starts as the emulator did. */
  forget(namespace: string): void {
    this.#choices.delete(namespace)
    this.#engines.delete(namespace)
  }

  /** Throws a ConfigError when there is no such scenario. Where it is active it stays so until the world is reset. */
  delete(name: string): void {
    this.compiled(name)
    this.#entries.delete(name)
  }

  /** Puts a single fault into a world, in place of the one with the same id. Throws a ConfigError that says what is wrong. */
  putFault(world: World, document: FaultDocument): void {
    const context = new CompileContext(this.vocabulary, ['fault'])
    const rule = compileFault(document, context)
    if (context.mistakes[0]) throw context.mistakes[0]
    const engine = engineOf(world) ?? this.#play(world, NO_SCENARIO)
    engine.forget(document.id)
    engine.setSingle(document.id, rule)
  }

  dropFault(world: World, id: string): void {
    const engine = engineOf(world)
    engine?.setSingle(id, undefined)
    engine?.forget(id)
    if (engine?.scenario === NO_SCENARIO && engine.singles.size === 0) deactivate(world)
  }

  #play(world: World, scenario: Scenario): Engine {
    const engine = activate(world, scenario)
    this.#engines.set(world.name, new WeakRef(engine))
    return engine
  }

  #playing(name: string): Engine[] {
    return [...this.#engines.values()]
      .map((ref) => ref.deref())
      .filter(
        (engine) => engine !== undefined && engineOf(engine.world) === engine && engine.scenario.name === name,
      ) as Engine[]
  }
}

type AppOf<App extends ProviderApp> = Parameters<typeof vocabularyOf<App>>[1]

/** Makes a library for the scenarios of these providers. */
export const createLibrary = async <App extends ProviderApp>(
  providers: readonly Provider<App>[],
  appOf: AppOf<App>,
): Promise<ScenarioLibrary> => {
  const [vocabulary] = await Promise.all([vocabularyOf(providers, appOf), loadZod()])
  return libraryOf(providers, vocabulary)
}

const libraryOf = (providers: readonly Provider[], vocabulary: Vocabulary): ScenarioLibrary =>
  new ScenarioLibrary(vocabulary, (fixtures) => void World.create(providers, { fixtures }))

/** What a scenario says about a new world, over what else was asked for. */
export const optionsWith = <O extends WorldOptions>({ clock, fixtures, seed }: Scenario, options: O): O => ({
  ...options,
  seed: seed ?? options.seed,
  clock: { ...options.clock, ...given(clock ?? {}) },
  fixtures: fixtures || options.fixtures ? { ...options.fixtures, ...fixtures } : undefined,
})

const given = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as Partial<T>
