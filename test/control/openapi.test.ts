import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, test } from 'vitest'
import { routes } from '../../src/control/routes/index.ts'
import { ok, setup } from './setup.ts'

interface Document {
  readonly openapi: string
  readonly paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>
}

test('GET /openapi.json is a valid OpenAPI 3.1 document of every route, twice where a route acts on a namespace', async () => {
  const { control } = setup()
  const answer = await control('GET', '/openapi.json')
  expect(answer).toEqual(ok(answer.body))
  const document = answer.body as Document
  const { valid, errors } = await new Validator().validate(structuredClone(answer.body) as Record<string, unknown>)
  expect(errors).toBeUndefined()
  expect(valid).toBe(true)
  expect(document.openapi).toBe('3.1.0')
  const paths = routes.flatMap(({ method, path, scope }) => {
    const plain = path.replace(/:(\w+)/g, '{$1}')
    const both = scope === 'namespace' ? [plain, `/namespaces/{namespace}${plain}`] : [plain]
    return both.map((one) => `${method} ${one}`)
  })
  const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(documented.sort()).toEqual(paths.sort())
  const ids = Object.values(document.paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId))
  expect(new Set(ids).size).toBe(ids.length)
  expect(answer.text).not.toContain('/ns/')
})

test('a route of a namespace documents that there may be none', async () => {
  const { control } = setup()
  const { paths } = (await control('GET', '/openapi.json')).body as Document
  expect(Object.keys(paths['/clock']!['get']!.responses)).toEqual(['200', 'default'])
  expect(Object.keys(paths['/namespaces/{namespace}/clock']!['get']!.responses)).toEqual([
    '200',
    '400',
    '404',
    'default',
  ])
})
