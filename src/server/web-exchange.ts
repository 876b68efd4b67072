import {
  BODY_LIMIT,
  type Abort,
  type Exchange,
  type WireAnswer,
  dribble,
  toResponse,
  truncated,
} from '../http/exchange.ts'
import { type Scheme, locateUrl } from '../http/location.ts'

// those must not have one, and a Response refuses to be made with it
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304])

/** A web request in this process: there is no socket, so a lost answer rejects as `fetch` does. */
export class WebExchange implements Exchange {
  readonly scheme: Scheme
  readonly authority: string
  readonly target: string
  readonly path: string
  readonly query: string
  /** Rejects with what `fetch` would reject with when a scenario loses the answer. */
  readonly response: Promise<Response>
  body: Uint8Array | null = null
  oversize = false
  answered = false
  /** There is no connection. */
  readonly reused = false
  readonly turn = null
  readonly #request: Request
  #resolve!: (response: Response | Promise<Response>) => void
  #reject!: (reason: unknown) => void

  constructor(request: Request) {
    const { scheme, authority, target, path, query } = locateUrl(new URL(request.url))
    this.scheme = scheme
    this.authority = authority
    this.target = target
    this.path = path
    this.query = query
    this.#request = request
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  get method(): string {
    return this.#request.method
  }

  get rawHeaders(): readonly string[] {
    return [...this.#request.headers].flat()
  }

  header(name: string): string | undefined {
    return this.#request.headers.get(name) ?? (name === 'host' ? this.authority : undefined)
  }

  receive(done: () => void): void | Promise<void> {
    if (this.#request.body === null) return done()
    if (Number(this.header('content-length') ?? 0) > BODY_LIMIT) return this.#received(null, done)
    return this.#request.arrayBuffer().then(
      (bytes) => this.#received(bytes.byteLength > BODY_LIMIT ? null : new Uint8Array(bytes), done),
      (error: unknown) => this.#reject(error),
    )
  }

  #received(body: Uint8Array | null, done: () => void): void {
    this.body = body
    this.oversize = body === null
    done()
  }

  answer(answer: WireAnswer): void {
    this.#respond(toResponse(this.#hasBody(answer) ? answer : { ...answer, body: null }))
  }

  abort(how: Abort, answer: WireAnswer): void {
    switch (how.kind) {
      case 'reset':
        return this.#lose('read ECONNRESET', 'ECONNRESET')
      case 'close':
        return this.#lose('other side closed', 'UND_ERR_SOCKET')
      case 'hang':
        return this.#hang()
      case 'idleClose':
        return this.answer(answer)
      case 'truncate':
        return this.#stream(answer, cut(truncated(answer.body, how.bytes)))
      case 'dribble':
        return this.#stream(answer, dribble(answer.body, how))
    }
  }

  #lose(message: string, code: string): void {
    this.#reject(new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) }))
  }

  #hang(): void {
    const { signal } = this.#request
    const abandon = (): void => this.#reject(signal.reason)
    if (signal.aborted) abandon()
    else signal.addEventListener('abort', abandon, { once: true })
  }

  #stream(answer: WireAnswer, parts: AsyncIterable<Uint8Array>): void {
    const { status, headers } = toResponse({ ...answer, body: null })
    this.#respond(new Response(this.#hasBody(answer) ? ReadableStream.from(parts) : null, { status, headers }))
  }

  #hasBody({ status }: WireAnswer): boolean {
    return this.method !== 'HEAD' && !BODILESS.has(status)
  }

  #respond(response: Response): void {
    this.answered = true
    this.#resolve(response)
  }

  async answerBy(app: (request: Request) => Promise<Response>): Promise<void> {
    this.#respond(await app(this.#request))
  }
}

// a body that fails half-way is what a client sees of a connection that closes too early
const cut = async function* (part: Uint8Array): AsyncGenerator<Uint8Array> {
  if (part.length > 0) yield part
  throw new TypeError('terminated')
}
