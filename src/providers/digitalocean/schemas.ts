import type { z as Zod, ZodType } from 'zod'
import { type Infer, schema } from '../../core/schema.ts'

// null counts as absent in every request: the Ansible modules send it for each unset option
const optional = <T>(z: typeof Zod, type: ZodType<T>) => z.union([type, z.null().transform(() => undefined)]).optional()

/** POST /v2/vpc_peerings. Only types here; the rules and their order are the operation's. */
export const CreatePeering = schema((z) =>
  z.object({ name: optional(z, z.string()), vpc_ids: optional(z, z.array(z.string())) }),
)
export type CreatePeering = Infer<typeof CreatePeering>

/** POST /v2/vpcs/{vpc_id}/peerings. */
export const CreateNestedPeering = schema((z) =>
  z.object({ name: optional(z, z.string()), vpc_id: optional(z, z.string()) }),
)
export type CreateNestedPeering = Infer<typeof CreateNestedPeering>

/** PATCH of a peering, on either path. */
export const RenamePeering = schema((z) => z.object({ name: optional(z, z.string()) }))
export type RenamePeering = Infer<typeof RenamePeering>

/** POST /v2/vpcs. */
export const CreateVpc = schema((z) =>
  z.object({
    name: optional(z, z.string()),
    description: optional(z, z.string()),
    region: optional(z, z.string()),
    ip_range: optional(z, z.string()),
  }),
)
export type CreateVpc = Infer<typeof CreateVpc>

/** PUT and PATCH /v2/vpcs/{vpc_id}. */
export const UpdateVpc = schema((z) =>
  z.object({ name: optional(z, z.string()), description: optional(z, z.string()), default: optional(z, z.boolean()) }),
)
export type UpdateVpc = Infer<typeof UpdateVpc>
