import type { z as Zod, ZodType } from 'zod'
import { type Infer, schema } from '../../core/schema.ts'

// null counts as absent where a property is optional
const optional = <T extends ZodType>(type: T) => type.nullish().transform((value) => value ?? undefined)

const CIDR = /^\d+\.\d+\.\d+\.\d+\/\d+$/

/** A reference. Its read-only members are ignored: the Go SDK always sends them, empty. */
const Reference = (z: typeof Zod) => z.object({ id: z.string().min(1).max(255) })

/** What a client may send as the kind of a cloud: the short form, or the qualified one of older clients. */
const kind = <const K extends string>(z: typeof Zod, name: K) =>
  z.enum([name, `networking.v1.${name}`]).transform(() => name)

type ObjectOf = typeof Zod.strictObject

/** What a create of a peering says about it besides its references. `object` decides on unknown members. */
export const peeringFields = (z: typeof Zod, object: ObjectOf) => ({
  display_name: z.string().nullish(),
  cloud: z.discriminatedUnion('kind', [
    object({
      kind: kind(z, 'AwsPeering'),
      account: z.string().regex(/^\d{12}$/),
      vpc: z.string().min(1),
      routes: z.array(z.string().regex(CIDR)),
      customer_region: z.string(),
    }),
    object({
      kind: kind(z, 'GcpPeering'),
      project: z.string().min(1),
      vpc_network: z.string().min(1),
      import_custom_routes: optional(z.boolean()),
    }),
    object({
      kind: kind(z, 'AzurePeering'),
      tenant: z.string().min(1),
      vnet: z.string().min(1),
      customer_region: z.string(),
    }),
  ]),
})

/** POST /networking/v1/peerings. */
export const CreatePeering = schema((z) =>
  z.object({ spec: z.object({ ...peeringFields(z, z.object), environment: Reference(z), network: Reference(z) }) }),
)
export type CreatePeering = Infer<typeof CreatePeering>

/** PATCH of a peering or a network. `cloud` and `network` are known only to be refused or ignored. */
export const Update = schema((z) =>
  z.object({
    spec: z.object({
      display_name: optional(z.string()),
      environment: Reference(z),
      cloud: z.unknown().optional(),
      network: z.unknown().optional(),
    }),
  }),
)
export type Update = Infer<typeof Update>

/** What a create of a network says about it besides its environment. `object` decides on unknown members. */
export const networkFields = (z: typeof Zod, object: ObjectOf) => ({
  display_name: optional(z.string()),
  cloud: z.enum(['AWS', 'GCP', 'AZURE']),
  region: z.string().min(1),
  connection_types: z.array(z.enum(['PEERING', 'TRANSITGATEWAY', 'PRIVATELINK'])).min(1),
  cidr: optional(z.string().regex(CIDR)),
  zones: optional(z.array(z.string()).min(3).max(3)),
  zones_info: optional(
    z
      .array(object({ zone_id: optional(z.string()), cidr: z.string().regex(CIDR) }))
      .min(3)
      .max(3),
  ),
  dns_config: optional(object({ resolution: z.enum(['CHASED_PRIVATE', 'PRIVATE']) })),
  reserved_cidr: optional(z.string().regex(CIDR)),
})

/** POST /networking/v1/networks. */
export const CreateNetwork = schema((z) =>
  z.object({ spec: z.object({ ...networkFields(z, z.object), environment: Reference(z) }) }),
)
export type CreateNetwork = Infer<typeof CreateNetwork>

const Governance = (z: typeof Zod) => z.object({ package: z.enum(['ESSENTIALS', 'ADVANCED']) })

/** POST /org/v2/environments. */
export const CreateEnvironment = schema((z) =>
  z.object({ display_name: z.string(), stream_governance_config: optional(Governance(z)) }),
)
export type CreateEnvironment = Infer<typeof CreateEnvironment>

/** PATCH /org/v2/environments/{id}. */
export const UpdateEnvironment = schema((z) =>
  z.object({ display_name: optional(z.string()), stream_governance_config: optional(Governance(z)) }),
)
export type UpdateEnvironment = Infer<typeof UpdateEnvironment>

/** POST /api/sessions. Members are spelt in both ways, as protocol buffers are in JSON. */
export const LogIn = schema((z) => {
  const text = optional(z.string())
  return z.object({ email: text, password: text, orgResourceId: text, org_resource_id: text })
})
export type LogIn = Infer<typeof LogIn>

/** PATCH /org/v2/organizations/{id}. */
export const UpdateOrganization = schema((z) =>
  z.object({
    display_name: optional(z.string().regex(/^[^<>#%'*^`{|}~"]{1,31}$/)),
    jit_enabled: optional(z.boolean()),
  }),
)
export type UpdateOrganization = Infer<typeof UpdateOrganization>
