import { iso } from '../../core/clock.ts'
import { nearest } from '../../core/nearest.ts'
import { type Infer, schema } from '../../core/schema.ts'
import { ConfigError } from '../../core/config.ts'
import type { Namespace } from '../../namespaces/namespace.ts'
import type { Registry } from '../../namespaces/registry.ts'
import { CONTROL, type ControlContext } from '../context.ts'
import type { Snapshot } from '../../world/world.ts'
import { Refusal, notFound } from '../refusal.ts'
import { largeAnswer } from '../large-json.ts'
import { type Route, route } from '../route.ts'
import { ClockBeginning, Duration, NAME, Scalar } from '../schemas.ts'

/** What a namespace is asked to be, whatever it begins with. */
export const ForkNamespace = schema((z) =>
  z.strictObject({
    name: z.string().regex(NAME).optional(),
    ttl: Duration(z).optional().describe('deleted when not used for this long'),
    port: z
      .union([z.boolean(), z.int().min(0).max(65_535)])
      .optional()
      .describe('a listener of its own: true or 0 for any port'),
    seed: z.int().min(0).max(4_294_967_295).optional(),
    clock: ClockBeginning().optional(),
    auth: z.enum(['lax', 'strict']).optional(),
    rate_limits: z.enum(['off', 'report', 'enforce']).optional(),
  }),
)
const CreateNamespace = schema((z) =>
  ForkNamespace()
    .extend({
      settings: z.record(z.string(), z.record(z.string(), Scalar(z))).optional(),
      fixtures: z.record(z.string(), z.unknown()).optional(),
      empty: z.boolean().optional(),
      from: z.string().optional().describe('a snapshot of `default` to begin with'),
    })
    .refine(
      ({ from, settings, fixtures, empty }) => from === undefined || (settings ?? fixtures ?? empty) === undefined,
      { error: 'a namespace from a snapshot has its settings and records from there' },
    ),
)
const CreateEither = schema((z) => {
  const { from, settings, fixtures, empty } = CreateNamespace().shape
  return z.union([
    ForkNamespace().extend({ settings, fixtures, empty }),
    ForkNamespace().extend({ from: from.unwrap() }),
  ])
})
const ListNamespaces = schema((z) =>
  z.strictObject({ after: z.string().optional(), limit: z.coerce.number().int().min(1).max(10_000).default(1_000) }),
)
export const NamespaceAnswer = schema((z) =>
  z.strictObject({
    name: z.string(),
    control: z.string().describe('path of its control API'),
    url: z.string().nullable().describe('its own listener'),
    expires_at: z.string().nullable().describe('wall time at which it is deleted when it is not used before'),
    credentials: z
      .record(z.string(), z.record(z.string(), z.string()))
      .describe('by provider; requests made with them belong to it'),
  }),
)
const NamespaceList = schema((z) =>
  z.strictObject({
    namespaces: z.array(NamespaceAnswer()),
    next: z.string().nullable().describe('`after` of the next page; null when this is the last'),
  }),
)

const namespaceView = (namespaces: Registry, namespace: Namespace) => {
  const { name, listener: port, ttl, usedAt } = namespace
  return {
    name,
    control: name === 'default' ? CONTROL : `${CONTROL}/namespaces/${name}`,
    url: port?.url ?? null,
    expires_at: ttl === null ? null : iso(usedAt + ttl),
    credentials: Object.fromEntries(
      Object.entries(namespaces.credentialsOf(namespace)).map(([provider, { credential }]) => [provider, credential]),
    ),
  }
}

/** Makes a namespace as asked, with its listener. Nothing of it stays when the listener cannot be had. */
export const createNamespace = async (
  context: ControlContext,
  asked: Infer<typeof CreateNamespace>,
  snapshot?: Snapshot,
) => {
  const { rate_limits: rateLimits, port, from, ...options } = asked
  const { namespaces, providers } = context
  const served = providers.map(({ name }) => name)
  for (const name of Object.keys({ ...options.settings, ...options.fixtures }))
    if (!served.includes(name)) throw new ConfigError(`no provider '${name}' is served${nearest(name, served)}`)
  const namespace = await namespaces.create({
    ...options,
    rateLimits,
    from: snapshot ?? (from === undefined ? undefined : await snapshotOfDefault(namespaces, from)),
  })
  if (port === undefined || port === false) return namespaceView(namespaces, namespace)
  try {
    namespace.listener = await context.openListener(namespace.name, port === true ? 0 : port)
  } catch (error) {
    await namespaces.discard(namespace)
    throw new Refusal(409, 'Port refused', `The port cannot be had: ${(error as Error).message}.`)
  }
  return namespaceView(namespaces, namespace)
}

const snapshotOfDefault = async (namespaces: Registry, name: string): Promise<Snapshot> => {
  const snapshot = await namespaces.snapshotOfDefault(name)
  if (!snapshot) throw notFound(`There is no snapshot '${name}' of the namespace default.`)
  return snapshot
}

/** A list of namespaces in pieces: the credentials of many take a while to make. */
const listText = function* (namespaces: Registry, page: readonly Namespace[], next: string | null): Generator<string> {
  yield '{"namespaces":['
  let between = ''
  for (const namespace of page) {
    yield between + JSON.stringify(namespaceView(namespaces, namespace))
    between = ','
  }
  yield `],"next":${JSON.stringify(next)}}`
}

export const namespaceRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/namespaces',
    about: 'All namespaces, `default` first.',
    scope: 'emulator',
    query: ListNamespaces,
    answer: NamespaceList,
    run({ context: { namespaces }, query: { after, limit } }) {
      const all = namespaces.list()
      const start = after === undefined ? 0 : all.findIndex(({ name }) => name === after) + 1
      const page = all.slice(start, start + limit)
      const next = start + limit < all.length ? page.at(-1)!.name : null
      return largeAnswer(listText(namespaces, page, next))
    },
  }),
  route({
    method: 'POST',
    path: '/namespaces',
    about: 'A new namespace with a credential of its own for each provider.',
    scope: 'emulator',
    body: CreateNamespace,
    documented: CreateEither,
    status: 201,
    answer: NamespaceAnswer,
    refusals: [404, 409],
    run: ({ context, body }) => createNamespace(context, body),
  }),
  route({
    method: 'GET',
    path: '/namespaces/:namespace',
    about: 'One namespace.',
    scope: 'emulator',
    answer: NamespaceAnswer,
    refusals: [404],
    run: ({ context: { namespaces }, params }) => namespaceView(namespaces, namespaces.named(params['namespace']!)),
  }),
  route({
    method: 'DELETE',
    path: '/namespaces/:namespace',
    about: 'Deletes a namespace. Its credentials are refused from then on.',
    scope: 'emulator',
    status: 204,
    refusals: [404, 409],
    run: ({ context, params }) => context.namespaces.delete(params['namespace']!),
  }),
]
