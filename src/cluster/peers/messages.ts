import type { Abort, Exchange } from '../../http/exchange.ts'
import type { Location } from '../../http/location.ts'
import type { ListenerOptions } from '../../server/gateway.ts'

/** What is passed on, as the last part of the path. */
export type Subject = 'exchange' | 'call'

/** The path of what is passed on, with the unit that it is about. */
export const pathOf = (subject: Subject, unit: string): string => `/${subject}?unit=${encodeURIComponent(unit)}`

/** An exchange without its body. */
export interface ExchangeHead extends Location {
  readonly listener: ListenerOptions
  readonly method: string
  readonly rawHeaders: readonly string[]
  /** What its headers read as where they are not just what was sent once under that name. */
  readonly folded: Readonly<Record<string, string>>
  readonly hasBody: boolean
  readonly oversize: boolean
  readonly reused: boolean
}

/** A call of the control API without its body. */
export interface CallHead {
  readonly own: string | undefined
  readonly method: string
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly hasBody: boolean
}

/** Nothing has happened, and the sender is to look again for who holds the unit. */
export interface Declined {
  readonly kind: 'declined'
}

/** The answer to an exchange without its body, and how it breaks off. */
export interface AnswerHead {
  readonly kind: 'answer'
  readonly status: number
  readonly headers: readonly string[]
  readonly hasBody: boolean
  readonly abort?: Abort
}

/** The answer to a call without its body, which is there in full, or comes by and by. */
export interface ResponseHead {
  readonly kind: 'response'
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: 'none' | 'whole' | 'stream'
}

export const headOf = (exchange: Exchange, listener: ListenerOptions): ExchangeHead => {
  const { scheme, authority, target, path, query, method, rawHeaders, body, oversize, reused } = exchange
  return {
    listener,
    scheme,
    authority,
    target,
    path,
    query,
    method,
    rawHeaders,
    folded: foldedOf(exchange),
    hasBody: body !== null,
    oversize,
    reused,
  }
}

const foldedOf = (exchange: Exchange): Record<string, string> => {
  const plain = plainHeaders(exchange.rawHeaders)
  const folded: Record<string, string> = {}
  for (const name of new Set([...plain.keys(), 'host'])) {
    const value = exchange.header(name)
    if (value !== undefined && value !== plain.get(name)) folded[name] = value
  }
  return folded
}

/** What was sent under each name in lower case, the last of several. */
export const plainHeaders = (rawHeaders: readonly string[]): Map<string, string> => {
  const headers = new Map<string, string>()
  for (let i = 0; i < rawHeaders.length; i += 2) headers.set(rawHeaders[i]!.toLowerCase(), rawHeaders[i + 1]!)
  return headers
}
