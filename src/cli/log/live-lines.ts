import { styleText } from 'node:util'
import { iso } from '../../core/clock.ts'
import { stackOf } from '../../core/problem.ts'
import type { Transition } from '../../world/commits.ts'
import type { LoggedRequest, Sink } from './request-log.ts'

type Colour = Parameters<typeof styleText>[0]

/** Paints text, or leaves it as it is. */
export type Paint = (colour: Colour, text: string) => string

export const plain: Paint = (_, text) => text
export const painted: Paint = (colour, text) => styleText(colour, text, { validateStream: false })

/** Writes requests as lines for people. */
export const liveLines =
  (write: (text: string) => void, paint: Paint): Sink =>
  (request) =>
    write(
      linesOf(request, paint)
        .map((line) => `${line}\n`)
        .join(''),
    )

/** A request on a line: when, what it asked, what it got, and what came of it; above it what time brought about. */
export const linesOf = (request: LoggedRequest, paint: Paint): string[] => {
  const { entry, namespace, target, transitions, warnings } = request
  const own = transitions.filter(({ cause }) => cause === entry.n)
  const others = transitions.filter(({ cause }) => cause !== entry.n)
  const parts = [
    paint('dim', timeOf(entry.at)),
    statusOf(entry.status, paint),
    ...(namespace === 'default' ? [] : [paint('cyan', `[${namespace}]`)]),
    `${entry.method} ${target}`,
    paint('dim', `${(entry.took / 1000).toFixed(1)} ms`),
    ...own.map((move) => moveOf(move, paint)),
    ...(entry.op === null ? [paint('yellow', 'no operation')] : []),
    ...(entry.fault ? [paint('magenta', `fault ${entry.fault.faults.join(', ')}`)] : []),
    ...warnings.map(({ kind, detail }) => paint('yellow', `!${kind}: ${detail}`)),
  ]
  const failure =
    entry.error === undefined
      ? []
      : stackOf(entry.error)
          .split('\n')
          .map((line) => paint('red', `  ${line}`))
  return [
    ...others.map((move) =>
      [paint('dim', timeOf(move.at)), paint('dim', `${move.cause} `), moveOf(move, paint)].join('  '),
    ),
    parts.join('  '),
    ...failure,
  ]
}

const timeOf = (at: number): string => iso(at).slice(11, 23)

const statusOf = (status: number, paint: Paint): string => {
  if (status === 0) return paint('magenta', '---')
  const colour = status < 300 ? 'green' : status < 400 ? 'cyan' : status < 500 ? 'yellow' : 'red'
  return paint(colour, String(status))
}

const moveOf = ({ type, id, from, to }: Transition, paint: Paint): string =>
  `${type} ${id} ${paint('blue', `${from ?? 'new'} → ${to}`)}`
