import { ConfigError } from '../../core/config.ts'
import { nearest } from '../../core/nearest.ts'
import type { ScenarioDocument } from '../../scenario/document/schema.ts'

/** One run of a matrix: a variant of the scenario, and a seed in place of its own. */
export interface Cell {
  readonly variant?: string | undefined
  readonly seed?: number | undefined
}

const ALL = 'all'

/** The runs that a choice of variants means: one by name, `all` of them, and each seed of those that have a range. */
export const cellsOf = (scenario: ScenarioDocument | undefined, chosen: string | undefined, seed?: number): Cell[] => {
  if (chosen === undefined) return [{ seed }]
  const variants = scenario?.variants ?? {}
  const names = Object.keys(variants)
  if (!scenario) throw new ConfigError('--variant needs --scenario')
  if (chosen !== ALL && !names.includes(chosen))
    throw new ConfigError(`${scenario.name} has no variant '${chosen}'${nearest(chosen, [...names, ALL])}`)
  return (chosen === ALL ? names : [chosen]).flatMap((variant) => {
    const { seeds } = variants[variant]!
    return seeds === undefined || seed !== undefined
      ? [{ variant, seed }]
      : seedsIn(seeds).map((one) => ({ variant, seed: one }))
  })
}

/** The seeds of a range such as `1..50`. Throws a ConfigError for anything else. */
export const seedsIn = (range: string): number[] => {
  const [, first, last] = (/^(\d{1,10})\.\.(\d{1,10})$/.exec(range) ?? []).map(Number)
  if (first === undefined || last === undefined || last < first || last > 4_294_967_295)
    throw new ConfigError(`'${range}' is no range of seeds such as 1..50`)
  if (last - first >= 100_000) throw new ConfigError(`'${range}' is more than 100,000 seeds`)
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

/** A cell for people. */
export const cellText = ({ variant, seed }: Cell): string =>
  [variant, seed === undefined ? undefined : `seed ${seed}`].filter((part) => part !== undefined).join(', ')
