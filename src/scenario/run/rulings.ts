import type { Millis } from '../../core/clock.ts'
import type { Ruling } from '../../world/judge.ts'
import { LONGEST_DELAY } from '../rules/effects/effects.ts'
import type { FaultRule } from '../rules/faults.ts'

/** A ruling to which no rule has added anything yet. */
export const NOTHING: Ruling = { faults: [], delay: 0, lag: 0, stage: 'before', ending: null }

/** A ruling with one more rule: delays add up, and the first ending wins. */
export const joined = (before: Ruling, { id, stage, ending }: FaultRule, wait: Millis): Ruling => ({
  faults: [...before.faults, id],
  delay: Math.min(LONGEST_DELAY, before.delay + (stage === 'before' ? wait : 0)),
  lag: Math.min(LONGEST_DELAY, before.lag + (stage === 'after' ? wait : 0)),
  stage: before.ending ? before.stage : stage,
  ending: before.ending ?? ending,
})
