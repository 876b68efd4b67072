import { ConfigError } from '../core/config.ts'
import { loadZod } from '../core/schema.ts'
import { nearest } from '../core/nearest.ts'
import { kindOf } from '../core/wording.ts'
import { MOST } from '../world/fixtures/repeating.ts'
import type { Provider } from '../world/provider.ts'

/** Records of a fixture file, by provider. Each provider says what its own look like. */
export type Fixtures = Readonly<Record<string, unknown>>

/** File name of the published JSON Schema. */
export const FIXTURES_SCHEMA_FILE = 'fixtures.v1.json'

const isObject = (value: unknown): value is Fixtures =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a fixture file holds, by provider. Throws a {@link ConfigError} when that is nothing, or of a provider that there is not. */
export const readFixtures = (value: unknown, providers: readonly string[]): Fixtures => {
  if (!isObject(value))
    throw new ConfigError(`fixtures: expected records by provider (${providers.join(', ')}), not ${kindOf(value)}`)
  const { $schema: _, ...fixtures } = value
  for (const name of Object.keys(fixtures))
    if (!providers.includes(name))
      throw new ConfigError(`there is no provider '${name}'${nearest(name, providers)}`, [name])
  return fixtures
}

/** The JSON Schema of a fixture file with records of these providers. */
export const fixturesJsonSchema = async (providers: readonly Provider[]): Promise<object> => {
  await loadZod()
  const { z } = await import('zod')
  const formats = providers.map(({ name, title, fixtures }) => [name, fixtures().optional().describe(title)] as const)
  const file = z.strictObject({ $schema: z.string().optional(), ...Object.fromEntries(formats) })
  const { $schema, ...rest } = z.toJSONSchema(file, { io: 'input' }) as Record<string, unknown> & JsonSchema
  for (const { name } of providers) for (const list of listsIn(rest.properties?.[name])) letRepeat(list)
  return { $schema, $id: FIXTURES_SCHEMA_FILE, title: 'Peertwin fixtures, version 1', ...rest, $defs: { repeated } }
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>
  items?: object
}

const listsIn = ({ properties = {} }: JsonSchema = {}): JsonSchema[] =>
  Object.values(properties).filter(({ items }) => items !== undefined)

// with {n} in them, members fit no pattern before they are repeated
const repeated = {
  description: 'A record as often as `repeat` says; `{n}` stands for its number in every text.',
  type: 'object',
  properties: { repeat: { type: 'integer', minimum: 1, maximum: MOST } },
  required: ['repeat'],
}

const letRepeat = (list: JsonSchema): void => {
  list.items = { anyOf: [list.items, { $ref: '#/$defs/repeated' }] }
}
