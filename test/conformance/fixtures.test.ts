import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { describe, expect, test } from 'vitest'
import { ConfigError, createEmulator } from '../../src/index.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import { providers } from '../../src/providers/index.ts'
import { fixturesJsonSchema } from '../../src/namespaces/fixtures.ts'
import { control } from '../helpers/socket.ts'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

const start = (fixtures: unknown, served = providers.map(({ name }) => name)) =>
  createEmulator({ providers: served, clock: { mode: 'virtual' }, fixtures: fixtures as Record<string, unknown> })

describe('the JSON Schema of fixture files', () => {
  test('is shipped as the types give it', async () => {
    const text = JSON.stringify(await fixturesJsonSchema(providers), null, 2)
    await expect(`${text}\n`).toMatchFileSnapshot('../../fixtures/fixtures.v1.json')
  })
  test('is served for the providers that are', async () => {
    const { status, body } = await control(start({}, ['upcloud']), 'GET', '/schema/fixtures.v1.json')
    expect(status).toBe(200)
    expect(body).toEqual(await fixturesJsonSchema([upcloud]))
    expect(Object.keys((body as { properties: object }).properties)).toEqual(['$schema', 'upcloud'])
  })
})

describe.each(providers)('docs/fixtures.md of $name', ({ name, title }) => {
  const [, section = ''] = read('docs/fixtures.md').split(`\n## ${title}\n`)
  const examples = Array.from(section.split('\n## ')[0]!.matchAll(/^```yaml\n([\s\S]*?)^```$/gm), ([, yaml]) => yaml!)

  test('shows an example', () => expect(examples.length).toBeGreaterThan(0))
  test.each(examples.map((yaml, n) => [n + 1, yaml]))('example %i loads and fits the schema', async (_, yaml) => {
    const fixtures = parse(yaml) as Record<string, object>
    expect(Object.keys(fixtures)).toEqual([name])
    const sizeOf = async (records: unknown): Promise<number> => {
      const { body } = await control(start(records), 'GET', '/resources?limit=10000')
      return (body as { resources: unknown[] }).resources.length
    }
    expect(await sizeOf(fixtures)).toBeGreaterThan(await sizeOf({}))
    const shipped = JSON.parse(read('fixtures/fixtures.v1.json')) as object
    const fits = new Ajv2020({ strict: false, validateFormats: false }).compile(shipped)
    expect(fits(fixtures), JSON.stringify(fits.errors)).toBe(true)
    expect(fits({ [name]: { ...fixtures[name], nothing: [] } })).toBe(false)
  })
})

describe('what is no fixture is refused', () => {
  const names = providers.map(({ name }) => name).join(', ')
  test.each([
    [null, 'nothing'],
    [[], 'a list'],
    ['digitalocean', 'text'],
  ])('%j', (fixtures, kind) => {
    expect(() => start(fixtures)).toThrow(
      new ConfigError(`fixtures: expected records by provider (${names}), not ${kind}`),
    )
  })
  test('records of nobody', () => {
    expect(() => start({ upclod: {} })).toThrow(
      new ConfigError("there is no provider 'upclod'; did you mean 'upcloud'?", ['upclod']),
    )
  })
  test.each(providers.map(({ name }) => name))('an empty member %s', (name) => {
    for (const records of [null, []]) expect(() => start({ [name]: records })).toThrow(ConfigError)
  })
})

test('$schema is for editors alone', () => {
  expect(() => start({ $schema: './fixtures.v1.json' })).not.toThrow()
})
