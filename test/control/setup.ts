import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, expect } from 'vitest'
import { openApi } from '../../src/control/openapi.ts'
import { RouteTable } from '../../src/control/route-table.ts'
import type { Route } from '../../src/control/route.ts'
import { routes } from '../../src/control/routes/index.ts'
import type { Emulator, EmulatorOptions } from '../../src/index.ts'
import type { Answered, Client } from '../helpers/setup.ts'
import { overSocket } from '../helpers/socket.ts'
import { setup as setupApi } from '../providers/digitalocean/setup.ts'

type Json = Record<string, unknown>

export const ORIGIN = 'http://localhost:4580'

/** An emulator with one provider, a client of that, and one of the control API. */
export const setup = (options: EmulatorOptions = {}) => {
  const bench = setupApi(options)
  return { ...bench, control: controlOf(bench.emulator) }
}

const document = await openApi(routes)
const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema(document, 'api')
const table = new RouteTable(routes)
const compiled = new Map<string, ValidateFunction>()
const seen = new Set<string>()

const escaped = (text: string): string => encodeURIComponent(text.replaceAll('~', '~0').replaceAll('/', '~1'))

/**
 * A client of the control API that holds every answer to the document that the API publishes about itself. What is the
 * connection's (`Date`, `Content-Length`), and `nosniff`, which all have, is checked here and left out.
 */
export const controlOf = (emulator: Emulator, namespace?: string, headers?: Record<string, string>): Client => {
  const base = `/_peertwin${namespace === undefined ? '' : `/namespaces/${namespace}`}`
  const client = overSocket(emulator, ORIGIN + base, headers)
  return async (method, path, body, more) => {
    const answer = await client(method, path, body, more)
    const { date, 'content-length': length, 'x-content-type-options': sniffing, ...rest } = answer.headers
    if (sniffing !== 'nosniff') throw new Error(`${method} ${path}: a browser may guess the type`)
    if (new Date(date!).toUTCString() !== date) throw new Error(`${method} ${path}: the Date is ${date}`)
    const expected = answer.status === 204 ? undefined : String(Buffer.byteLength(answer.text))
    if (method !== 'HEAD' && length !== expected) throw new Error(`${method} ${path}: the Content-Length is ${length}`)
    check(method, path.split('?')[0]!, answer)
    return { ...answer, headers: rest }
  }
}

const check = (method: string, path: string, { status, headers, body }: Answered): void => {
  const route = table.at(path).find((match) => match.route.method === method)?.route
  if (!route) return
  seen.add(`${route.method} ${route.path} ${status}`)
  const documented = `/${route.path.slice(1).replace(/:(\w+)/g, '{$1}')}`
  const responses = (document['paths'] as Record<string, Record<string, { responses: Json }>>)[documented]![
    method.toLowerCase()
  ]!.responses
  const code = String(status) in responses ? String(status) : 'default'
  if (code === 'default' && ![401, 403, 503].includes(status))
    throw new Error(`${method} ${path}: ${status} is undocumented`)
  const content = (responses[code] as { content?: Json }).content
  if (!content) {
    if (body !== undefined) throw new Error(`${method} ${path}: a body where none is documented`)
    return
  }
  const type = headers['content-type']!.split(';')[0]!
  if (!(type in content)) throw new Error(`${method} ${path}: the content type ${type} is undocumented`)
  if (!type.includes('json')) return
  const pointer = `api#/paths/${escaped(documented)}/${method.toLowerCase()}/responses/${code}/content/${escaped(type)}/schema`
  let validate = compiled.get(pointer)
  if (!validate) compiled.set(pointer, (validate = ajv.compile({ $ref: pointer })))
  if (!validate(body)) throw new Error(`${method} ${path} ${status}: ${ajv.errorsText(validate.errors)}`)
}

/** Makes a test file answer for routes: it must have seen their success and every refusal that is their own. */
export const covers = (own: readonly Route[]): void => {
  afterAll(() => {
    const wanted = own.flatMap(({ method, path, status = 200, query, body, refusals = [] }) =>
      [status, ...((query ?? body) ? [400] : []), ...refusals].map((code) => `${method} ${path} ${code}`),
    )
    expect(wanted.filter((one) => !seen.has(one))).toEqual([])
  })
}

const isMatcher = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  ('asymmetricMatch' in value || Object.values(value).some((inner) => isMatcher(inner)))

const whole = (status: number, body: unknown, headers: Record<string, string>): Answered => ({
  status,
  headers,
  body,
  text: isMatcher(body) ? (expect.any(String) as string) : `${JSON.stringify(body)}\n`,
})

/** The whole answer with a JSON body, to the byte unless the body has matchers in it. */
export const ok = (body: unknown, status = 200): Answered => whole(status, body, { 'content-type': 'application/json' })

/** The whole answer of a call that has nothing to say. */
export const DONE: Answered = { status: 204, headers: {}, body: undefined, text: '' }

/** The whole answer of a refusal. */
export const problem = (
  status: number,
  title: string,
  detail: unknown,
  { headers = {}, members = {} }: { headers?: Record<string, string>; members?: object } = {},
): Answered =>
  whole(
    status,
    { type: 'about:blank', title, status, detail, ...members },
    { 'content-type': 'application/problem+json', ...headers },
  )

export const invalid = (detail: unknown): Answered => problem(400, 'Invalid request', detail)
export const notFound = (detail: unknown): Answered => problem(404, 'Not found', detail)

const STATE = ['/state', '/clock', '/snapshots', '/requests', '/namespaces', '/scenarios', '/faults']

/** Everything that the control API shows of an emulator, as text. */
export const stateOf = async (control: Client): Promise<string[]> => {
  const texts: string[] = []
  for (const path of STATE) texts.push((await control('GET', path)).text)
  return texts
}

/** Expects a call to be refused so, and to leave everything as it was. */
export const refused = async (
  control: Client,
  [method, path, body]: readonly [method: string, path: string, body?: unknown],
  answer: Answered,
): Promise<void> => {
  const before = await stateOf(control)
  expect(await control(method, path, body)).toEqual(answer)
  expect(await stateOf(control)).toEqual(before)
}

export interface NamespaceAnswer {
  readonly name: string
  readonly control: string
  readonly url: string | null
  readonly expires_at: string | null
  readonly credentials: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** Makes a namespace and returns it as shown. */
export const createNamespace = async (control: Client, options: Json = {}): Promise<NamespaceAnswer> => {
  const { status, body } = await control('POST', '/namespaces', options)
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body as NamespaceAnswer
}
