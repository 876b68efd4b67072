import { type Note, noteName } from '../../world/judge.ts'
import { type Prepare, World } from '../../world/world.ts'
import { loadRecords } from '../../world/fixtures/loading.ts'
import type { Provider } from '../../world/provider.ts'
import { CompileContext } from '../document/compile-context.ts'
import type { Vocabulary } from '../document/names.ts'
import type { FaultDocument } from '../document/schema.ts'
import type { Scenario } from '../rules/compile.ts'
import { type FaultRule, compileFault } from '../rules/faults.ts'
import { NO_SCENARIO, activate, activeIn, deactivate, orAsBefore } from '../run/activation.ts'
import { ACTIVE, type ActiveNote, type ActiveScenario } from '../run/active-scenario.ts'

/** Which scenario a namespace plays, in which variant, and with which seed in place of its own. */
export interface Choice {
  readonly name: string
  readonly variant?: string | undefined
  readonly seed?: number | undefined
}

/** The scenarios that can be active. */
export interface Repertory {
  readonly vocabulary: Vocabulary
  readonly providers: readonly Provider[]
  /** Throws a ConfigError for a name or variant that there is not. */
  compiled(name: string, variant?: string): Scenario
  /** A scenario as it was in an edition that somebody still needs. */
  edition(number: number, variant: string | undefined): Scenario | undefined
  /** The edition that counts now. */
  newest(name: string): number | undefined
}

const CHOICE = noteName('choice')

/** What is active in which namespace. */
export class ActiveScenarios {
  readonly #repertory: Repertory
  readonly #choices = new Map<string, Choice | null>()
  readonly #scenarios = new Map<string, WeakRef<ActiveScenario>>()
  /** What is active in a namespace that nothing was chosen for. */
  start: Choice | undefined
  /** An earlier run began with something else. */
  hasNewStart = false

  constructor(repertory: Repertory) {
    this.#repertory = repertory
  }

  /** The active scenarios of the present worlds. */
  *present(): Generator<ActiveScenario> {
    for (const ref of this.#scenarios.values()) {
      const active = ref.deref()
      if (active && activeIn(active.world) === active) yield active
    }
  }

  /** Puts into a world what it left in an earlier run, or into a fresh one what is chosen for its namespace. */
  readonly prepare: Prepare = (world, left) => {
    if (left && !(this.hasNewStart && world.name === 'default')) return this.#resume(world, left)
    this.#takeNotes(world)
    const choice = this.#choices.has(world.name) ? this.#choices.get(world.name) : this.start
    if (choice && this.#repertory.newest(choice.name) !== undefined) this.#play(world, this.#chosen(choice))
  }

  /**
   * Activates a scenario in a world: its clock moves, unless it stays as it is, and its fixtures are loaded there, as the
   * world stands. Throws a ConfigError, and leaves the world as it was, when a fixture cannot be loaded.
   */
  activate(world: World, choice: Choice, clock: 'moves' | 'as it is' = 'moves'): ActiveScenario {
    const chosen = this.#chosen(choice)
    const scenario = clock === 'moves' ? chosen : { ...chosen, clock: undefined }
    if (scenario.fixtures) this.#enact(World.resume(world.snapshot(), { name: world.name }), scenario)
    return this.#change(world, () => {
      this.#choices.set(world.name, choice)
      const active = this.#enact(world, scenario)
      this.#scenarios.set(world.name, new WeakRef(active))
      return active
    })
  }

  deactivate(world: World): void {
    this.#change(world, () => {
      this.#choices.set(world.name, null)
      this.#end(world)
    })
  }

  /** Forgets what was chosen for a namespace, which then starts as the emulator did. Returns how to remember it. */
  forget(namespace: string): () => void {
    const putBack = this.#standing(namespace)
    this.#choices.delete(namespace)
    this.#scenarios.delete(namespace)
    return putBack
  }

  /** Puts a single fault into a world, in place of the one with the same id. Throws a ConfigError that says what is wrong. */
  putFault(world: World, document: FaultDocument): void {
    const context = new CompileContext(this.#repertory.vocabulary, ['fault'])
    const rule = compileFault(document, context)
    if (context.mistakes[0]) throw context.mistakes[0]
    const active = activeIn(world)
    if (active) active.putFault(rule)
    else this.#change(world, () => this.#play(world, NO_SCENARIO).putFault(rule))
  }

  dropFault(world: World, id: string): void {
    const active = activeIn(world)
    active?.dropFault(id)
    if (active?.scenario === NO_SCENARIO && active.faults.singles === 0) this.#change(world, () => this.#end(world))
  }

  /** Takes all single faults away. Returns how many there were. */
  dropFaults(world: World): number {
    const active = activeIn(world)
    const dropped = active?.dropFaults() ?? 0
    if (active?.scenario === NO_SCENARIO) this.#change(world, () => this.#end(world))
    return dropped
  }

  #chosen({ name, variant, seed }: Choice): Scenario {
    const compiled = this.#repertory.compiled(name, variant)
    return seed === undefined ? compiled : { ...compiled, seed }
  }

  // clock, rows and what is active change together, in the entry of the commit or in that of the clock
  #enact(world: World, scenario: Scenario): ActiveScenario {
    const { clock: { start: now, ...clock } = {}, fixtures = {} } = scenario
    const given = this.#repertory.providers.filter(({ name }) => fixtures[name] !== undefined)
    let active!: ActiveScenario
    world.clock.configure({ ...clock, now }, () => {
      active = activate(world, scenario)
      this.#takeNotes(world)
      const { rev } = world.commits
      world.transact((tx) => {
        for (const provider of given) loadRecords(tx, provider, fixtures[provider.name])
      }, 'control')
      if (world.commits.rev === rev) world.clock.onChange?.()
    })
    return active
  }

  #play(world: World, scenario: Scenario): ActiveScenario {
    const active = activate(world, scenario)
    this.#scenarios.set(world.name, new WeakRef(active))
    this.#takeNotes(world)
    return active
  }

  #end(world: World): void {
    this.#scenarios.delete(world.name)
    deactivate(world)
    this.#takeNotes(world)
    world.notes.keep()
  }

  #resume(world: World, left: ReadonlyMap<string, unknown>): void {
    const choice = left.get(CHOICE) as Choice | { name: null } | undefined
    if (choice) this.#choices.set(world.name, choice.name === null ? null : choice)
    this.#takeNotes(world, true)
    const note = left.get(ACTIVE) as ActiveNote | undefined
    if (!note) return
    const { name, variant, seed } = note
    const edition = (number: number): Scenario | undefined => {
      if (number === NO_SCENARIO.edition) return NO_SCENARIO
      const scenario = this.#repertory.edition(number, variant)
      return scenario && { ...scenario, seed }
    }
    const fault = (document: FaultDocument): FaultRule =>
      compileFault(document, new CompileContext(this.#repertory.vocabulary, ['fault']))
    const active = activate(world, edition(note.edition)!, { active: note, notes: left, edition, fault })
    this.#scenarios.set(world.name, new WeakRef(active))
    const newest = this.#repertory.newest(name) ?? note.edition
    if (newest !== note.edition) active.adopt(edition(newest)!)
  }

  #takeNotes(world: World, known = false): void {
    world.notes.begin(() => this.#notesOf(world), known)
  }

  *#notesOf(world: World): Generator<Note> {
    const choice = this.#choices.get(world.name)
    if (choice !== undefined) yield [CHOICE, choice ?? { name: null }]
    yield* activeIn(world)?.notes() ?? []
  }

  // what cannot be kept has not happened
  #change<R>(world: World, change: () => R): R {
    const putBack = this.#standing(world.name)
    try {
      return orAsBefore(world, change)
    } catch (error) {
      putBack()
      throw error
    }
  }

  #standing(namespace: string): () => void {
    const [choice, active] = [this.#choices.get(namespace), this.#scenarios.get(namespace)]
    return () => {
      if (choice === undefined) this.#choices.delete(namespace)
      else this.#choices.set(namespace, choice)
      if (active) this.#scenarios.set(namespace, active)
      else this.#scenarios.delete(namespace)
    }
  }
}
