import { concatenate } from '../core/lists.ts'
import { stopwatch } from '../core/clock.ts'
import { memoizeLast } from '../core/memo.ts'
import { changedHeaders } from '../world/answers/header-values.ts'
import { KeepError } from '../world/commits.ts'
import type { RateReading } from '../world/rates.ts'
import type { Call, Credential } from './call.ts'
import type { WireAnswer } from './exchange.ts'
import { type Answer, type Voice, errorAnswer, textOf } from './dialect.ts'

/** RFC 1123 date of a second. */
const httpDate = memoizeLast((second: number): string => new Date(second * 1000).toUTCString())

const sizeOf = (text: string): string => String(Buffer.byteLength(text))
// what rows remember is sent again and again as the very same text
const rememberedSizeOf = memoizeLast(sizeOf)

/** Has an answer leave when everything that it has seen is stored; where nobody can know that, the provider says that it is away. */
export const send = <C extends Credential, Need>(
  voice: Voice<C, Need>,
  call: Call<C>,
  answer: Answer,
): void | Promise<void> => {
  const { whenStored } = call.world.commits
  if (whenStored === null) return leave(voice, call, answer)
  return new Promise(whenStored).then((lost) => {
    if (lost === null) return leave(voice, call, answer)
    Object.assign(call, { fault: null, abort: null })
    return leave(voice, call, errorAnswer(voice.dialect, new KeepError(lost), call))
  })
}

/** The one place that puts an answer on the wire, once, with all of its headers, and files it in the journal. */
const leave = <C extends Credential, Need>(
  voice: Voice<C, Need>,
  call: Call<C>,
  answer: Answer,
): void | Promise<void> => {
  const { exchange, abort } = call
  const { status } = answer
  const body = textOf(answer.body)
  let headers = concatenate(
    answer.headers,
    voice.headers(call, status),
    ['X-Peertwin-Request', String(call.n), 'Date', httpDate(Math.floor(call.now / 1000))],
    answer.contentType === null ? [] : ['Content-Type', answer.contentType],
    status === 204
      ? []
      : ['Content-Length', body === null ? '0' : call.method === 'GET' ? rememberedSizeOf(body) : sizeOf(body)],
  )
  if (exchange.oversize) headers.push('Connection', 'close')
  if (call.fault !== null) {
    if (call.changes.length > 0) headers = changedHeaders(headers, call.changes, call)
    headers.push('X-Peertwin-Fault', call.fault.faults.join(', '))
  }
  file(voice.provider, call, answer, headers)
  const sent: WireAnswer = { status, headers, body }
  return abort === null ? exchange.answer(sent) : exchange.abort(abort, sent)
}

const file = <C extends Credential>(provider: string, call: Call<C>, answer: Answer, headers: string[]): void => {
  const { journal } = call.world
  journal.add({
    n: call.n,
    at: call.now,
    provider,
    op: call.op,
    method: call.method,
    target: journal.sharedTarget(call.target),
    credential: call.credential?.label ?? null,
    requestHeaders: journal.shared(call.exchange.rawHeaders),
    requestBody: call.text ?? call.body,
    status: answer.status,
    responseHeaders: headers,
    responseBody: answer.body ?? '',
    took: stopwatch() - call.started,
    error: call.error,
    scenario: call.scenario,
    fault: call.fault,
    started: Math.floor(call.started / 1000),
    refused: call.refused,
    problem: call.problem,
    exhausted: call.metered !== null && call.metered.readings.some(usedUp),
    shape: call.shape,
    asked: call.asked,
  })
}

const usedUp = ({ remaining }: RateReading): boolean => remaining <= 0
