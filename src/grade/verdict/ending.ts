import { endText } from '../run/summary.ts'
import type { Kind, Roles } from '../../world/roles/roles.ts'
import type { Probe } from '../probes/schema.ts'
import type { Broken } from '../trial/conduct.ts'
import type { Fingerprint } from '../trial/fingerprint.ts'
import type { Overtime } from '../trial/limits.ts'
import type { Played, PlayedRun } from '../trial/play.ts'
import { type Row, type Rows, countsOf, lasting, madeIn } from '../trial/rows.ts'
import { nameOf } from './invariants.ts'

/** How a play ended, and what there is at its end. */
export interface Ending {
  readonly played: Played
  readonly print: Fingerprint
  readonly roles: Roles
  readonly play: Probe['play']
}

/** The runs whose end counts. */
export const countedRuns = ({ played: { runs }, play }: Ending): readonly PlayedRun[] =>
  play === 'once' || play === 'twice' || play === 'then' ? runs : runs.slice(-1)

/** Whether the client says that it did what it was to do. */
export const claimsSuccess = (ending: Ending): boolean => {
  const runs = countedRuns(ending)
  const held = ({ end, stopped }: PlayedRun): boolean => end.code === 0 && stopped === null
  return ending.play === 'twice' ? runs.some(held) : runs.every(held)
}

/** Why a run took too long; undefined for one that did not. */
export const overtimeOf = ({ stopped }: PlayedRun): Overtime | undefined =>
  stopped === 'budget' || stopped === 'silence' || stopped === 'stall' ? stopped : undefined

/** How the runs ended, for people. */
export const endsText = (ending: Ending): string =>
  ending.played.runs.map((run) => (overtimeOf(run) ? 'did not end' : endText(run.end))).join(', then ')

/** The rows that the client made and that will stay, at the end or at an earlier look. */
export const leftBy = ({ played: { before, after }, roles }: Ending, then: Rows = after.at(-1) ?? before): Row[] =>
  lasting(madeIn(before, then, new Set(roles.kinds.map(({ resource }) => resource))), roles.kinds)

/** What should be there, at the end and between two programs. */
const stagesOf = ({
  print,
  play,
  played: { after },
}: Ending): (readonly [Rows | undefined, ReadonlyMap<string, number>])[] => {
  const last = [after.at(-1), play === 'once' || play === 'then' ? print.left : print.kept] as const
  return play === 'once' && after.length > 1 ? [[after[0], print.kept], last] : [last]
}

/** What is not as it should be, if the client says that all went well. */
export const unreached = (ending: Ending): Broken[] => [
  ...stagesOf(ending).flatMap(([then, wanted]) => missing(ending, leftBy(ending, then), wanted)),
  ...unshown(ending).map((name) => lie(`it ended with 0 and did not show '${name}'`)),
]

const lie = (text: string): Broken => ({ rule: 'success means success', verdict: 'lie', text })

const missing = ({ print, roles }: Ending, left: readonly Row[], wanted: ReadonlyMap<string, number>): Broken[] => {
  const counts = countsOf(left)
  const types = new Set([...wanted.keys(), ...counts.keys()])
  const numbers = [...types].flatMap((type) => {
    const [is, should] = [counts.get(type) ?? 0, wanted.get(type) ?? 0]
    return is === should ? [] : [lie(`it ended with 0, and there are ${is} of ${type} where ${should} belong`)]
  })
  const states = left.flatMap((row) => {
    const kind = roles.kinds.find(({ resource }) => resource === row.type)!
    if (!print.settled.has(row.type) || row.state === null || settledIn(kind).includes(row.state)) return []
    return [lie(`it ended with 0, and ${nameOf(row)} is ${row.state}`)]
  })
  return [...numbers, ...states]
}

const settledIn = ({ resource, arrival, consent }: Kind): string[] => {
  const ends = [arrival, consent].flatMap((step) => (step?.machine === resource ? [step.to] : []))
  return ends.slice(-1)
}

const unshown = ({ print, played }: Ending): string[] => {
  const text = played.runs.at(-1)?.end.stdout ?? ''
  return print.shown.filter((name) => !text.includes(name)).slice(0, 1)
}

/** Rows that are left over and that the client did not name. */
export const unnamed = (ending: Ending): Row[] => {
  const text = ending.played.runs.map(({ end }) => end.stdout + end.stderr).join('\n')
  return leftBy(ending).filter(({ id }) => !text.includes(id))
}
