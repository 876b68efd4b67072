import { existsSync, readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'

type Json = Record<string, unknown>

const pathOf = (provider: string): string =>
  new URL(`../../../shared/providers/${provider}/openapi.yaml`, import.meta.url).pathname

/** Whether the provider's OpenAPI slice lies beside the project; conformance tests skip visibly where it does not. */
export const hasOpenApi = (provider: string): boolean => existsSync(pathOf(provider))

export interface OpenApi {
  /** Documented operations as `METHOD /path/{parameter}`. */
  readonly operations: readonly string[]
  /** What is wrong with an answer's body, as text; empty when it fits. Throws when the status is not documented. */
  check(operation: string, status: number, body: unknown): string
}

/** Loads a provider's slice. `prepare` may mend what is known to be wrong in it. */
export const loadOpenApi = (provider: string, prepare: (document: Json) => void = () => {}): OpenApi => {
  const document = parse(readFileSync(pathOf(provider), 'utf8')) as Json
  prepare(document)
  tidy(document)
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true })
  addFormats.default(ajv)
  ajv.addSchema(document, 'api')
  const paths = document['paths'] as Record<string, Record<string, Json>>
  const compiled = new Map<string, ValidateFunction>()

  const validatorFor = (operation: string, status: number): ValidateFunction | undefined => {
    const [method = '', path = ''] = operation.split(' ')
    const responses = paths[path]?.[method.toLowerCase()]?.['responses'] as Record<string, Json> | undefined
    if (!responses) throw new Error(`the document has no ${operation}`)
    const response = resolve(document, responses[status] ?? responses['default'])
    if (!response) throw new Error(`the document has no ${status} for ${operation}`)
    const content = response['content'] as Record<string, Json> | undefined
    const media = content && Object.entries(content).find(([type]) => type.includes('json'))?.[1]
    if (!media?.['schema']) return undefined
    const key = `${operation} ${status}`
    let validate = compiled.get(key)
    if (!validate) compiled.set(key, (validate = ajv.compile(absolute(media['schema'] as Json))))
    return validate
  }

  return {
    operations: Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item)
        .filter((method) => ['get', 'post', 'put', 'patch', 'delete', 'head'].includes(method))
        .map((method) => `${method.toUpperCase()} ${path}`),
    ),
    check(operation, status, body) {
      const validate = validatorFor(operation, status)
      if (!validate) return body === undefined ? '' : 'a body where none is documented'
      return validate(body) ? '' : ajv.errorsText(validate.errors, { separator: '\n' })
    },
  }
}

const resolve = (document: Json, node: Json | undefined): Json | undefined => {
  const ref = node?.['$ref']
  if (typeof ref !== 'string') return node
  return ref
    .slice(2)
    .split('/')
    .reduce<Json | undefined>(
      (at, key) => at?.[key.replaceAll('~1', '/').replaceAll('~0', '~')] as Json | undefined,
      document,
    )
}

const absolute = (schema: Json): Json =>
  JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? `api${value}` : value,
  ) as Json

// OpenAPI 3.0 says `nullable` where JSON Schema says a null type, and has read-only members that ajv would take for keywords
const tidy = (node: unknown): void => {
  if (typeof node !== 'object' || node === null) return
  for (const value of Object.values(node)) tidy(value)
  const schema = node as Json
  if (schema['nullable'] === true && typeof schema['type'] === 'string') schema['type'] = [schema['type'], 'null']
  if ('nullable' in schema && typeof schema['nullable'] === 'boolean') delete schema['nullable']
  if (typeof schema['exclusiveMinimum'] === 'boolean') delete schema['exclusiveMinimum']
  if (typeof schema['exclusiveMaximum'] === 'boolean') delete schema['exclusiveMaximum']
  if ('discriminator' in schema && typeof schema['discriminator'] === 'object') delete schema['discriminator']
}
