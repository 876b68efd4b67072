import { durationText } from '../../core/clock.ts'
import type { Simulation } from './simulate.ts'

/** The simulation for people. */
export const simulationText = ({ steps, reachable, states, worst, dead }: Simulation): string => {
  const rows = steps.map(({ at, by, state, rule, note }, index) => [
    index === 0 ? 't=0s' : by === 'time' ? `+${durationText(at - steps[index - 1]!.at)}` : by,
    state,
    rule ?? '',
    note === null ? '' : `(${note})`,
  ])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)))
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const end = worst === null ? 'unbounded' : durationText(worst)
  const totals = [
    `reachable: ${reachable.length} of ${states} states`,
    `worst time to a final state: ${end}`,
    `dead rules: ${dead.join(', ') || 'none'}`,
  ]
  return `${[...lines, totals.join('   ')].join('\n')}\n`
}
