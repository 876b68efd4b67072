import { Problem } from '../../../core/problem.ts'
import type { Call } from '../../../http/call.ts'
import { modern } from './index.ts'

const MODERN = /^\/1\.3\/account\/tokens(?:\/|$)/

/** Whether a request is for one of the newer services, which fail in another form. */
export const isModern = (call: Call): boolean =>
  call.op === null ? MODERN.test(call.path) : call.op.startsWith('tokens.')

/** A problem in the form of the service that the request is for. */
export const inFormOf = (call: Call, problem: Problem): Problem => {
  const { status, message, code, headers } = problem
  if (!isModern(call)) return problem
  const told = modern(status, message, { fragment: code })
  return new Problem({ status, code, message, detail: told.detail, headers: [...headers, ...told.headers] })
}
