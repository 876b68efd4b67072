import { type Infer, schema } from '../../../core/schema.ts'

const Entry = schema((z) =>
  z.object({
    type: z.string(),
    destination: z.string(),
    nexthop: z.string(),
    description: z.string().optional(),
  }),
)

/** An entry of a table as a request gives it. */
export type Entry = Infer<typeof Entry>

/** POST /v1/{project_id}/routetables. */
export const CreateRouteTable = schema((z) =>
  z.object({
    routetable: z.object({
      name: z.string().default(''),
      description: z.string().default(''),
      vpc_id: z.string(),
      routes: z.array(Entry()).default([]),
    }),
  }),
)
export type CreateRouteTable = Infer<typeof CreateRouteTable>['routetable']

/** PUT /v1/{project_id}/routetables/{routetable_id}. */
export const UpdateRouteTable = schema((z) =>
  z.object({
    routetable: z.object({
      name: z.string().optional(),
      description: z.string().optional(),
      routes: z
        .object({
          add: z.array(Entry()).default([]),
          mod: z.array(Entry()).default([]),
          del: z.array(z.object({ destination: z.string() })).default([]),
        })
        .optional(),
    }),
  }),
)
export type UpdateRouteTable = Infer<typeof UpdateRouteTable>['routetable']

/** POST /v1/{project_id}/routetables/{routetable_id}/action. */
export const AssociateSubnets = schema((z) =>
  z.object({
    routetable: z.object({
      subnets: z.object({
        associate: z.array(z.string()).default([]),
        disassociate: z.array(z.string()).default([]),
      }),
    }),
  }),
)
export type AssociateSubnets = Infer<typeof AssociateSubnets>['routetable']['subnets']
