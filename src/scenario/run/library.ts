import { nearest } from '../../core/nearest.ts'
import { ConfigError } from '../../core/config.ts'
import { World, type WorldOptions } from '../../world/world.ts'
import { NO_SCENARIO, activate, deactivate, engineOf } from './activation.ts'
import type { Engine } from './engine.ts'
import { type Scenario, compileScenario } from '../rules/compile.ts'
import { compileFault } from '../rules/faults.ts'
import { type TryFixtures, readScenario, readScenarioFile } from '../load.ts'
import { CompileContext } from '../document/compile-context.ts'
import { combine } from '../document/merge.ts'
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

/** Which scenario a namespace plays, in which variant, and with which seed in place of its own. */
export interface Choice {
  readonly name: string
  readonly variant?: string | undefined
  readonly seed?: number | undefined
}

/** The scenarios of an emulator, and which of them is active in which namespace. */
export class ScenarioLibrary {
  readonly vocabulary: Vocabulary
  readonly #providers: readonly Provider[]
  readonly #entries = new Map<string, LibraryEntry>()
  readonly #choices = new Map<string, Choice | null>()
  readonly #engines = new Map<string, WeakRef<Engine>>()
  /** What is active in a namespace that nothing was chosen for. */
  #start: Choice | undefined

  constructor(vocabulary: Vocabulary, providers: readonly Provider[]) {
    this.vocabulary = vocabulary
    this.#providers = providers
  }

  // in a world of their own
  readonly #tryFixtures: TryFixtures = (fixtures) => void World.create(this.#providers, { fixtures })

  get entries(): ReadonlyMap<string, LibraryEntry> {
    return this.#entries
  }

  /** Reads and checks a scenario; `from` is what its mistakes are said of. Throws a ScenarioError. */
  read(text: string, from: string): Promise<ScenarioDocument> {
    return readScenario(text, from, this.vocabulary, this.#tryFixtures)
  }

  /** Reads and checks scenario files, several as one. Throws a ScenarioError. */
  async readFiles(files: readonly string[]): Promise<ScenarioDocument> {
    return combine(await Promise.all(files.map((file) => readScenarioFile(file, this.vocabulary, this.#tryFixtures))))
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
    if (choice && this.#entries.has(choice.name)) this.#play(world, this.#chosen(choice))
  }

  /**
   * Activates a scenario in a world: its clock moves and its fixtures are loaded there, as the world stands. Throws a
   * ConfigError, and leaves the world as it was, when a fixture cannot be loaded.
   */
  activate(world: World, choice: Choice): Engine {
    const scenario = this.#chosen(choice)
    if (scenario.fixtures) this.#enact(World.resume(world.snapshot(), { name: world.name }), scenario)
    const engine = this.#enact(world, scenario)
    this.#choices.set(world.name, choice)
    this.#engines.set(world.name, new WeakRef(engine))
    return engine
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
    engine.putFault(rule)
  }

  dropFault(world: World, id: string): void {
    const engine = engineOf(world)
    engine?.dropFault(id)
    if (engine?.scenario === NO_SCENARIO && engine.faults.single.size === 0) deactivate(world)
  }

  /** Takes all single faults away. Returns how many there were. */
  dropFaults(world: World): number {
    const engine = engineOf(world)
    const dropped = engine?.dropFaults() ?? 0
    if (engine?.scenario === NO_SCENARIO) deactivate(world)
    return dropped
  }

  #chosen({ name, variant, seed }: Choice): Scenario {
    const compiled = this.compiled(name, variant)
    return seed === undefined ? compiled : { ...compiled, seed }
  }

  #enact(world: World, scenario: Scenario): Engine {
    const { clock, fixtures = {} } = scenario
    if (clock) world.clock.configure(clock)
    const engine = activate(world, scenario)
    const given = this.#providers.filter(({ name }) => fixtures[name] !== undefined)
    world.transact((tx) => {
      for (const provider of given) provider.load(tx, fixtures[provider.name])
    }, 'control')
    return engine
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
  return new ScenarioLibrary(vocabulary, providers)
}

/** What a scenario says about a new world, over what else was asked for. */
export const optionsWith = <O extends WorldOptions>({ clock, fixtures, seed }: Scenario, options: O): O => ({
  ...options,
  seed: seed ?? options.seed,
  clock: { ...options.clock, ...given(clock ?? {}) },
  fixtures: fixtures || options.fixtures ? { ...options.fixtures, ...fixtures } : undefined,
})

const given = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as Partial<T>
