import { z } from 'zod'
import { routes } from '../../../src/control/routes/index.ts'
import { loadZod } from '../../../src/core/schema.ts'

await loadZod()

const Names = routes.find(({ path }) => path === '/scenario-names')!.answer!
const deleted = z.strictObject({ deleted: z.string() })
const faults = z.strictObject({
  faults: z.array(routes.find(({ method, path }) => method === 'PATCH' && path === '/faults/:id')!.answer!()),
})
const Active = routes.find(({ path }) => path === '/scenarios/deactivate')!.answer!

/** What each command prints with `--json`: the answer of a route of the control API, or a value of its own. */
export const OUTPUTS: Readonly<Record<string, string | z.ZodType>> = {
  'clock show': 'GET /clock',
  'clock advance': 'POST /clock/advance',
  'clock settle': 'POST /clock/settle',
  'clock freeze': 'PUT /clock',
  'clock set': 'PUT /clock',
  doctor: z.strictObject({
    findings: z.array(
      z.strictObject({
        level: z.enum(['ok', 'warn', 'wrong']),
        about: z.string(),
        says: z.string(),
        way: z.string().nullable(),
      }),
    ),
  }),
  'fault list': 'GET /faults',
  'fault add': faults,
  'fault enable': faults,
  'fault disable': faults,
  'fault remove': deleted,
  'fault clear': 'DELETE /faults',
  'journal list': 'POST /requests/find',
  'journal list --har': z.strictObject({ file: z.string(), requests: z.int() }),
  'journal count': 'POST /requests/count',
  'journal unmatched': 'GET /requests/unmatched',
  'journal explain': 'GET /requests/:n/explain',
  'journal clear': z.strictObject({ cleared: z.literal(true) }),
  'namespace create': 'POST /namespaces',
  'namespace list': 'GET /namespaces',
  'namespace show': 'GET /namespaces/:namespace',
  'namespace delete': deleted,
  reach: 'POST /reach',
  release: 'POST /resources/:id/release',
  reset: 'POST /reset',
  'resources list': 'GET /resources',
  'resources timeline': 'GET /resources/:id/timeline',
  'resources force': 'PATCH /resources/:id',
  'scenario activate': 'POST /scenarios/:id/activate',
  'scenario deactivate': Active(),
  'scenario list': z.strictObject({
    active: (Active() as unknown as { shape: { active: z.ZodType } }).shape.active,
    scenarios: z.array(
      z.strictObject({
        name: z.string(),
        variants: z.array(z.string()).nullable().describe('null for one that is not read yet'),
        from: z.enum(['emulator', 'here', 'package']),
        file: z.string().nullable(),
      }),
    ),
  }),
  'scenario names': Names(),
  'scenario simulate': z.strictObject({
    machine: z.string(),
    seed: z.int(),
    steps: z.array(
      z.strictObject({
        at: z.number().describe('milliseconds since the resource was made'),
        by: z.string(),
        state: z.string(),
        rule: z.string().nullable(),
        note: z.string().nullable(),
      }),
    ),
    reachable: z.array(z.string()),
    states: z.int(),
    worst: z.number().nullable().describe('in milliseconds; null when nothing bounds it'),
    dead: z.array(z.string()),
  }),
  'snapshot save': 'PUT /snapshots/:id',
  'snapshot list': 'GET /snapshots',
  'snapshot load': 'POST /snapshots/:id/restore',
  'snapshot fork': 'POST /snapshots/:id/fork',
  'snapshot delete': deleted,
  'snapshot export': z.strictObject({ file: z.string(), format: z.int() }),
  'snapshot import': 'PUT /state',
  verify: 'POST /requests/verify',
}

const texts = z.record(z.string(), z.string())
const urls = z.record(z.string(), z.string()).describe('base URL by provider')

/** What the others print or write as JSON. */
export const OTHER_OUTPUTS: Readonly<Record<string, z.ZodType>> = {
  'env --shell json': z.record(z.string(), z.string().nullable()).describe('null takes a variable away'),
  'start --ready-json': z.strictObject({
    control: z.string().describe('base URL of the control API'),
    port: z.int(),
    urls,
    credentials: z.record(z.string(), texts).describe('what every fresh world knows, by provider, in parts'),
    https: urls.optional(),
    proxy: z.string().optional(),
    certificate: z.string().optional().describe('PEM text of what clients have to trust'),
  }),
}

const shapeOf = (output: string | z.ZodType): z.ZodType => {
  if (typeof output !== 'string') return output
  const anyParameter = (path: string): string => path.replaceAll(/:\w+/g, ':')
  const found = routes.find(({ method, path }) => anyParameter(`${method} ${path}`) === anyParameter(output))
  if (!found?.answer) throw new Error(`no route ${output}`)
  return found.answer()
}

/** The name of the schema of a command's output. */
export const idOf = (command: string): string => `cli/${command.replaceAll(' ', '-')}`

/** The JSON Schema of what each command prints, by command. */
export const outputsJsonSchema = (): object => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'cli.v1.json',
  title: 'What the commands of peertwin print with --json, version 1',
  $defs: {
    ...Object.fromEntries(
      Object.entries({ ...OUTPUTS, ...OTHER_OUTPUTS }).map(([command, output]) => {
        const { $schema: _, ...schema } = z.toJSONSchema(shapeOf(output), { unrepresentable: 'any' }) as Record<
          string,
          unknown
        >
        return [command, { $id: idOf(command), ...schema }]
      }),
    ),
    grade: { $id: idOf('grade'), $ref: '../grade.v1.json' },
  },
})
