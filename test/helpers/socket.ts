import { Agent, type IncomingMessage, type RequestOptions, request } from 'node:http'
import { afterAll } from 'vitest'
import { pairsOf } from '../../src/core/lists.ts'
import type { Addresses, Emulator, ListenOptions } from '../../src/index.ts'
import type { Answered, Client } from './setup.ts'

/** What a client sends. A form brings its own content type, text and bytes have the one that the headers name. */
export interface Sent {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | URLSearchParams | FormData | undefined
}

// what belongs to the connection and not to the answer
const OF_CONNECTION = new Set(['connection: keep-alive', 'keep-alive: timeout=65'])

const agent = new Agent({ keepAlive: true })
const listening = new Map<Emulator, Promise<Addresses>>()

afterAll(async () => {
  agent.destroy()
  await Promise.all([...listening.keys()].map((emulator) => emulator.close()))
})

/** Where an emulator listens until the test file ends. The options count for who asks first. */
export const addressesOf = (emulator: Emulator, options?: ListenOptions): Promise<Addresses> => {
  let addresses = listening.get(emulator)
  if (!addresses) listening.set(emulator, (addresses = emulator.listen(options)))
  return addresses
}

/** The port on which it listens. */
export const portOf = async (emulator: Emulator): Promise<number> => (await addressesOf(emulator)).port

/** An answer as it came over the wire, without what belongs to the connection. */
export interface Wire {
  readonly status: number
  /** `Name: value`, in order and as spelt. */
  readonly lines: readonly string[]
  readonly text: string
}

/** Sends a request to a port of this machine, whatever host its URL names: the `Host` header tells that. */
export const wireOf = (port: number, url: string, sent?: Sent): Promise<Wire> =>
  wireBy(request, { agent, port }, url, sent)

/** Sends a request by the given means. */
export const wireBy = async (
  by: typeof request,
  how: RequestOptions,
  url: string,
  { method = 'GET', headers = {}, body }: Sent = {},
): Promise<Wire> => {
  const { host, pathname, search } = new URL(url)
  const form = body instanceof URLSearchParams || body instanceof FormData ? new Response(body) : undefined
  const payload = form ? new Uint8Array(await form.arrayBuffer()) : (body as string | Uint8Array | undefined)
  const outgoing = by({
    host: '127.0.0.1',
    method,
    path: pathname + search,
    headers: {
      host,
      ...(form && { 'content-type': form.headers.get('content-type')! }),
      ...(payload !== undefined && { 'content-length': Buffer.byteLength(payload) }),
      ...headers,
    },
    ...how,
  })
  return new Promise<Wire>((resolve, reject) => {
    outgoing.on('error', reject)
    outgoing.on('response', (incoming) => collect(incoming, how.agent === agent, resolve, reject))
    outgoing.end(payload)
  })
}

const collect = (
  incoming: IncomingMessage,
  kept: boolean,
  resolve: (answer: Wire) => void,
  reject: (error: Error) => void,
): void => {
  const parts: Buffer[] = []
  incoming.on('data', (part: Buffer) => parts.push(part))
  incoming.on('error', reject)
  incoming.on('end', () =>
    resolve({
      status: incoming.statusCode!,
      lines: pairsOf(incoming.rawHeaders)
        .map(([name, value]) => `${name}: ${value}`)
        .filter((line) => !OF_CONNECTION.has(line.toLowerCase()))
        // on a connection that was to be kept, this is the server's own word
        .filter((line) => kept || line.toLowerCase() !== 'connection: close'),
      text: Buffer.concat(parts).toString(),
    }),
  )
}

/** The same, with the answer as most tests look at it. */
export const sendTo = async (port: number, url: string, sent?: Sent): Promise<Answered> => {
  const { status, lines, text } = await wireOf(port, url, sent)
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const [name, value] = [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value
  }
  const isJson = (headers['content-type'] ?? '').includes('json')
  const body = text === '' ? undefined : isJson ? (JSON.parse(text) as unknown) : text
  return { status, headers, body, text }
}

/** As `fetch` of this machine, which gives up when a connection takes it ten seconds. */
export const fetchPatiently = async (url: string, { method, headers, body }: Sent = {}): Promise<Response> => {
  const sent = { ...(method !== undefined && { method }), ...(headers && { headers }), body }
  const { status, lines, text } = await wireOf(Number(new URL(url).port), url, sent)
  const pairs = lines.map((line): [string, string] => [
    line.slice(0, line.indexOf(':')),
    line.slice(line.indexOf(':') + 2),
  ])
  return new Response(status === 204 ? null : text, { status, headers: pairs })
}

/** Sends a request to an emulator over a socket. */
export const sendOver = async (emulator: Emulator, url: string, sent?: Sent): Promise<Answered> =>
  sendTo(await portOf(emulator), url, sent)

/** Asks the control API of an emulator over a socket. */
export const control = (emulator: Emulator, method: string, path: string, body?: unknown): Promise<Answered> =>
  sendOver(emulator, `http://localhost/_peertwin${path}`, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  })

/** Puts a resource into a state. Throws when the control API refuses that. */
export const force = async (emulator: Emulator, id: string, state: string, set: object = {}): Promise<void> => {
  const { status, text } = await control(emulator, 'PATCH', `/resources/${id}`, { state, set })
  if (status !== 200) throw new Error(text)
}

/** A client of an emulator over a socket: bodies that are no text are sent as JSON. `base` is what it believes its server to be. */
export const overSocket = (emulator: Emulator, base: string, headers: Record<string, string> = {}): Client => {
  return (method, path, body, more = {}) => {
    const payload =
      body === undefined || typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
    const type = payload === undefined ? {} : { 'content-type': 'application/json' }
    return sendOver(emulator, base + path, { method, headers: { ...type, ...headers, ...more }, body: payload })
  }
}
