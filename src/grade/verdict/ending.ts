import { endText } from '../session/summary.ts'
import type { Kind, Roles } from '../../world/roles/roles.ts'
import type { Probe } from '../probes/schema.ts'
import type { Broken } from '../trial/conduct.ts'
import type { Fingerprint } from '../trial/fingerprint.ts'
import type { Played, Run } from '../trial/play.ts'
import { type Row, countsOf, lasting, madeIn } from '../trial/rows.ts'
import { nameOf } from './invariants.ts'

/** How a play ended, and what there is at its end. */
export interface Ending {
  readonly played: Played
  readonly print: Fingerprint
  readonly roles: Roles
  readonly play: Probe['play']
}

/** The runs whose end counts. */
export const countedRuns = ({ played: { runs }, play }: Ending): readonly Run[] =>
  play === 'once' || play === 'twice' || play === 'then' ? runs : runs.slice(-1)

/** Whether the client says that it did what it was to do. */
export const claimsSuccess = (ending: Ending): boolean => {
  const runs = countedRuns(ending)
  const held = ({ end, stopped }: Run): boolean => end.code === 0 && stopped === null
  return ending.play === 'twice' ? runs.some(held) : runs.every(held)
}

/** How the runs ended, for people. */
export const endsText = (ending: Ending): string =>
  ending.played.runs.map(({ end, stopped }) => (stopped === 'budget' ? 'did not end' : endText(end))).join(', then ')

/** The rows that the client made and that will stay. */
export const leftBy = ({ played: { before, after }, roles }: Ending): Row[] =>
  lasting(madeIn(before, after.at(-1) ?? before, new Set(roles.kinds.map(({ resource }) => resource))), roles.kinds)

/** How many rows of each type there should be at the end. */
const wanted = ({ print, play }: Ending): ReadonlyMap<string, number> =>
  play === 'once' || play === 'then' ? print.left : print.kept

/** What is not as it should be at the end, if the client says that all went well. */
export const unreached = (ending: Ending): Broken[] => {
  const { print, roles } = ending
  const left = leftBy(ending)
  const counts = countsOf(left)
  const lie = (text: string): Broken => ({ rule: 'success means success', verdict: 'lie', text })
  const types = new Set([...wanted(ending).keys(), ...counts.keys()])
  const numbers = [...types].flatMap((type) => {
    const [is, should] = [counts.get(type) ?? 0, wanted(ending).get(type) ?? 0]
    return is === should ? [] : [lie(`it ended with 0, and there are ${is} of ${type} where ${should} belong`)]
  })
  const states = left.flatMap((row) => {
    const kind = roles.kinds.find(({ resource }) => resource === row.type)!
    if (!print.settled.has(row.type) || row.state === null || settledIn(kind).includes(row.state)) return []
    return [lie(`it ended with 0, and ${nameOf(row)} is ${row.state}`)]
  })
  return [...numbers, ...states, ...unshown(ending).map((name) => lie(`it ended with 0 and did not show '${name}'`))]
}

const settledIn = ({ resource, arrival, consent }: Kind): string[] => {
  const ends = [arrival, consent].flatMap((step) => (step?.machine === resource ? [step.to] : []))
  return ends.slice(-1)
}

const unshown = ({ print, played }: Ending): string[] => {
  const text = played.runs.at(-1)?.end.stdout ?? ''
  return print.shown.filter((name) => !text.includes(name)).slice(0, 1)
}

/** Whether what is there at the end is what an undisturbed client leaves. */
export const converged = (ending: Ending): boolean => unreached(ending).length === 0

/** Rows that are left over and that the client did not name. */
export const unnamed = (ending: Ending): Row[] => {
  const text = ending.played.runs.map(({ end }) => end.stdout + end.stderr).join('\n')
  return leftBy(ending).filter(({ id }) => !text.includes(id))
}
