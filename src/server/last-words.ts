import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { pairsOf } from '../core/lists.ts'
import type { WireAnswer } from '../http/exchange.ts'

/** Answers on a connection that no parser watches, and ends it. `reason` stands beside the status, where some clients look alone. */
export const lastWords = (
  connection: Duplex,
  { status, headers, body }: WireAnswer,
  reason = STATUS_CODES[status] ?? '',
): void => {
  const lines = pairsOf([...headers, 'Connection', 'close']).map(([name, value]) => `${name}: ${value}\r\n`)
  connection.end(`HTTP/1.1 ${status} ${reason}\r\n${lines.join('')}\r\n${body ?? ''}`)
}
