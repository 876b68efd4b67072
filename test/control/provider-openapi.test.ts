import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, test } from 'vitest'
import { createEmulator, providerNames } from '../../src/index.ts'
import { controlOf, notFound, ok } from './setup.ts'

interface Document {
  readonly info: { readonly title: string }
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly 'x-peertwin': { readonly op: string } }>>>>
}

const control = controlOf(createEmulator())
const coverage = (await control('GET', '/coverage')).body as {
  readonly providers: readonly { readonly name: string; readonly title: string; readonly coverage: { op: string }[] }[]
}

test.each(providerNames)('GET /openapi/%s.json is a valid document of every endpoint', async (name) => {
  const answer = await control('GET', `/openapi/${name}.json`)
  expect(answer).toEqual(ok(answer.body))
  const { valid, errors } = await new Validator().validate(structuredClone(answer.body) as Record<string, unknown>)
  expect([valid, errors]).toEqual([true, undefined])
  const { info, servers, paths } = answer.body as Document
  const provider = coverage.providers.find((one) => one.name === name)!
  expect([info.title, servers]).toEqual([provider.title, [{ url: 'http://localhost:4580' }]])
  const operations = Object.values(paths).flatMap((methods) =>
    Object.values(methods).map((one) => one['x-peertwin'].op),
  )
  expect(operations.sort()).toEqual(provider.coverage.map(({ op }) => `${name}/${op}`).sort())
})

test('what a document says of an operation comes from the table and the facts', async () => {
  const { paths } = (await control('GET', '/openapi/digitalocean.json')).body as Document
  expect(paths['/v2/vpcs/{vpc_id}/members']!['get']).toEqual({
    operationId: 'vpcs.members',
    description: 'members come from fixtures: the resources that could join a VPC are out of scope',
    parameters: [{ name: 'vpc_id', in: 'path', required: true, schema: { type: 'string' } }],
    responses: expect.objectContaining({ default: { description: 'As the provider documents it.' } }) as unknown,
    'x-peertwin': { op: 'digitalocean/vpcs.members', status: 'supported', rank: 'P1' },
  })
})

test('an unknown document is refused with the nearest one', async () => {
  expect(await control('GET', '/openapi/upclod.json')).toEqual(
    notFound("There is no document 'upclod.json'; did you mean 'upcloud.json'?"),
  )
})
