import { type Infer, schema } from '../../../../core/schema.ts'
import { oneOf, optional, paging, required, whole } from './shapes.ts'

// an empty name is refused by name, not as a missing parameter
export const CreatePeering = schema((z) =>
  z.object({
    vpcId: required(z),
    peerVpcId: required(z),
    peerUin: required(z),
    peeringConnectionName: z.string(),
  }),
)
export type CreatePeering = Infer<typeof CreatePeering>

export const CreatePeeringEx = schema((z) =>
  z.object({
    ...CreatePeering().shape,
    peerRegion: required(z),
    bandwidth: whole(z),
    type: oneOf(z, ['1', '2']),
  }),
)
export type CreatePeeringEx = Infer<typeof CreatePeeringEx>

export const OnePeering = schema((z) => z.object({ peeringConnectionId: required(z) }))
export type OnePeering = Infer<typeof OnePeering>

export const RenamePeering = schema((z) =>
  z.object({ peeringConnectionId: required(z), peeringConnectionName: z.string() }),
)
export type RenamePeering = Infer<typeof RenamePeering>

export const ModifyPeeringEx = schema((z) =>
  z.object({
    peeringConnectionId: required(z),
    peeringConnectionName: z.string().optional(),
    bandwidth: z.union([z.literal('').transform(() => undefined), whole(z)]).optional(),
  }),
)
export type ModifyPeeringEx = Infer<typeof ModifyPeeringEx>

export const DescribePeerings = schema((z) =>
  z.object({
    vpcId: optional(z),
    peeringConnectionId: optional(z),
    peeringConnectionName: optional(z),
    state: oneOf(z, ['0', '1', '2', '3', '4', '5']),
    type: oneOf(z, ['1', '2']),
    // the lower-case n is the documentation's own
    ...paging(z, ['peeringConnectionname', 'peeringConnectionName', 'createTime']),
  }),
)
export type DescribePeerings = Infer<typeof DescribePeerings>

export const OneTask = schema((z) => z.object({ taskId: whole(z) }))
export type OneTask = Infer<typeof OneTask>
