import { type Infer, schema } from '../../../core/schema.ts'

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
