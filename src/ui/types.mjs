// Makes api/control.d.ts, the types of the control API, from the OpenAPI document that it publishes.
import { writeFileSync } from 'node:fs'
import { compile } from 'json-schema-to-typescript'
import { createEmulator } from '../../dist/index.js'

const emulator = createEmulator()
const answer = await emulator.fetch(new Request('http://localhost/_peertwin/openapi.json'))
const { paths, components } = await answer.json()
await emulator.close()

const TWIN = '/namespaces/{namespace}'

const shapeOf = (content) => Object.values(content ?? {})[0]?.schema ?? { type: 'null' }
const operation = ({ requestBody, parameters = [], responses }) => {
  const success = Object.entries(responses).find(([status]) => status.startsWith('2'))[1]
  const query = Object.fromEntries(
    parameters.filter((one) => one.in === 'query').map(({ name, schema }) => [name, schema]),
  )
  return {
    type: 'object',
    additionalProperties: false,
    required: ['body', 'query', 'answer'],
    properties: {
      body: shapeOf(requestBody?.content),
      query: { type: 'object', additionalProperties: false, properties: query },
      answer: shapeOf(success.content),
    },
  }
}

const routes = (scoped) =>
  Object.entries(paths)
    .filter(([path]) => !path.startsWith(`${TWIN}/`) && `${TWIN}${path}` in paths === scoped)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, spec]) => [`${method.toUpperCase()} ${path}`, operation(spec)]),
    )

const interfaceOf = (scoped) => {
  const properties = Object.fromEntries(routes(scoped))
  return { type: 'object', additionalProperties: false, required: Object.keys(properties), properties }
}

const document = {
  type: 'object',
  additionalProperties: false,
  required: ['namespace', 'emulator'],
  properties: { namespace: interfaceOf(true), emulator: interfaceOf(false) },
  $defs: components.schemas,
}
/** A list of fixed length as the older drafts of JSON Schema have it, which are all that the compiler knows. */
const older = (value) => {
  if (Array.isArray(value)) return value.map(older)
  if (typeof value !== 'object' || value === null) return value
  const { prefixItems, ...rest } = Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, older(member)]),
  )
  if (prefixItems === undefined) return rest
  const { length } = prefixItems
  return { ...rest, items: prefixItems, minItems: length, maxItems: length }
}

const text = JSON.stringify(older(document)).replaceAll('#/components/schemas/', '#/$defs/')
const options = { bannerComment: '', format: false, unreachableDefinitions: false }
writeFileSync(new URL('api/control.d.ts', import.meta.url), await compile(JSON.parse(text), 'Control', options))
