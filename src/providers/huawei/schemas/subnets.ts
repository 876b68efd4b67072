import { type Infer, schema } from '../../../core/schema.ts'
import { tagOf } from './tags.ts'

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
      tags: z.array(z.string().transform(tagOf)).optional(),
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
      ipv6_enable: z.boolean().optional(),
      dhcp_enable: z.boolean().optional(),
      primary_dns: z.string().optional(),
      secondary_dns: z.string().optional(),
      dnsList: z.array(z.string()).optional(),
      extra_dhcp_opts: z.array(z.object({ opt_name: z.string(), opt_value: z.string().optional() })).optional(),
    }),
  }),
)
export type UpdateSubnet = Infer<typeof UpdateSubnet>['subnet']
