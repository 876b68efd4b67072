import type { FaultDocument } from '../document/schema.ts'
import type { CompileContext } from '../document/compile-context.ts'
import type { ParsedRequest } from './parsed-request.ts'

/** What calls are counted by. */
export type Per = NonNullable<FaultDocument['per']>

/** What a call is counted under. */
export const counterOf = (per: Per, request: ParsedRequest): string => {
  switch (per) {
    case 'route':
      return request.op
    case 'resource':
      return request.resource?.row.id ?? request.path
    case 'credential':
      return request.sent.credential?.key ?? ''
    case 'namespace':
      return ''
  }
}

/** Which of the matching calls a rule means, by their number from 1. */
export interface CallNumbers {
  includes(call: number): boolean
  /** How many of them come after so many calls; Infinity when there is no last one. */
  leftAfter(calls: number): number
}

/** Compiles the `calls` of a fault, and notes when they are none. */
export const compileCalls = ({ id, calls }: FaultDocument, context: CompileContext): CallNumbers => {
  if (calls === undefined || calls === 'all') return endless(() => true)
  if (typeof calls === 'number') return listed([calls])
  if (Array.isArray(calls)) return listed(calls)
  const [word, number] = calls.split(' ')
  if (word === 'every') return endless((call) => call % Number(number) === 0)
  if (word === 'from') return endless((call) => call >= Number(number))
  const [low, high] = calls.split('-').map(Number) as [number, number]
  if (high < Math.max(low, 1)) context.mistake(`'${id}' can never fire: ${JSON.stringify(calls)} is empty`)
  return {
    includes: (call) => call >= low && call <= high,
    leftAfter: (done) => Math.max(0, high - Math.max(low - 1, done)),
  }
}

const endless = (includes: CallNumbers['includes']): CallNumbers => ({ includes, leftAfter: () => Infinity })

const listed = (calls: readonly number[]): CallNumbers => ({
  includes: (call) => calls.includes(call),
  leftAfter: (done) => new Set(calls.filter((call) => call > done)).size,
})
