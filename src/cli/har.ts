import { STATUS_CODES } from 'node:http'
import { VERSION } from '../core/package/version.ts'

/** A request as the control API shows it, secrets masked. */
export interface JournalledRequest {
  readonly n: number
  readonly at: string
  readonly provider: string
  readonly op: string | null
  readonly request: {
    readonly method: string
    readonly target: string
    readonly headers: readonly (readonly [name: string, value: string])[]
    readonly body: string | null
  }
  readonly response: {
    readonly status: number
    readonly headers: readonly (readonly [name: string, value: string])[]
    readonly body: string
  }
  readonly took_ms: number
  readonly fault: { readonly faults: readonly string[] } | null
}

type Headers = JournalledRequest['request']['headers']

/** Requests as the text of an HTTP Archive, version 1.2, in pieces. Members with an underscore are Peertwin's own. */
export const harText = function* (requests: readonly JournalledRequest[]): Generator<string> {
  const creator = JSON.stringify({ name: 'peertwin', version: VERSION })
  yield `{ "log": { "version": "1.2", "creator": ${creator}, "entries": [`
  let between = '\n'
  for (const request of requests) {
    yield between + JSON.stringify(entryOf(request), undefined, 2)
    between = ',\n'
  }
  yield '\n] } }\n'
}

const HTTP = 'HTTP/1.1'
/** HAR's word for a size that is not known. */
const UNKNOWN = -1
const size = (text: string): number => Buffer.byteLength(text)
const valueOf = (headers: Headers, name: string): string | undefined =>
  headers.find(([one]) => one.toLowerCase() === name)?.[1]
const listed = (headers: Headers) => headers.map(([name, value]) => ({ name, value }))

const entryOf = ({ n, at, provider, op, request, response, took_ms, fault }: JournalledRequest) => {
  const { method, headers, body } = request
  const url = urlOf(request)
  const mimeType = valueOf(response.headers, 'content-type') ?? ''
  return {
    startedDateTime: at,
    time: took_ms,
    request: {
      method,
      url: url.href,
      httpVersion: HTTP,
      cookies: [],
      headers: listed(headers),
      queryString: Array.from(url.searchParams, ([name, value]) => ({ name, value })),
      ...(body !== null && { postData: { mimeType: valueOf(headers, 'content-type') ?? '', text: body } }),
      headersSize: UNKNOWN,
      bodySize: size(body ?? ''),
    },
    response: {
      status: response.status,
      statusText: STATUS_CODES[response.status] ?? '',
      httpVersion: HTTP,
      cookies: [],
      headers: listed(response.headers),
      content: { size: size(response.body), mimeType, text: response.body },
      redirectURL: valueOf(response.headers, 'location') ?? '',
      headersSize: UNKNOWN,
      bodySize: size(response.body),
    },
    cache: {},
    timings: { send: 0, wait: took_ms, receive: 0 },
    _number: n,
    _provider: provider,
    _operation: op,
    ...(fault && { _faults: fault.faults }),
  }
}

/** Where a request went: below its host, or where an absolute target or a tunnel says. */
const urlOf = ({ method, target, headers }: JournalledRequest['request']): URL => {
  if (method === 'CONNECT') return new URL(`https://${target}/`)
  if (/^https?:\/\//i.test(target)) return new URL(target)
  return new URL(`http://${valueOf(headers, 'host') ?? 'localhost'}${target.startsWith('/') ? '' : '/'}${target}`)
}
