import { type ClockSetting, type Millis, readDuration, readInstant } from '../../core/clock.ts'
import type { ConfigError } from '../../core/settings.ts'
import { checkExpectations } from './expectations.ts'
import { type FaultRule, compileFault } from './faults.ts'
import { type Limits, compileLimits } from './limits.ts'
import { Mistakes, type Path } from '../document/mistakes.ts'
import { type Vocabulary, machineNames, machineOf, operationNames } from '../document/names.ts'
import { checkFaultOrder, checkReachability } from './reachability.ts'
import type { Expectation, ScenarioDocument, TransitionDocument, VariantDocument } from '../document/schema.ts'
import { type TransitionRule, compileTransitions } from './transitions.ts'

/** A scenario ready to run. */
export interface Scenario {
  readonly name: string
  readonly variant: string | undefined
  readonly seed: number | undefined
  readonly clock: ClockSetting | undefined
  readonly fixtures: Readonly<Record<string, unknown>> | undefined
  /** Ways out of a state, by machine and state, in the order of the file. */
  readonly lifecycles: ReadonlyMap<string, ReadonlyMap<string, readonly TransitionRule[]>>
  readonly faults: readonly FaultRule[]
  readonly limits: Limits
  readonly expect: readonly Expectation[]
  /** The transition that wins the draw of its state, by machine. */
  readonly force: ReadonlyMap<string, string>
  readonly advance: { readonly before: string; readonly by: Millis } | undefined
}

export interface Compiled {
  readonly scenario: Scenario
  readonly mistakes: readonly ConfigError[]
}

/** Checks what a scenario names and means, and makes it ready to run, as it is or in one of its variants. */
export const compileScenario = (document: ScenarioDocument, vocabulary: Vocabulary, variant?: string): Compiled => {
  const mistakes = new Mistakes()
  const variants = document.variants ?? {}
  const chosen = variant !== undefined && Object.hasOwn(variants, variant) ? variants[variant]! : {}
  if (variant !== undefined && !Object.hasOwn(variants, variant))
    mistakes.unknown(['variants'], 'variant', variant, Object.keys(variants))
  const merged = merge(document, chosen)
  const within: Path = variant === undefined ? [] : ['variants', variant]
  // a part that a variant brings has its mistakes there, and is checked on its own as well
  const at = (part: keyof VariantDocument): Path => (chosen[part] === undefined ? [part] : [...within, part])

  const rules = new Map<string, Map<string, TransitionRule[]>>()
  for (const [name, list] of Object.entries(merged.lifecycles ?? {})) {
    const byState = new Map<string, TransitionRule[]>()
    for (const rule of compileTransitions(name, list, [...at('lifecycles'), name], vocabulary, mistakes))
      byState.set(rule.from, [...(byState.get(rule.from) ?? []), rule])
    rules.set(name, byState)
  }
  const ids = new Set<string>()
  const faults = (merged.faults ?? []).map((fault, index) => {
    const path = [...at('faults'), index]
    if (ids.has(fault.id)) mistakes.add([...path, 'id'], `there are two faults '${fault.id}'`)
    ids.add(fault.id)
    return compileFault(fault, path, vocabulary, mistakes)
  })
  const limits = compileLimits(merged.limits ?? [], at('limits'), vocabulary, mistakes)
  checkExpectations(merged.expect ?? [], at('expect'), ids, vocabulary, mistakes)
  checkVariant(chosen, within, rules, vocabulary, mistakes)
  if (mistakes.list.length === 0) {
    // fixtures may put a resource into any state
    const free = Object.keys(document.fixtures ?? {})
    checkReachability(new Map([...rules].filter(([name]) => !free.includes(name.split('/')[0]!))), vocabulary, mistakes)
    checkFaultOrder(faults, mistakes)
  }
  const { clock } = document
  const start = clock?.start === undefined ? undefined : readInstant(clock.start)
  const { advance } = chosen
  return {
    mistakes: mistakes.list,
    scenario: {
      name: document.name,
      variant,
      seed: chosen.seed ?? document.seed,
      clock: clock && { mode: clock.mode, speed: clock.speed, now: start },
      fixtures: document.fixtures,
      lifecycles: rules,
      faults,
      limits,
      expect: merged.expect ?? [],
      force: new Map(Object.entries(chosen.force ?? {})),
      advance: advance && { before: advance.before, by: readDuration(advance.by)! },
    },
  }
}

/** The file alone and each of its variants, checked. */
export const compileAll = (document: ScenarioDocument, vocabulary: Vocabulary): ConfigError[] => {
  const found = [undefined, ...Object.keys(document.variants ?? {})].flatMap(
    (variant) => compileScenario(document, vocabulary, variant).mistakes,
  )
  const seen = new Set<string>()
  return found.filter(({ path, message }) => {
    const key = `${path.join('\u0000')}\u0000${message}`
    return !seen.has(key) && seen.add(key)
  })
}

type RuleSections = Pick<ScenarioDocument, 'lifecycles' | 'faults' | 'limits' | 'expect'>

/** Later parts over earlier ones: rules replace those of the same id, expectations of a variant replace all. */
export const merge = (base: RuleSections, over: RuleSections): RuleSections => {
  const lifecycles: Record<string, TransitionDocument[]> = { ...base.lifecycles }
  for (const [name, list] of Object.entries(over.lifecycles ?? {}))
    lifecycles[name] = byId([...(lifecycles[name] ?? []), ...list])
  return {
    lifecycles,
    faults: over.faults ? byId([...(base.faults ?? []), ...over.faults]) : base.faults,
    limits: over.limits ? [...(base.limits ?? []), ...over.limits] : base.limits,
    expect: over.expect ?? base.expect,
  }
}

const byId = <T extends { id: string }>(list: readonly T[]): T[] => [
  ...new Map(list.map((item) => [item.id, item])).values(),
]

const checkVariant = (
  { force = {}, advance, seeds }: VariantDocument,
  path: Path,
  rules: ReadonlyMap<string, ReadonlyMap<string, readonly TransitionRule[]>>,
  vocabulary: Vocabulary,
  mistakes: Mistakes,
): void => {
  for (const [machine, id] of Object.entries(force)) {
    const place = [...path, 'force', machine]
    const known = [...(rules.get(machine)?.values() ?? [])].flat().map((rule) => rule.id)
    if (!machineOf(vocabulary, machine)) mistakes.unknown(place, 'machine', machine, machineNames(vocabulary))
    else if (!known.includes(id)) mistakes.unknown(place, `transition of ${machine}`, id, known)
  }
  const known = operationNames(vocabulary)
  if (advance && !known.includes(advance.before))
    mistakes.unknown([...path, 'advance', 'before'], 'operation', advance.before, known)
  const [low, high] = (seeds ?? '0..0').split('..').map(Number) as [number, number]
  if (low > high) mistakes.add([...path, 'seeds'], `${seeds} is an empty range`)
}
