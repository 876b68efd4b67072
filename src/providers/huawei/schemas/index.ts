import { type Infer, schema } from '../../../core/schema.ts'

/** POST /v1/{project_id}/vpcs. Only types here; the rules are the operation's. */
export const CreateVpc = schema((z) =>
  z.object({
    vpc: z.object({
      name: z.string().optional(),
      description: z.string().optional(),
      cidr: z.string().optional(),
      enterprise_project_id: z.string().optional(),
      tags: z.array(z.string()).optional(),
    }),
  }),
)
export type CreateVpc = Infer<typeof CreateVpc>['vpc']

/** PUT /v1/{project_id}/vpcs/{vpc_id}. */
export const UpdateVpc = schema((z) =>
  z.object({
    vpc: z.object({
      name: z.string().optional(),
      description: z.string().optional(),
      cidr: z.string().optional(),
      routes: z.array(z.object({ destination: z.string(), nexthop: z.string() })).optional(),
      enable_shared_snat: z.boolean().optional(),
    }),
  }),
)
export type UpdateVpc = Infer<typeof UpdateVpc>['vpc']

/** POST /v2.0/{project_id}/vpcs/{vpc_id}/tags/action. */
export const TagsAction = schema((z) =>
  z.object({
    action: z.string().optional(),
    tags: z.array(z.object({ key: z.string(), value: z.string().default('') })).nullish(),
  }),
)
export type TagsAction = Infer<typeof TagsAction>

/** POST /v2.0/{project_id}/vpcs/{vpc_id}/tags. */
export const OneTag = schema((z) =>
  z.object({ tag: z.object({ key: z.string(), value: z.string().default('') }).nullish() }),
)

/** POST /v1/{project_id}/subnets. */
export const CreateSubnet = schema((z) =>
  z.object({
    subnet: z.object({
      name: z.string(),
      description: z.string().optional(),
      cidr: z.string(),
      gateway_ip: z.string(),
      vpc_id: z.string(),
      ipv6_enable: z.boolean().optional(),
      dhcp_enable: z.boolean().optional(),
      primary_dns: z.string().optional(),
      secondary_dns: z.string().optional(),
      dnsList: z.array(z.string()).optional(),
      availability_zone: z.string().optional(),
      extra_dhcp_opts: z.array(z.object({ opt_name: z.string(), opt_value: z.string().optional() })).optional(),
      tags: z.array(z.string()).optional(),
    }),
  }),
)
export type CreateSubnet = Infer<typeof CreateSubnet>['subnet']

/** PUT /v1/{project_id}/vpcs/{vpc_id}/subnets/{subnet_id}. */
export const UpdateSubnet = schema((z) =>
  z.object({
    subnet: z.object({
      name: z.string(),
      description: z.string().optional(),
      dhcp_enable: z.boolean().optional(),
      primary_dns: z.string().optional(),
      secondary_dns: z.string().optional(),
      dnsList: z.array(z.string()).optional(),
      extra_dhcp_opts: z.array(z.object({ opt_name: z.string(), opt_value: z.string().optional() })).optional(),
    }),
  }),
)
export type UpdateSubnet = Infer<typeof UpdateSubnet>['subnet']

/** PUT /v1/{project_id}/routetables/{routetable_id}. */
export const UpdateRouteTable = schema((z) => {
  const route = z.object({
    type: z.string(),
    destination: z.string(),
    nexthop: z.string(),
    description: z.string().optional(),
  })
  return z.object({
    routetable: z.object({
      name: z.string().optional(),
      description: z.string().optional(),
      routes: z
        .object({
          add: z.array(route).default([]),
          mod: z.array(route).default([]),
          del: z.array(z.object({ destination: z.string() })).default([]),
        })
        .optional(),
    }),
  })
})
export type UpdateRouteTable = Infer<typeof UpdateRouteTable>['routetable']

/** POST /v3/auth/tokens. */
export const Authenticate = schema((z) => {
  const named = z.object({ id: z.string().optional(), name: z.string().optional() })
  return z.object({
    auth: z.object({
      identity: z.object({
        methods: z.array(z.string()).min(1),
        password: z.object({ user: named.extend({ password: z.string(), domain: named.optional() }) }).optional(),
        token: z.object({ id: z.string() }).optional(),
      }),
      scope: z
        .object({ project: named.extend({ domain: named.optional() }).optional(), domain: named.optional() })
        .optional(),
    }),
  })
})
export type Authenticate = Infer<typeof Authenticate>['auth']

/** Records of a fixture file. */
export const Fixtures = schema((z) => {
  const name = z.string().min(1)
  return z.strictObject({
    tenants: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[0-9A-Za-z-]+$/),
          name: name.optional(),
          domain: name.optional(),
          user: name.optional(),
          password: name.optional(),
          token: z.string().regex(/^\S+$/).optional(),
          ak: z.string().regex(/^\w+$/).optional(),
          sk: name.optional(),
          actions: z.array(z.string()).optional(),
        }),
      )
      .default([]),
    vpcs: z
      .array(
        z.strictObject({
          id: z.guid(),
          tenant: name,
          name: z.string().default(''),
          description: z.string().default(''),
          cidr: z.union([z.cidrv4(), z.literal('')]).default(''),
        }),
      )
      .default([]),
    peerings: z
      .array(
        z.strictObject({
          id: z.guid(),
          name,
          description: z.string().default(''),
          request_vpc_id: z.guid(),
          accept_vpc_id: z.guid(),
          status: z.enum(['PENDING_ACCEPTANCE', 'ACTIVE', 'REJECTED', 'EXPIRED']).default('ACTIVE'),
        }),
      )
      .default([]),
    routes: z
      .array(
        z.strictObject({
          id: z.guid(),
          vpc_id: z.guid(),
          destination: z.union([z.cidrv4(), z.cidrv6()]),
          nexthop: z.guid(),
        }),
      )
      .default([]),
  })
})
