import { type Infer, schema } from '../../../core/schema.ts'
import { tagOf } from './tags.ts'

/** POST /v1/{project_id}/vpcs. Only types here; the rules are the operation's. */
export const CreateVpc = schema((z) =>
  z.object({
    vpc: z.object({
      name: z.string().optional(),
      description: z.string().optional(),
      cidr: z.string().optional(),
      enterprise_project_id: z.string().optional(),
      tags: z.array(z.string().transform(tagOf)).optional(),
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

/** POST /v3/{project_id}/vpc/vpcs. Unlike v1, v3 refuses what it does not know. */
export const CreateVpcV3 = schema((z) =>
  z.strictObject({
    dry_run: z.boolean().default(false),
    vpc: z.strictObject({
      name: z.string().optional(),
      description: z.string().optional(),
      cidr: z.string().optional(),
      enterprise_project_id: z.string().optional(),
      tags: z.array(z.strictObject({ key: z.string(), value: z.string() })).optional(),
    }),
  }),
)

/** PUT /v3/{project_id}/vpc/vpcs/{vpc_id}. */
export const UpdateVpcV3 = schema((z) =>
  z.strictObject({
    dry_run: z.boolean().default(false),
    vpc: z
      .strictObject({ name: z.string().optional(), description: z.string().optional() })
      .refine(({ name, description }) => name !== undefined || description !== undefined),
  }),
)

/** PUT /v3/{project_id}/vpc/vpcs/{vpc_id}/add-extend-cidr and /remove-extend-cidr. */
export const ExtendCidrs = schema((z) =>
  z.strictObject({
    dry_run: z.boolean().default(false),
    vpc: z.strictObject({ extend_cidrs: z.array(z.string()).min(1) }),
  }),
)
