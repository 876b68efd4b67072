import { isDeepStrictEqual } from 'node:util'
import { nearest } from '../../core/nearest.ts'
import { ConfigError } from '../../core/config.ts'
import { type Kept, noteName, readName } from '../../world/judge.ts'
import { type Prepare, World, type WorldOptions } from '../../world/world.ts'
import { ActiveScenarios, type Choice } from './active-scenarios.ts'
import { Editions, type Part } from './editions.ts'
import { type Scenario, compileScenario } from '../rules/compile.ts'
import { readScenario, readScenarioFile } from '../load.ts'
import { combine } from '../document/merge.ts'
import { type Vocabulary, vocabularyOf } from '../document/names.ts'
import type { ScenarioDocument } from '../document/schema.ts'
import type { Provider, ProviderApp } from '../../world/provider.ts'
import { loadZod } from '../../core/schema.ts'

/** A scenario that can be activated. */
export interface LibraryEntry {
  readonly document: ScenarioDocument
  /** Where it was read from; null when it came over the control API. */
  readonly file: string | null
  readonly version: number
  /** The number of its text among all that the library was given. */
  readonly edition: number
  /** Why the newest edit of the file is not in use. */
  readonly error: string | null
  /** What is allowed in it but hardly meant, with its place. */
  readonly warnings: readonly string[]
}

/** The scenarios of an emulator, and which of them is active in which namespace. */
export class ScenarioLibrary {
  readonly vocabulary: Vocabulary
  readonly #providers: readonly Provider[]
  readonly #entries = new Map<string, LibraryEntry>()
  readonly #editions = new Editions()
  readonly active: ActiveScenarios
  #keep: Kept['keep'] = () => {}

  constructor(vocabulary: Vocabulary, providers: readonly Provider[]) {
    this.vocabulary = vocabulary
    this.#providers = providers
    this.active = new ActiveScenarios({
      vocabulary,
      providers,
      compiled: (name, variant) => this.compiled(name, variant),
      edition: (number, variant) => {
        const document = this.#editions.document(number)
        return document && this.#compile(document, number, variant)
      },
      newest: (name) => this.#entries.get(name)?.edition,
    })
  }

  /** Goes on from what was kept of the library and of what is active where, and is kept from now on. */
  attach({ parts, notes, keep }: Kept): void {
    this.#editions.resume(parts, notes)
    const given = [...this.#entries.values()]
    this.#entries.clear()
    for (const part of parts) this.#enter(part)
    const start = parts.get(START) as Choice | undefined
    const { active } = this
    active.hasNewStart = active.start !== undefined && !isDeepStrictEqual(start, plain(active.start))
    this.#keep = keep
    for (const { document, file } of given) {
      const known = this.#entries.get(document.name)
      if (!known || known.file !== file || !isDeepStrictEqual(plain(known.document), plain(document)))
        this.keep(document, file)
    }
    if (active.hasNewStart) keep(START, active.start)
  }

  // in a world of their own
  readonly #tryFixtures = (fixtures: Readonly<Record<string, unknown>>): void =>
    void World.create(this.#providers, { fixtures })
  readonly #warnings = new WeakMap<ScenarioDocument, readonly string[]>()

  get entries(): ReadonlyMap<string, LibraryEntry> {
    return this.#entries
  }

  /** Reads and checks a scenario; `from` is what its mistakes are said of. Throws a ScenarioError. */
  async read(text: string, from: string): Promise<ScenarioDocument> {
    const { options, warnings } = this.#readOptions()
    return this.#withWarnings(await readScenario(text, from, this.vocabulary, options), warnings)
  }

  /** Reads and checks scenario files, several as one. Throws a ScenarioError. */
  async readFiles(files: readonly string[]): Promise<ScenarioDocument> {
    const { options, warnings } = this.#readOptions()
    const all = await Promise.all(files.map((file) => readScenarioFile(file, this.vocabulary, options)))
    return this.#withWarnings(combine(all), warnings)
  }

  /** What is allowed in a scenario that was read here but hardly meant, with its place. */
  warningsOf(document: ScenarioDocument): readonly string[] {
    return this.#warnings.get(document) ?? []
  }

  #readOptions() {
    const warnings: string[] = []
    const warn = (warning: string): void => void warnings.push(warning)
    return { options: { tryFixtures: this.#tryFixtures, warn }, warnings }
  }

  #withWarnings(document: ScenarioDocument, warnings: readonly string[]): ScenarioDocument {
    this.#warnings.set(document, warnings)
    return document
  }

  /** Keeps a checked scenario under its name, in place of another version. Worlds in which it is active go on with it. */
  keep(document: ScenarioDocument, file: string | null, warnings = this.warningsOf(document)): LibraryEntry {
    this.write(this.revision(document, file, warnings))
    return this.#entries.get(document.name)!
  }

  /** What has to be kept for a checked scenario to take the place of another version; nothing where that is the same. */
  revision(document: ScenarioDocument, file: string | null, warnings = this.warningsOf(document)): readonly Part[] {
    const { name } = document
    const known = this.#entries.get(name)
    if (known?.error === null && known.file === file && isDeepStrictEqual(plain(known.document), plain(document)))
      return []
    const version = (known?.version ?? 0) + 1
    const [edition, text] = this.#editions.next(document)
    return [text, [noteName('scenario', name), { file, version, edition, warnings }]]
  }

  /** What has to be kept for a scenario to be forgotten. Throws a ConfigError when there is none. */
  removal(name: string): readonly Part[] {
    this.compiled(name)
    return [[noteName('scenario', name), null]]
  }

  /** Keeps parts, and takes them over. */
  write(parts: readonly Part[]): void {
    for (const [name, value] of parts) this.#keep(name, value)
    for (const part of parts) this.take(part)
    this.#editions.prune(
      () => [
        ...Array.from(this.#entries.values(), (one) => one.edition),
        ...Array.from(this.active.present(), (active) => [...active.editions()]).flat(),
      ],
      this.#keep,
    )
  }

  /** Takes over a part that was kept. */
  take(part: Part): void {
    const name = this.#enter(part)
    for (const active of name === undefined ? [] : this.active.present()) {
      if (active.scenario.name !== name) continue
      active.adopt(this.compiled(name, active.scenario.variant))
      active.answering()
    }
  }

  /** Files a part. Returns the name of the scenario that there is another edition of. */
  #enter([part, value]: Part): string | undefined {
    const [kind, name = ''] = readName(part)
    if (kind === 'edition') this.#editions.take(Number(name), value as ScenarioDocument | null)
    if (kind !== 'scenario') return undefined
    const document = value ? this.#editions.document((value as LibraryEntry).edition) : undefined
    if (document) this.#entries.set(name, { ...(value as LibraryEntry), document, error: null })
    else this.#entries.delete(name)
    return document && name
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
    return this.#compile(entry.document, entry.edition, variant)
  }

  /** Makes a scenario the one with which every namespace starts. */
  startWith(name: string, variant?: string): Scenario {
    const scenario = this.compiled(name, variant)
    this.active.start = { name, variant }
    return scenario
  }

  /** Puts into a world what it left in an earlier run, or into a fresh one what is chosen for its namespace. */
  readonly prepare: Prepare = (world, left) => {
    this.#editions.release(world.name)
    this.active.prepare(world, left)
  }

  /** Forgets what was chosen for a namespace, which then starts as the emulator did. Returns how to remember it. */
  forget(namespace: string): () => void {
    this.#editions.release(namespace)
    return this.active.forget(namespace)
  }

  #compile(document: ScenarioDocument, edition: number, variant: string | undefined): Scenario {
    const { scenario, mistakes } = compileScenario(document, this.vocabulary, variant)
    if (mistakes[0]) throw new ConfigError(`the scenario '${document.name}': ${mistakes[0].message}`) // other providers are served than before
    return { ...scenario, edition }
  }
}

const START = noteName('start')

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

type AppOf<App extends ProviderApp> = Parameters<typeof vocabularyOf<App>>[1]

/** Makes a library for the scenarios of these providers; `appOf` finds their apps where they are made already. */
export const createLibrary = async <App extends ProviderApp>(
  providers: readonly Provider<App>[],
  appOf: AppOf<App> = (provider) => provider.createApp(),
): Promise<ScenarioLibrary> => {
  const [vocabulary] = await Promise.all([vocabularyOf(providers, appOf), loadZod()])
  return new ScenarioLibrary(vocabulary, providers)
}

/** What a scenario says about a new world, over what else was asked for. */
export const optionsWith = <O extends WorldOptions>({ clock, fixtures, seed }: Scenario, options: O): O => ({
  ...options,
  seed: seed ?? options.seed,
  clock: { ...options.clock, ...clock },
  fixtures: fixtures || options.fixtures ? { ...options.fixtures, ...fixtures } : undefined,
})
