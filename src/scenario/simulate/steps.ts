import type { Millis } from '../../core/clock.ts'
import { GONE, type Stateful } from '../../world/lifecycle.ts'
import type { StatefulDef } from '../../world/unit-of-work.ts'
import type { Scenario } from '../rules/compile.ts'
import { driverIn } from '../rules/drivers.ts'
import type { TransitionRule } from '../rules/transitions.ts'
import { type PendingExit, pendingExitOf } from '../run/pending-exits.ts'

/** Which resource is simulated, and who looks at it. */
export interface SimulateOptions {
  readonly seed: number
  readonly namespace?: string | undefined
  /** Which resource of its kind, from 1. */
  readonly ordinal?: number | undefined
  /** Fields of the resource, for the conditions of rules; a condition on any other field counts as met. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined
  /** How often a client reads; without it, time goes before reads. */
  readonly poll?: Millis | undefined
}

/** One state on the way of a resource. */
export interface Step {
  /** Since the resource was made. */
  readonly at: Millis
  /** What brought it there: `start`, `time`, `read 2`, or `manual`. */
  readonly by: string
  readonly state: string
  readonly rule: string | null
  readonly note: string | null
}

const LONGEST = 100

/** The way that a resource would take under a scenario, if no client changed it. */
export const stepsOf = (scenario: Scenario, def: StatefulDef, options: SimulateOptions): Step[] => {
  const { seed, namespace = 'default', ordinal = 1, fields = {}, poll } = options
  const draws = { seed, namespace, force: scenario.force }
  const byState = scenario.lifecycles.get(def.name)
  const steps: Step[] = [{ at: 0, by: 'start', state: def.machine.initial, rule: null, note: null }]
  for (let last = steps[0]!; last.state !== GONE && steps.length < LONGEST; last = steps.at(-1)!) {
    const { state, at } = last
    const row = { ...fields, id: 'simulated', ord: ordinal, state, since: at, due: null, next: null } as Stateful
    const rules = byState?.get(state) ?? []
    const normal = def.machine.states[state]?.after ?? null
    const pending = pendingExitOf(
      row,
      { rules: rules.map((rule) => knowing(rule, row)), normal, edition: scenario.edition },
      draws,
    )
    const next = nextOf(pending, last, poll)
    if (!next) break
    const rule = rules.find(({ id }) => id === next.rule?.id)
    steps.push({ at: next.at, by: next.by, state: next.to, rule: rule?.id ?? null, note: rule ? noteOf(rule) : null })
  }
  return steps
}

/** The rule without the conditions that nothing is known about. */
const knowing = (rule: TransitionRule, row: object): TransitionRule => ({
  ...rule,
  conditions: rule.conditions.filter((condition) => condition.valueIn(row) !== undefined),
})

interface Next {
  readonly at: Millis
  readonly by: string
  readonly to: string
  readonly rule: TransitionRule | undefined
}

/** What ends a state first: time, reads, or somebody's hand. */
const nextOf = (pending: PendingExit, here: Step, poll: Millis | undefined): Next | undefined => {
  const [timer] = pending.timers
  const byTime = timer && { at: here.at + timer.ms, by: 'time', to: timer.to, rule: timer.rule }
  const byRead = nextRead(pending, here, poll)
  if (byRead && (!byTime || (poll !== undefined && byRead.at < byTime.at))) return byRead
  if (byTime) return byTime
  const manual = pending.rules.find((rule) => driverIn(rule, 'manual'))
  return manual && { at: here.at, by: 'manual', to: manual.to, rule: manual }
}

const nextRead = ({ rules }: PendingExit, { at, by }: Step, poll: Millis | undefined): Next | undefined => {
  const [first] = rules
    .flatMap((rule) => {
      const driver = driverIn(rule, 'reads', ({ count }) => count > 0)
      return driver ? [{ rule, count: driver.count }] : []
    })
    .sort((a, b) => a.count - b.count)
  if (!first) return undefined
  const { rule, count } = first
  // a client that polls reads at every full interval; what is due then has happened before it reads
  const done = poll === undefined ? 0 : by === 'time' ? Math.ceil(at / poll) - 1 : Math.floor(at / poll)
  return { at: poll === undefined ? at : (done + count) * poll, by: `read ${count}`, to: rule.to, rule }
}

const noteOf = (rule: TransitionRule): string | null => {
  const waits = driverIn(rule, 'manual') ? ['waits for: peertwin release <id>'] : []
  const notes = [...waits, ...rule.conditions.map(({ text }) => `only if ${text}`)]
  return notes.length === 0 ? null : notes.join('; ')
}
