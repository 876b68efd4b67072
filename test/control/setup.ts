import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { openApi } from '../../src/control/openapi.ts'
import { RouteTable } from '../../src/control/route-table.ts'
import { routes } from '../../src/control/routes/index.ts'
import type { Emulator } from '../../src/index.ts'
import { type Answered, type Client, clientOf } from '../helpers/setup.ts'

type Json = Record<string, unknown>

export const ORIGIN = 'http://localhost:4580'

const document = await openApi(routes)
const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema(document, 'api')
const matcher = new RouteTable(routes)
const compiled = new Map<string, ValidateFunction>()

const escaped = (text: string): string => encodeURIComponent(text.replaceAll('~', '~0').replaceAll('/', '~1'))

/** A client of the control API that holds every answer to the document that the API publishes about itself. */
export const controlOf = (emulator: Emulator, namespace?: string, headers?: Record<string, string>): Client => {
  const base = `/_peertwin${namespace === undefined ? '' : `/namespaces/${namespace}`}`
  const client = clientOf(emulator, ORIGIN + base, headers)
  return async (method, path, body, more) => {
    const answer = await client(method, path, body, more)
    check(method, path.split('?')[0]!, answer)
    return answer
  }
}

const check = (method: string, path: string, { status, headers, body }: Answered): void => {
  const route = matcher.at(path).find((match) => match.route.method === method)?.route
  if (!route) return
  const documented = `/${route.path.slice(1).replace(/:(\w+)/g, '{$1}')}`
  const responses = (document['paths'] as Record<string, Record<string, { responses: Json }>>)[documented]![
    method.toLowerCase()
  ]!.responses
  const code = String(status) in responses ? String(status) : 'default'
  if (code === 'default' && ![401, 403].includes(status))
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
