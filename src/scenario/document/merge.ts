import type { ScenarioDocument, TransitionDocument } from './schema.ts'

/** The parts of a file that hold rules: those that a variant or a further file may change. */
export type RuleSections = Pick<ScenarioDocument, 'lifecycles' | 'faults' | 'limits' | 'expect'>

/** Later sections over earlier ones: rules replace those of the same id, expectations replace all. */
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

/** Several files as one: later rules replace earlier ones of the same id, and what is said once is said last. */
export const combine = (documents: readonly ScenarioDocument[]): ScenarioDocument => {
  const [first, ...rest] = documents
  return rest.reduce<ScenarioDocument>(
    (one, other) => ({
      ...one,
      ...other,
      ...merge(one, other),
      name: `${one.name}+${other.name}`,
      expect: [...(one.expect ?? []), ...(other.expect ?? [])],
      fixtures: one.fixtures || other.fixtures ? { ...one.fixtures, ...other.fixtures } : undefined,
      clock: one.clock || other.clock ? { ...one.clock, ...other.clock } : undefined,
      variants: one.variants || other.variants ? { ...one.variants, ...other.variants } : undefined,
    }),
    first!,
  )
}
