import { ConfigError } from '../core/config.ts'

/** A call that the control API refused, in its own words. */
export class ControlError extends ConfigError {
  override readonly name = 'ControlError'
  /** The HTTP status of the refusal; 0 when nobody answered. */
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Where a control API is, and who calls it. */
export interface ControlTarget {
  /** Base URL, with `/_peertwin`. */
  readonly control: string
  /** What the emulator was given as control token. */
  readonly token?: string | undefined
  /** The namespace to act on; `default` when absent. */
  readonly namespace?: string | undefined
  /** Sends a request: over the network, or to an emulator in this process. */
  readonly send?: ((request: Request) => Promise<Response>) | undefined
}

type Query = Readonly<Record<string, string | number | undefined>>

/** Percent-encodes the parts of a path that are put into the template. */
export const path = (parts: TemplateStringsArray, ...values: readonly string[]): string =>
  String.raw({ raw: parts }, ...values.map((value) => encodeURIComponent(value)))

/** All pages of a list whose answers say behind what the `next` one begins. */
export const pagesOf = async function* <Next, T extends { readonly next: Next | null }>(
  ask: (after: Next | undefined) => Promise<T>,
): AsyncGenerator<T> {
  for (let after: Next | undefined; ;) {
    const page = await ask(after)
    yield page
    if (page.next === null) return
    after = page.next
  }
}

/** Calls a control API, and passes its refusals on as a {@link ControlError}. */
export class ControlClient {
  readonly #target: ControlTarget

  constructor(target: ControlTarget) {
    this.#target = target
  }

  /** The same client for another namespace; for the emulator as a whole when that is undefined. */
  in(namespace: string | undefined): ControlClient {
    return new ControlClient({ ...this.#target, namespace })
  }

  /** Base URL of what it acts on. */
  get base(): string {
    const { control, namespace } = this.#target
    const root = control.replace(/\/+$/, '')
    return namespace === undefined ? root : root + path`/namespaces/${namespace}`
  }

  get<T>(at: string, query: Query = {}): Promise<T> {
    const given = Object.entries(query).filter(([, value]) => value !== undefined) as [string, string][]
    return this.call('GET', given.length === 0 ? at : `${at}?${new URLSearchParams(given).toString()}`)
  }

  /** Sends a body as JSON, a text as it is. Resolves with the answer, null when it has no body. */
  async call<T>(method: string, at: string, body?: unknown): Promise<T> {
    const text = await this.text(method, at, body)
    return (text === '' ? null : JSON.parse(text)) as T
  }

  /** The same with the answer as text. */
  async text(method: string, at: string, body?: unknown): Promise<string> {
    const type = typeof body === 'string' ? 'text/plain' : 'application/json'
    const response = await this.#send(at, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': type },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    })
    return response.text()
  }

  /** Opens an event stream. */
  stream(at: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.#send(at, { headers })
  }

  async #send(at: string, init: RequestInit): Promise<Response> {
    const { token, send = fetch } = this.#target
    const request = requestTo(this.base + at, init)
    if (token !== undefined) request.headers.set('authorization', `Bearer ${token}`)
    const response = await send(request).catch(({ message, cause }: Error) => {
      const reason = (cause as Error | undefined)?.message ?? message
      throw new ControlError(0, `no emulator answers at ${request.url}: ${reason}`)
    })
    if (!response.ok) throw new ControlError(response.status, refusalOf(response.status, await response.text()))
    return response
  }
}

const requestTo = (url: string, init: RequestInit): Request => {
  try {
    return new Request(url, init)
  } catch {
    throw new ControlError(0, `'${url}' is no URL of a control API, such as http://127.0.0.1:4580/_peertwin`)
  }
}

const refusalOf = (status: number, text: string): string => {
  try {
    const { detail } = JSON.parse(text) as { detail?: string }
    if (typeof detail === 'string') return detail
  } catch {
    // not the control API's own refusal: its text says more than nothing
  }
  return `the control API answered ${status}: ${text.slice(0, 200)}`
}
