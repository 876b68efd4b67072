import { iso } from '../../core/clock.ts'
import { FIXTURES_SCHEMA_FILE, fixturesJsonSchema } from '../../namespaces/fixtures.ts'
import { coverageOf } from '../../world/provider.ts'
import { schema } from '../../core/schema.ts'
import { readFile } from 'node:fs/promises'
import { packaged } from '../../core/package/files.ts'
import { VERSION } from '../../core/package/version.ts'
import { nearest } from '../../core/nearest.ts'
import { Refusal, notFound } from '../refusal.ts'
import { type Route, route } from '../route.ts'
import { doorsOf } from './doors.ts'

const Health = schema((z) =>
  z.strictObject({ status: z.string(), version: z.string(), providers: z.array(z.string()) }),
)
const Ready = schema((z) => z.strictObject({ ready: z.boolean() }))
const Version = schema((z) =>
  z.strictObject({ name: z.string(), version: z.string(), began: z.string().describe('wall time of its start') }),
)
const Coverage = schema((z) =>
  z.strictObject({
    providers: z.array(
      z.strictObject({
        name: z.string(),
        title: z.string(),
        coverage: z.array(
          z.strictObject({
            op: z.string(),
            method: z.string(),
            path: z.string(),
            status: z.enum(['supported', 'partial', 'planned']),
            rank: z.enum(['P0', 'P1', 'P2']),
            note: z.string().optional(),
            deprecated: z.string().optional(),
          }),
        ),
      }),
    ),
  }),
)
const OpenApi = schema((z) => z.looseObject({ openapi: z.literal('3.1.0') }))
const Text = schema((z) => z.string())
const Document = schema((z) => z.looseObject({}))
const JsonSchema = schema((z) => z.looseObject({ $schema: z.string(), $id: z.string() }))

/** The schemas that the package brings as files, and of what they are. */
const PACKED_SCHEMAS = [
  ['schemas', 'config.v1.json', 'configuration files'],
  ['schemas', 'cli.v1.json', 'what commands print with `--json`'],
  ['scenarios', 'grade.v1.json', 'what `peertwin grade --json` writes'],
  ['scenarios', 'probes.v1.json', 'files with probes of your own'],
] as const

/** What concerns the emulator as a whole. */
export const emulatorRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/health',
    about: 'Whether the emulator lives, its version and its providers.',
    scope: 'emulator',
    open: true,
    answer: Health,
    run: ({ context: { providers } }) => ({
      status: 'ok',
      version: VERSION,
      providers: providers.map(({ name }) => name),
    }),
  }),
  route({
    method: 'GET',
    path: '/ready',
    about: 'Whether the emulator takes requests; 503 while it cannot keep what they change, or is about to end.',
    scope: 'emulator',
    open: true,
    answer: Ready,
    refusals: [503],
    run({ context }) {
      const reason = context.trouble()
      if (reason !== null) throw new Refusal(503, 'Not ready', reason)
      return { ready: true }
    },
  }),
  route({
    method: 'GET',
    path: '/version',
    about: 'Name and version of this program, and since when it runs.',
    scope: 'emulator',
    answer: Version,
    run: ({ context }) => ({ name: 'peertwin', version: VERSION, began: iso(context.began) }),
  }),
  route({
    method: 'GET',
    path: '/coverage',
    about: 'Every documented endpoint of the providers and whether it is answered.',
    scope: 'emulator',
    answer: Coverage,
    run: ({ context: { providers } }) => ({
      providers: providers.map(({ name, title, endpoints }) => ({
        name,
        title,
        coverage: Object.entries(endpoints).map(([op, endpoint]) => {
          const { method, path, rank, deprecated } = endpoint
          return { op, method, path, rank, ...coverageOf(endpoint), ...(deprecated !== undefined && { deprecated }) }
        }),
      })),
    }),
  }),
  route({
    method: 'GET',
    path: '/openapi/:document',
    about: 'What is emulated of a provider, as an OpenAPI document; `{document}` is its name with `.json`.',
    scope: 'emulator',
    answer: OpenApi,
    refusals: [404],
    async run({ context, params, request }) {
      const { providers } = context
      const name = /^(.*)\.json$/.exec(params['document']!)?.[1]
      const provider = providers.find((one) => one.name === name)
      if (!provider) {
        const known = providers.map((one) => `${one.name}.json`)
        throw notFound(`There is no document '${params['document']}'${nearest(params['document']!, known)}`)
      }
      const { urls, https } = doorsOf(context, request)
      const servers = [urls[provider.name]!, ...(https ? [https[provider.name]!] : [])]
      return (await import('../provider-openapi.ts')).providerOpenApi(provider, servers)
    },
  }),
  route({
    method: 'GET',
    path: '/metrics',
    about: 'Counts and sizes over all namespaces as Prometheus text.',
    scope: 'emulator',
    answer: Text,
    contentType: 'text/plain',
    async run({ context }) {
      const { text, contentType } = await context.metrics()
      return new Response(text, { headers: { 'content-type': contentType } })
    },
  }),
  route({
    method: 'GET',
    path: `/schema/${FIXTURES_SCHEMA_FILE}`,
    about: 'The JSON Schema of fixture files.',
    scope: 'emulator',
    answer: JsonSchema,
    run: ({ context: { providers } }) => fixturesJsonSchema(providers),
  }),
  ...PACKED_SCHEMAS.map(([folder, file, of]) =>
    route({
      method: 'GET',
      path: `/schema/${file}`,
      about: `The JSON Schema of ${of}.`,
      scope: 'emulator',
      answer: Document,
      run: async (): Promise<unknown> => JSON.parse(await readFile(packaged(`${folder}/${file}`), 'utf8')),
    }),
  ),
]
