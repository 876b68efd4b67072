import { iso } from '../core/clock.ts'
import { nearest } from '../core/nearest.ts'
import { ConfigError } from '../core/settings.ts'
import type { Snapshot } from '../world/world.ts'
import { type Infer, schema } from '../core/schema.ts'
import { CONTROL } from '../server/gateway.ts'
import type { Namespace } from '../namespaces/namespace.ts'
import type { Namespaces } from '../namespaces/namespaces.ts'
import { Refusal, notFound } from './refusal.ts'
import type { ControlContext } from './route.ts'
import type { CreateNamespace } from './schemas.ts'

/** How a namespace is shown. */
export const NamespaceView = schema((z) =>
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

export const namespaceView = (worlds: Namespaces, namespace: Namespace) => {
  const { name, port, ttl, usedAt } = namespace
  return {
    name,
    control: name === 'default' ? CONTROL : `${CONTROL}/ns/${name}`,
    url: port?.url ?? null,
    expires_at: ttl === null ? null : iso(usedAt + ttl),
    credentials: Object.fromEntries(
      Object.entries(worlds.credentialsOf(namespace)).map(([provider, { credential }]) => [provider, credential]),
    ),
  }
}

/** Makes a namespace as asked, with its listener. Nothing of it stays when the listener cannot be had. */
export const create = async (house: ControlContext, asked: Infer<typeof CreateNamespace>, from?: Snapshot) => {
  const { rate_limits: rateLimits, port, from: saved, ...options } = asked
  const served = house.apps.providers.map(({ name }) => name)
  for (const name of Object.keys({ ...options.settings, ...options.fixtures }))
    if (!served.includes(name)) throw new ConfigError(`no provider '${name}' is served${nearest(name, served)}`)
  const namespace = house.worlds.create({
    ...options,
    rateLimits,
    from: from ?? (saved === undefined ? undefined : home(house, saved)),
  })
  if (port === undefined || port === false) return namespaceView(house.worlds, namespace)
  try {
    namespace.port = await house.open(namespace.name, port === true ? 0 : port)
  } catch (error) {
    await house.worlds.delete(namespace.name)
    throw new Refusal(409, 'Port refused', `The port cannot be had: ${(error as Error).message}.`)
  }
  return namespaceView(house.worlds, namespace)
}

const home = (house: ControlContext, name: string): Snapshot => {
  const saved = house.worlds.home.snapshots.get(name)
  if (!saved) throw notFound(`There is no snapshot '${name}' of the namespace default.`)
  return saved.frozen
}
