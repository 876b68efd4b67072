import { drawAt } from '../../core/ids.ts'
import type { Address } from '../document/delays.ts'
import type { TransitionRule } from '../rules/transitions.ts'

/** What the draws of a world's lifecycles depend on. */
export interface Draws {
  readonly seed: number
  readonly namespace: string
  /** The transition that wins the draw of its state, by machine. */
  readonly force: ReadonlyMap<string, string>
}

/** The address of the draws of one rule for one resource: nothing else in a file can shift them. */
export const addressOf = ({ seed, namespace }: Draws, rule: TransitionRule, ordinal: number): Address => [
  seed,
  namespace,
  rule.machine,
  ordinal,
  rule.id,
]

/**
 * Of the rules with a weight one stays. Each draws for itself, with odds by its weight, so that a further rule can only win
 * the draw but not shift it. A forced rule stands alone against the weighted ones.
 */
export const elect = (rules: readonly TransitionRule[], ordinal: number, draws: Draws): readonly TransitionRule[] => {
  const weighted = rules.filter(({ weight }) => weight !== undefined)
  const forced = rules.find(({ machine, id }) => draws.force.get(machine) === id)
  if (weighted.length === 0 && !forced) return rules
  const lot = (rule: TransitionRule): number =>
    -Math.log(1 - drawAt(...addressOf(draws, rule, ordinal), 'weight')) / rule.weight!
  const winner = forced ?? weighted.map((rule) => ({ rule, lot: lot(rule) })).sort((a, b) => a.lot - b.lot)[0]!.rule
  return rules.filter((rule) => rule === winner || rule.weight === undefined)
}
