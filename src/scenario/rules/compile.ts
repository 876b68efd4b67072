import { type ClockSetting, type Millis, readDuration, readInstant } from '../../core/clock.ts'
import { ConfigError } from '../../core/config.ts'
import { CompileContext, type Path } from '../document/compile-context.ts'
import { type RuleSections, merge } from '../document/merge.ts'
import type { Vocabulary } from '../document/names.ts'
import type { Expectation, FaultDocument, ScenarioDocument, VariantDocument } from '../document/schema.ts'
import { checkCircles } from './circles.ts'
import { checkExpectations } from './expectations.ts'
import { type FaultRule, checkFaultOrder, compileFault } from './faults.ts'
import { type Limits, compileLimits } from './limits.ts'
import { type Lifecycles, checkReachability } from './reachability.ts'
import { type TransitionRule, compileTransitions } from './transitions.ts'

/** A scenario ready to run. */
export interface Scenario {
  readonly name: string
  readonly variant: string | undefined
  /** The number of its text among all that the library was given. */
  readonly edition: number
  readonly seed: number | undefined
  readonly clock: ClockSetting | undefined
  readonly fixtures: Readonly<Record<string, unknown>> | undefined
  /** The names that it was checked against. */
  readonly vocabulary: Vocabulary
  readonly lifecycles: Lifecycles
  readonly faults: readonly FaultRule[]
  readonly limits: Limits
  readonly expect: readonly Expectation[]
  /** The transition that wins the draw of its state, by machine. */
  readonly force: ReadonlyMap<string, string>
  readonly advance: { readonly before: string; readonly by: Millis } | undefined
}

/** A compiled scenario, of use only without mistakes. */
export interface Compiled {
  readonly scenario: Scenario
  readonly mistakes: readonly ConfigError[]
  /** What is allowed, but hardly meant. */
  readonly warnings: readonly ConfigError[]
}

/** Checks what a scenario names and means, and makes it ready to run, as it is or in one of its variants. */
export const compileScenario = (document: ScenarioDocument, vocabulary: Vocabulary, variant?: string): Compiled => {
  const { variants = {} } = document
  const known = variant !== undefined && Object.hasOwn(variants, variant)
  const chosen = known ? variants[variant]! : {}
  const within: Path = known ? ['variants', variant] : []
  const root = new CompileContext(vocabulary, [], {
    origins: new Map([...originsOf(document, []), ...originsOf(chosen, within)]),
  })
  if (variant !== undefined && !known) root.at('variants').unknown('variant', variant, Object.keys(variants))

  for (const name of Object.keys(document.fixtures ?? {})) root.at('fixtures', name).provider(name)
  const sections = merge(document, chosen)
  const firstSaid = (machine: string) => (Object.hasOwn(document.lifecycles ?? {}, machine) ? root : root.goTo(within))
  const lifecycles = compileLifecycles(sections.lifecycles ?? {}, (name) => firstSaid(name).at('lifecycles', name))
  const faults = compileFaults(sections.faults ?? [], root.at('faults'))
  const limits = compileLimits(sections.limits ?? [], root.at('limits'))
  checkExpectations(sections.expect ?? [], new Set(faults.map(({ id }) => id)), root.at('expect'))
  checkVariant(chosen, lifecycles, root.goTo(within))
  if (root.mistakes.length === 0) {
    checkReachability(withoutFixtures(lifecycles, document), { root, variant })
    checkCircles(lifecycles, root)
    checkFaultOrder(faults, root)
  }
  const { name, clock, fixtures } = document
  const { start, ...pace } = clock ?? {}
  const { advance, force = {}, seed = document.seed } = chosen
  return {
    mistakes: root.mistakes,
    warnings: root.warnings,
    scenario: {
      name,
      variant,
      edition: 0,
      seed,
      clock: clock && { ...pace, ...(start !== undefined && { start: readInstant(start) }) },
      fixtures,
      vocabulary,
      lifecycles,
      faults,
      limits,
      expect: sections.expect ?? [],
      force: new Map(Object.entries(force)),
      advance: advance && { before: advance.before, by: readDuration(advance.by)! },
    },
  }
}

/** How many rules the variants of a file come to at most, those of the file counted in each. */
const MOST_IN_VARIANTS = 100_000

/** The file alone and each of its variants, checked. */
export const compileAll = (document: ScenarioDocument, vocabulary: Vocabulary): Omit<Compiled, 'scenario'> => {
  const { variants = {}, fixtures = {} } = document
  const own = sizeOf(document) + Object.keys(fixtures).length
  const together = Object.values(variants).reduce((sum, variant) => sum + own + sizeOf(variant), 0)
  if (together > MOST_IN_VARIANTS) {
    const message = `the variants come to ${together} rules with those of the file in each; at most ${MOST_IN_VARIANTS} are read`
    return { mistakes: [new ConfigError(message, ['variants'])], warnings: [] }
  }
  const [mistakes, warnings] = [onceEach(), onceEach()]
  for (const variant of [undefined, ...Object.keys(variants)]) {
    const found = compileScenario(document, vocabulary, variant)
    mistakes.add(found.mistakes)
    warnings.add(found.warnings)
  }
  return { mistakes: mistakes.all, warnings: warnings.all }
}

/** How many rules some sections have. */
const sizeOf = ({ lifecycles = {}, faults = [], limits = [], expect = [] }: RuleSections): number =>
  [...Object.values(lifecycles), faults, limits, expect].reduce((sum, { length }) => sum + length, 0)

/** Errors without those that were there before. */
const onceEach = () => {
  const all: ConfigError[] = []
  const seen = new Set<string>()
  return {
    all,
    add(errors: readonly ConfigError[]): void {
      for (const error of errors) {
        const key = `${error.path.join('\u0000')}\u0000${error.message}`
        if (!seen.has(key)) all.push(error)
        seen.add(key)
      }
    },
  }
}

/** Where each element of the sections stands: lists of a variant are merged into those of the file. */
const originsOf = (sections: RuleSections, path: Path): [object, Path][] => {
  const { lifecycles = {}, faults = [], limits = [], expect = [] } = sections
  const listed = Object.entries({ faults, limits, expect }).map(([key, list]) => [[key], list] as const)
  const machines = Object.entries(lifecycles).map(([name, list]) => [['lifecycles', name], list] as const)
  return [...listed, ...machines].flatMap(([keys, list]) =>
    list.map((element, index): [object, Path] => [element, [...path, ...keys, index]]),
  )
}

const compileLifecycles = (
  lifecycles: NonNullable<RuleSections['lifecycles']>,
  placeOf: (machine: string) => CompileContext,
): Lifecycles => {
  const compiled = new Map<string, Map<string, TransitionRule[]>>()
  for (const [name, list] of Object.entries(lifecycles)) {
    const byState = new Map<string, TransitionRule[]>()
    for (const rule of compileTransitions(name, list, placeOf(name))) {
      const rules = byState.get(rule.from)
      if (rules) rules.push(rule)
      else byState.set(rule.from, [rule])
    }
    compiled.set(name, byState)
  }
  return compiled
}

const compileFaults = (list: readonly FaultDocument[], context: CompileContext): FaultRule[] => {
  const ids = new Set<string>()
  return context.each(list).map(([fault, here]) => {
    if (ids.has(fault.id)) here.at('id').mistake(`there are two faults '${fault.id}'`)
    ids.add(fault.id)
    return compileFault(fault, here)
  })
}

// fixtures may put a resource into any state
const withoutFixtures = (lifecycles: Lifecycles, { fixtures = {} }: ScenarioDocument): Lifecycles =>
  new Map([...lifecycles].filter(([machine]) => !Object.hasOwn(fixtures, machine.split('/')[0]!)))

const checkVariant = (
  { force = {}, advance, seeds = '0..0' }: VariantDocument,
  lifecycles: Lifecycles,
  context: CompileContext,
): void => {
  for (const [machine, id] of Object.entries(force)) {
    const here = context.at('force', machine)
    const known = [...(lifecycles.get(machine)?.values() ?? [])].flat().map((rule) => rule.id)
    if (here.machine(machine) && !known.includes(id)) here.unknown(`transition of ${machine}`, id, known)
  }
  if (advance) context.at('advance', 'before').operation(advance.before)
  const [low, high] = seeds.split('..').map(Number) as [number, number]
  if (low > high) context.at('seeds').mistake(`${seeds} is an empty range`)
}
