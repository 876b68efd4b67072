import type { ZodType } from 'zod'
import { loadZod } from '../core/schema.ts'
import { CONTROL } from './context.ts'
import { VERSION } from '../core/package/version.ts'
import type { Route } from './route.ts'

type Json = Record<string, unknown>

const TITLES: Readonly<Record<number, string>> = {
  200: 'Done.',
  201: 'Created.',
  204: 'Done; nothing to tell.',
  400: 'The call does not make sense.',
  404: 'There is no such thing.',
  409: 'It cannot be done in the present state.',
  410: 'It was there.',
  413: 'The body is too large.',
}

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
  },
}

/** The control API as an OpenAPI 3.1 document, made from its routes and their schemas. */
export const openApi = async (routes: readonly Route[]): Promise<Json> => {
  await loadZod()
  const { toJSONSchema } = await import('zod')
  const named: Json = {}
  const shape = (schema: () => ZodType, io: 'input' | 'output'): Json => {
    const { $schema: _, $defs, ...json } = toJSONSchema(schema(), { io, unrepresentable: 'any' })
    Object.assign(named, hoisted($defs ?? {}))
    return hoisted(json) as Json
  }

  const operation = (route: Route, namespaced: boolean): Json => {
    const {
      method,
      path,
      about,
      query,
      body,
      documented = body,
      text,
      answer,
      contentType,
      texts = [],
      status = 200,
      refusals = [],
    } = route
    const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!)
    const parameters: Json[] = [...(namespaced ? ['namespace'] : []), ...names].map((name) => ({
      name,
      in: 'path',
      required: true,
      schema: route.params?.[name] ?? { type: 'string', minLength: 1 },
    }))
    if (query) parameters.push(...queryOf(shape(query, 'input')))
    const inputs = query !== undefined || body !== undefined || parameters.length > 0
    const refused = new Set([
      ...(inputs ? [400] : []),
      ...(body ? [413] : []),
      ...(namespaced ? [404] : []),
      ...refusals,
    ])
    return {
      operationId: `${namespaced ? 'namespaced' : ''}${idOf(method, path)}`,
      summary: about,
      tags: [namespaced ? 'namespace' : route.scope === 'namespace' ? 'default' : 'emulator'],
      ...(route.open && { security: [] }),
      ...(parameters.length > 0 && { parameters }),
      ...(documented && {
        requestBody: {
          required: !documented().safeParse({}).success,
          content: { [text ? 'text/plain' : 'application/json']: { schema: shape(documented, 'input') } },
        },
      }),
      responses: {
        [status]: {
          description: TITLES[status],
          ...(answer && {
            content: {
              [contentType ?? 'application/json']: { schema: shape(answer, 'output') },
              ...Object.fromEntries(texts.map((type) => [type, { schema: { type: 'string' } }])),
            },
          }),
        },
        ...Object.fromEntries(
          [...refused]
            .sort((a, b) => a - b)
            .map((code) => [code, { description: TITLES[code] ?? 'Refused.', ...problem }]),
        ),
        default: {
          description: 'The caller is not let in, or (503) what the call changes cannot be kept.',
          ...problem,
        },
      },
    }
  }

  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    const method = route.method.toLowerCase()
    paths[path] = { ...paths[path], [method]: operation(route, false) }
    if (route.scope !== 'namespace') continue
    const twin = `/namespaces/{namespace}${path}`
    paths[twin] = { ...paths[twin], [method]: operation(route, true) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Peertwin control API',
      version: VERSION,
      description: 'Paths without `/namespaces/{namespace}` act on the namespace `default`.',
    },
    servers: [{ url: CONTROL }],
    security: [{}, { token: [] }],
    tags: [{ name: 'emulator' }, { name: 'default' }, { name: 'namespace' }],
    paths,
    components: {
      schemas: { Problem: PROBLEM, ...named },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'Wanted after `start --control-token`.' },
      },
    },
  }
}

const problem = { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } }

// what a schema defines for itself stands among the components of the document
const hoisted = (json: unknown): unknown =>
  JSON.parse(JSON.stringify(json).replaceAll('"#/$defs/', '"#/components/schemas/'))

const idOf = (method: string, path: string): string =>
  [method.toLowerCase(), ...path.split(/[/.:]+/)]
    .filter((word) => word !== '')
    .map((word, i) => (i === 0 ? word : word[0]!.toUpperCase() + word.slice(1)))
    .join('')

const queryOf = ({ properties = {}, required = [] }: { properties?: Json; required?: string[] }): Json[] =>
  Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }))
