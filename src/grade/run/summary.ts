import { durationText } from '../../core/clock.ts'
import { verificationText } from '../../scenario/verify/report.ts'
import type { ClientEnd } from '../client/client.ts'
import type { SeenRequest } from '../watch.ts'
import type { Run } from './run.ts'

const NO_OPERATION = '(no operation)'

/** What a client did, for people. */
export const summaryText = (run: Run): string => {
  const { watch, made, verification, end } = run
  const lines = [
    `the client ${endText(end)} after ${durationText(Math.round(end.took / 10_000) * 10)} and ${times(watch.count, 'request')}`,
    ...callLines(watch.requests),
    ...warningLines(watch.requests),
    ...madeLines(run),
  ]
  const told = lines.map((line, i) => (i === 0 ? `peertwin: ${line}\n` : `  ${line}\n`)).join('')
  return made.length + watch.count === 0 || !verification ? told : told + verificationText(verification)
}

/** How a program ended, for people. */
export const endText = ({ code, signal }: Pick<ClientEnd, 'code' | 'signal'>): string =>
  signal === null ? `ended with ${code}` : `was ended by ${signal}`

const callLines = (requests: readonly SeenRequest[]): string[] => {
  const perOp = new Map<string, string[]>()
  for (const { provider, op, status } of requests) {
    const name = `${provider}/${op ?? NO_OPERATION}`
    perOp.set(name, [...(perOp.get(name) ?? []), status === 0 ? 'no answer' : String(status)])
  }
  const wide = Math.max(0, ...[...perOp.keys()].map((name) => name.length))
  return [...perOp].map(([name, statuses]) => `${name.padEnd(wide)}  ${tally(statuses)}`)
}

const warningLines = (requests: readonly SeenRequest[]): string[] => {
  const kinds = requests.flatMap(({ warnings }) => warnings.map(({ kind }) => kind))
  return kinds.length === 0 ? [] : [`warnings: ${tally(kinds)}`]
}

const madeLines = ({ made }: Run): string[] =>
  made.length === 0
    ? []
    : [`left: ${tally(made.map(({ type, state }) => (state === null ? type : `${type} ${state}`)))}`]

/** Words with how often each was said. */
const tally = (words: readonly string[]): string => {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].map(([word, count]) => (count === 1 ? word : `${count} x ${word}`)).join(', ')
}

/** How many of something, for people. */
const times = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
