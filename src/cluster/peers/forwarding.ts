import type { IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Exchange, WireAnswer } from '../../http/exchange.ts'
import type { ListenerOptions } from '../../server/gateway.ts'
import { framed, gather, openFrame, unframed, webStream } from './frame.ts'
import { type Failed, Links } from './links.ts'
import { type AnswerHead, type CallHead, type Declined, type ResponseHead, headOf } from './messages.ts'
import type { CreatePeers, Destination, Passed, Peers } from './peers.ts'

/** The way to the other replicas of a cluster, all of which know the secret. */
export const createPeers: CreatePeers = (secret) => new Forwarding(secret)

class Forwarding implements Peers {
  readonly #links: Links

  constructor(secret: string) {
    this.#links = new Links(secret)
  }

  async forward(exchange: Exchange, listener: ListenerOptions, to: Destination): Promise<Passed<void>> {
    // on other connections, requests would overtake each other
    if (exchange.turn) await exchange.turn
    const { outgoing, answer, broken } = this.#links.begin(to, 'exchange')
    outgoing.end(framed(headOf(exchange, listener), exchange.body ?? undefined))
    const incoming = await answer
    if ('kind' in incoming) return incoming
    let message: Buffer
    try {
      message = await gather(incoming)
    } catch (error) {
      return broken(error)
    }
    if (incoming.statusCode !== 200) return refused(to, message)
    const { head, bytes } = unframed<AnswerHead | Declined>(message)
    if (head.kind === 'declined') return { kind: 'elsewhere' }
    const { status, headers, hasBody, abort } = head
    const given: WireAnswer = { status, headers, body: hasBody ? bytes.toString() : null }
    await (abort ? exchange.abort(abort, given) : exchange.answer(given))
    return { kind: 'answered', answer: undefined }
  }

  async call(request: Request, own: string | undefined, to: Destination): Promise<Passed<Response>> {
    const { body, method, url } = request
    const { outgoing, answer, broken } = this.#links.begin(to, 'call', body !== null)
    const head: CallHead = { own, method, url, headers: [...request.headers], hasBody: body !== null }
    const giveUp = (): void => void outgoing.destroy()
    if (request.signal.aborted) giveUp()
    else request.signal.addEventListener('abort', giveUp, { once: true })
    if (body === null) outgoing.end(framed(head))
    // when it cannot be sent in full, the answer does not come either
    else outgoing.once('continue', () => void pipeline(message(head, body), outgoing).catch(giveUp))
    const incoming = await answer
    if ('kind' in incoming) return incoming
    // an answer that wanted no body, or not all of it, leaves a connection that nothing else can go over
    incoming.once('end', () => {
      if (!outgoing.writableFinished) giveUp()
    })
    try {
      return await passedCall(incoming, to)
    } catch (error) {
      return broken(error)
    }
  }

  drop(address: string, reason: string): void {
    this.#links.drop(address, reason)
  }

  release(address: string): void {
    this.#links.release(address)
  }

  close(): void {
    this.#links.close()
  }
}

const passedCall = async (incoming: IncomingMessage, to: Destination): Promise<Passed<Response>> => {
  if (incoming.statusCode !== 200) return refused(to, await gather(incoming))
  const { head, rest } = await openFrame<ResponseHead | Declined>(incoming)
  if (head.kind === 'declined' || head.body === 'none') incoming.resume()
  if (head.kind === 'declined') return { kind: 'elsewhere' }
  const headers = head.headers.map(([name, value]): [string, string] => [name, value])
  const body = head.body === 'none' ? null : head.body === 'whole' ? await whole(rest) : webStream(rest, incoming)
  return { kind: 'answered', answer: new Response(body, { status: head.status, headers }) }
}

const whole = async (rest: AsyncGenerator<Buffer>): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Buffer[] = []
  for await (const chunk of rest) chunks.push(chunk)
  return new Uint8Array(Buffer.concat(chunks))
}

const message = async function* (head: CallHead, body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield framed(head)
  yield* body as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>
}

/** The other side took nothing of it. */
const refused = ({ address }: Destination, reason: Buffer): Failed => ({
  kind: 'unreached',
  reason: `${address}: ${reason.toString()}`,
})
