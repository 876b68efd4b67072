import { concatenate, pairsOf } from '../core/lists.ts'
import { stopwatch } from '../core/clock.ts'
import { memoizeLast } from '../core/memo.ts'
import type { RateReading } from '../world/rates.ts'
import type { Call, Credential } from './call.ts'
import { abortAnswer } from './aborting.ts'
import { type Answer, type Voice, textOf } from './dialect.ts'

export const SENT_HEADER = 'x-hono-already-sent'

/**
 * Stands for an answer that is on the wire already, or that nobody is there to hear. Not a real Response, because making one
 * loads a web stack that takes longer than the rest of the start; the header is what the adapter looks for.
 */
export const SENT = { status: 200, headers: { [SENT_HEADER]: 'true' }, body: null } as unknown as Response
export const GONE_CLIENT = SENT

/** RFC 1123 date of a second. */
const httpDate = memoizeLast((second: number): string => new Date(second * 1000).toUTCString())

/** The one place that puts an answer on the wire, once, with all of its headers, and files it in the journal. */
export const send = <C extends Credential, Need>(
  voice: Voice<C, Need>,
  call: Call<C>,
  answer: Answer,
  error: unknown,
): Response | Promise<Response> => {
  const { status } = answer
  const body = textOf(answer.body)
  const headers = concatenate(
    answer.headers,
    voice.headers(call, status),
    ['X-Peertwin-Request', String(call.n), 'Date', httpDate(Math.floor(call.now / 1000))],
    answer.contentType === null ? [] : ['Content-Type', answer.contentType],
    status === 204 ? [] : ['Content-Length', String(body === null ? 0 : Buffer.byteLength(body))],
  )
  if (call.oversize) headers.push('Connection', 'close')
  if (call.fault !== null) headers.push('X-Peertwin-Fault', call.fault.faults.join(', '))
  file(voice.provider, call, answer, headers, error)

  if (call.ending !== null) {
    const broken = abortAnswer(call.ending, call, { status, headers, body })
    return broken === 'sent' ? SENT : broken
  }
  const { outgoing } = call.context.env
  if (!outgoing) return new Response(body, { status, headers: pairsOf(headers) })
  if (outgoing.destroyed) return GONE_CLIENT
  outgoing.writeHead(status, headers)
  if (body === null) outgoing.end()
  else outgoing.end(body)
  return SENT
}

const file = <C extends Credential>(
  provider: string,
  call: Call<C>,
  answer: Answer,
  headers: string[],
  error: unknown,
): void => {
  const { journal } = call.world
  journal.add({
    n: call.n,
    at: call.now,
    provider,
    op: call.op,
    method: call.method,
    target: journal.sharedTarget(call.target),
    credential: call.credential?.label ?? null,
    requestHeaders: journal.shared(call.rawHeaders),
    requestBody: call.text ?? call.body,
    status: answer.status,
    responseHeaders: headers,
    responseBody: answer.body ?? '',
    took: stopwatch() - call.started,
    error,
    scenario: call.scenario,
    fault: call.fault,
    started: Math.floor(call.started / 1000),
    refused: call.refused,
    rule: call.rule,
    exhausted: call.metered !== null && call.metered.readings.some(usedUp),
    shape: call.shape,
    asked: call.asked,
  })
}

const usedUp = ({ remaining }: RateReading): boolean => remaining <= 0
