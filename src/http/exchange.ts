import type { IncomingMessage } from 'node:http'
import { getPathNoStrict } from 'hono/utils/url'

/** The largest request body that any provider reads, in bytes. */
export const BODY_LIMIT = 1024 * 1024

/** A request body as it arrived; none when the request has none, or one larger than the limit, which is not read to its end. */
export interface Received {
  readonly body: Uint8Array | null
  readonly oversize: boolean
}

const LIMIT_DIGITS = String(BODY_LIMIT).length

export const NO_BODY: Received = { body: null, oversize: false }
const OVERSIZE: Received = { body: null, oversize: true }

/** Whether a request on a socket has a body, as its headers say. */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'

/** Path and query of an absolute URL. */
export const targetIn = (url: string): string => url.slice(url.indexOf('/', url.indexOf('//') + 2))

/** A header of a request on a socket, by its lower-case name. */
export const headerOf = ({ headers }: IncomingMessage, name: string): string | undefined => {
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

/** Reads a request body from its socket, up to the limit. A client that goes away is never heard of again. */
export const receive = (incoming: IncomingMessage, done: (received: Received) => void): void => {
  const { 'content-length': length = '' } = incoming.headers
  if (length.length >= LIMIT_DIGITS && Number(length) > BODY_LIMIT) return done(OVERSIZE)
  // the socket's own events, because a stream over them costs several times as much
  let first: Buffer | undefined // most bodies come in one piece
  const more: Buffer[] = []
  let size = 0
  incoming.on('data', (chunk: Buffer) => {
    const before = size
    size += chunk.length
    if (size <= BODY_LIMIT) {
      if (first === undefined) first = chunk
      else more.push(chunk)
    } else if (before <= BODY_LIMIT) done(OVERSIZE)
  })
  incoming.on('end', () => {
    if (size > BODY_LIMIT) return
    if (first === undefined) done(NO_BODY)
    else done({ body: more.length === 0 ? first : Buffer.concat([first, ...more]), oversize: false })
  })
}

/** The body of a web request, from the socket behind it where there is one. Rejects when its stream fails. */
export const receiveWeb = async (request: Request, incoming: IncomingMessage | undefined): Promise<Received> => {
  if (incoming) return hasBody(incoming) ? new Promise((resolve) => receive(incoming, resolve)) : NO_BODY
  if (request.body === null) return NO_BODY
  if (Number(request.headers.get('content-length') ?? 0) > BODY_LIMIT) return OVERSIZE
  const body = new Uint8Array(await request.arrayBuffer())
  return body.length > BODY_LIMIT ? OVERSIZE : { body, oversize: false }
}

/** The path of a request, where repeated slashes count as one and a trailing one for nothing. */
export const mergedPath = (request: Request): string => {
  const path = getPathNoStrict(request)
  if (!path.includes('//')) return path
  const merged = path.replaceAll(/\/{2,}/g, '/')
  return merged.length > 1 && merged.endsWith('/') ? merged.slice(0, -1) : merged
}
