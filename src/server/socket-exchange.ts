import { pairsOf } from '../core/lists.ts'
import { memoizeLast } from '../core/memo.ts'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { SENT, SENT_HEADER } from '../http/sending.ts'
import { CONTROL } from './gateway.ts'

// whatever else a client may send as its host gets the adapter's own judgement
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/i
const isPlain = memoizeLast((host: string): boolean => HOST.test(host))

/** What the providers' apps need of a request that came in on a socket; headers and body they read from the socket itself. */
class SocketRequest {
  readonly method: string
  readonly url: string
  readonly #incoming: IncomingMessage

  constructor(incoming: IncomingMessage, url: string) {
    this.method = incoming.method!
    this.url = url
    this.#incoming = incoming
  }

  get headers(): Headers {
    return new Headers(pairsOf(this.#incoming.rawHeaders))
  }
}

/**
 * A request on a socket without the cost of a web one; undefined when it is not plain enough for that. A web request and the
 * adapter around it take as long as everything else that a GET does here.
 */
export const direct = (incoming: IncomingMessage): Request | undefined => {
  const { url, headers } = incoming
  // the control API and whatever is not plain takes the long way
  if (url?.[0] !== '/' || url.startsWith(CONTROL) || headers.host === undefined || !isPlain(headers.host))
    return undefined
  return new SocketRequest(incoming, `http://${headers.host}${url}`) as unknown as Request
}

/** Brings an answer to a socket where it is not there already. Where there is none at all, the socket ends. */
export const relay = (answer: () => Response | Promise<Response>, outgoing: ServerResponse): void => {
  const fail = (error: unknown): void => {
    console.error(error)
    outgoing.destroy()
  }
  try {
    const given = answer()
    if (given === SENT) return
    if (!(given instanceof Promise)) write(given, outgoing).catch(fail)
    else given.then((response) => (response === SENT ? undefined : write(response, outgoing))).catch(fail)
  } catch (error) {
    fail(error)
  }
}

const write = async (response: Response, outgoing: ServerResponse): Promise<void> => {
  if (response.headers.has(SENT_HEADER)) return // a HEAD, whose answer was made into a Response of its own
  const body = new Uint8Array(await response.arrayBuffer())
  outgoing.writeHead(response.status, [...response.headers].flat())
  outgoing.end(body)
}
