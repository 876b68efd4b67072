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
