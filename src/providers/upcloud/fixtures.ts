import { schema } from '../../core/schema.ts'

/** Records of a fixture file, in the service's own names. */
export const Fixtures = schema((z) => {
  const label = z.strictObject({ key: z.string(), value: z.string() })
  const labels = z.array(label).default([])
  const account = z.string().min(1).optional()
  const families = z.enum(['IPv4', 'IPv6'])
  return z.strictObject({
    users: z
      .array(
        z.strictObject({
          username: z.string().min(1),
          password: z.string().min(1),
          account,
          valid: z.boolean().default(true),
          read_only: z.boolean().default(false),
        }),
      )
      .default([]),
    tokens: z
      .array(
        z.strictObject({
          token: z.string().regex(/^\S+$/),
          username: z.string().min(1),
          account,
          name: z.string().default('fixture'),
          can_create_tokens: z.boolean().default(true),
          expires_at: z.iso.datetime().optional(),
          valid: z.boolean().default(true),
          read_only: z.boolean().default(false),
        }),
      )
      .default([]),
    routers: z
      .array(
        z.strictObject({
          uuid: z.guid(),
          account,
          name: z.string(),
          labels,
          static_routes: z
            .array(
              z.strictObject({
                name: z.string(),
                nexthop: z.string(),
                route: z.string(),
                type: z.enum(['user', 'service']).default('user'),
              }),
            )
            .default([]),
        }),
      )
      .default([]),
    networks: z
      .array(
        z.strictObject({
          uuid: z.guid(),
          account,
          name: z.string(),
          zone: z.string(),
          type: z.enum(['private', 'public', 'utility']).default('private'),
          router: z.guid().optional(),
          address: z.union([z.cidrv4(), z.cidrv6()]),
          family: families.default('IPv4'),
          labels,
          servers: z.array(z.strictObject({ title: z.string(), uuid: z.guid() })).default([]),
        }),
      )
      .default([]),
    network_peerings: z
      .array(
        z.strictObject({
          uuid: z.guid(),
          account,
          name: z.string().min(1),
          configured_status: z.enum(['active', 'disabled']).default('active'),
          network: z.guid(),
          peer_network: z.guid(),
          labels,
          state: z.enum(['error']).optional(),
        }),
      )
      .default([]),
  })
})
