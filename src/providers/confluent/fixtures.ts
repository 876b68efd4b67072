import { schema } from '../../core/schema.ts'

const ID = { environment: /^env-[0-9a-z]+$/, network: /^nr?-[0-9a-z]+$/, peering: /^p(?:eer)?-[0-9a-z]+$/ }

/** Records of a fixture file. Specs have the wire form of a create body; references are plain ids here. */
export const Fixtures = schema((z) => {
  const list = <const T extends Parameters<typeof z.array>[0]>(item: T) => z.array(item).default([])
  const status = <const P extends readonly [string, ...string[]]>(phases: P, usual: P[number]) =>
    z
      .strictObject({
        phase: z.enum(phases).default(usual as never),
        error_code: z.string().optional(),
        error_message: z.string().optional(),
      })
      .prefault({})
  const rate = z.strictObject({ limit: z.int().min(1), window: z.number().positive().default(60) }).optional()
  const scope = {
    read_only: z.boolean().default(false),
    environments: z.array(z.string()).optional(),
    revoked: z.boolean().default(false),
    rate_limit: rate,
  }
  return z.strictObject({
    quotas: z
      .strictObject({
        peerings_per_network: z.int().min(0).optional(),
        dedicated_networks_per_environment: z.int().min(0).optional(),
        environments_per_organization: z.int().min(0).optional(),
      })
      .default({}),
    api_keys: list(
      z.strictObject({
        key: z.string().regex(/^[^:]+$/),
        secret: z.string().min(1),
        kind: z.enum(['cloud', 'resource']).default('cloud'),
        ...scope,
      }),
    ),
    tokens: list(z.strictObject({ name: z.string().min(1), token: z.string().regex(/^\S+$/), ...scope })),
    environments: list(
      z.strictObject({
        id: z.string().regex(ID.environment),
        display_name: z.string(),
        package: z.enum(['ESSENTIALS', 'ADVANCED']).default('ESSENTIALS'),
      }),
    ),
    networks: list(
      z.strictObject({
        id: z.string().regex(ID.network),
        environment: z.string(),
        spec: z.record(z.string(), z.unknown()),
        status: status(['PROVISIONING', 'READY', 'FAILED', 'DEPROVISIONING'], 'READY'),
      }),
    ),
    peerings: list(
      z.strictObject({
        id: z.string().regex(ID.peering),
        environment: z.string(),
        network: z.string(),
        spec: z.record(z.string(), z.unknown()),
        status: status(
          ['PROVISIONING', 'PENDING_ACCEPT', 'READY', 'FAILED', 'DISCONNECTED', 'DEPROVISIONING'],
          'READY',
        ),
      }),
    ),
  })
})
