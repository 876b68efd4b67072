import type { ServerResponse } from 'node:http'
import type { Abort, WireAnswer } from '../../http/exchange.ts'
import type { Scheme } from '../../http/location.ts'
import { framed } from './frame.ts'
import { type AnswerHead, type Declined, type ExchangeHead, plainHeaders } from './messages.ts'
import type { ForwardedExchange } from './peers.ts'

/** An exchange whose client is connected to another replica: what is to happen to that connection goes there as data. */
export class PeerExchange implements ForwardedExchange {
  readonly scheme: Scheme
  readonly authority: string
  readonly target: string
  readonly path: string
  readonly query: string
  readonly method: string
  readonly rawHeaders: readonly string[]
  readonly body: Uint8Array | null
  readonly oversize: boolean
  readonly reused: boolean
  /** The other replica has waited for it. */
  readonly turn = null
  answered = false
  readonly #folded: Readonly<Record<string, string>>
  #plain: ReadonlyMap<string, string> | undefined
  readonly #outgoing: ServerResponse

  constructor(head: ExchangeHead, body: Uint8Array, outgoing: ServerResponse) {
    this.scheme = head.scheme
    this.authority = head.authority
    this.target = head.target
    this.path = head.path
    this.query = head.query
    this.method = head.method
    this.rawHeaders = head.rawHeaders
    this.oversize = head.oversize
    this.reused = head.reused
    this.body = head.hasBody ? body : null
    this.#folded = head.folded
    this.#outgoing = outgoing
  }

  header(name: string): string | undefined {
    this.#plain ??= plainHeaders(this.rawHeaders)
    return Object.hasOwn(this.#folded, name) ? this.#folded[name] : this.#plain.get(name)
  }

  receive(done: () => void): void | Promise<void> {
    return done()
  }

  answer(answer: WireAnswer): void {
    this.#tell(answer)
  }

  abort(how: Abort, answer: WireAnswer): void {
    // a defect behind the answer: the other side hears the same
    if (this.answered) return void this.#outgoing.destroy()
    this.#tell(answer, how)
  }

  answerBy(): never {
    throw new Error('calls of the control API are passed on as such')
  }

  decline(): void {
    this.answered = true
    this.#outgoing.end(framed({ kind: 'declined' } satisfies Declined))
  }

  #tell({ status, headers, body }: WireAnswer, abort?: Abort): void {
    this.answered = true
    const head: AnswerHead = { kind: 'answer', status, headers, hasBody: body !== null, ...(abort && { abort }) }
    this.#outgoing.end(framed(head, body === null ? undefined : Buffer.from(body)))
  }
}
