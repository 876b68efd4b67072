import type { z as Zod } from 'zod'
import { schema } from '../../../../core/schema.ts'
import type { PeeringState } from '../../lifecycle.ts'
import { inName, oneOf, optional, optionalWhole, pageOf, paging, required, whole } from './parameters.ts'

/** The states of a peering by their number; CREATING has none. */
export const STATES: readonly PeeringState[] = ['PENDING', 'ACTIVE', 'EXPIRED', 'REJECTED', 'DELETED', 'FAILED']

// an empty name is refused by name, not as a missing parameter
const ends = (z: typeof Zod) => ({
  vpcId: required(z),
  peerVpcId: required(z),
  peerUin: required(z),
  peeringConnectionName: z.string(),
})

export const CreatePeering = schema((z) =>
  z.object(ends(z)).transform(({ vpcId: vpc, peerVpcId: peerVpc, peerUin, peeringConnectionName: name }) => ({
    vpc,
    peerVpc,
    peerUin,
    name,
  })),
)

export const CreatePeeringEx = schema((z) =>
  z
    .object({ ...ends(z), peerRegion: required(z), bandwidth: whole(z), type: oneOf(z, ['1', '2']) })
    .transform(({ vpcId: vpc, peerVpcId: peerVpc, peeringConnectionName: name, type, ...rest }) => ({
      ...rest,
      vpc,
      peerVpc,
      name,
      type: Number(type ?? 1),
    })),
)

export const OnePeering = schema((z) =>
  z.object({ peeringConnectionId: required(z) }).transform(({ peeringConnectionId: peering }) => ({ peering })),
)

export const RenamePeering = schema((z) =>
  z
    .object({ peeringConnectionId: required(z), peeringConnectionName: z.string() })
    .transform(({ peeringConnectionId: peering, peeringConnectionName: name }) => ({ peering, name })),
)

export const ModifyPeeringEx = schema((z) =>
  z
    .object({
      peeringConnectionId: required(z),
      peeringConnectionName: z.string().optional(),
      bandwidth: optionalWhole(z),
    })
    .transform(({ peeringConnectionId: peering, peeringConnectionName: name, bandwidth }) => ({
      peering,
      name,
      bandwidth,
    })),
)

export const DescribePeerings = schema((z) =>
  z
    .object({
      vpcId: optional(z),
      peeringConnectionId: optional(z),
      peeringConnectionName: optional(z),
      state: oneOf(z, ['0', '1', '2', '3', '4', '5']),
      type: oneOf(z, ['1', '2']),
      // the lower-case n is the documentation's own
      ...paging(z, { peeringConnectionname: 'name', peeringConnectionName: 'name', createTime: 'time' }),
    })
    .transform((asked) => {
      const { vpcId: vpc, peeringConnectionId: peering, peeringConnectionName: name, state, type } = asked
      const conditions = [
        ...inName(name),
        ...(state === undefined ? [] : [{ field: 'state' as const, values: [STATES[Number(state)]!] }]),
        ...(type === undefined ? [] : [{ field: 'type' as const, values: [type] }]),
      ]
      return { vpc, peering, conditions, ...pageOf(asked) }
    }),
)

export const OneTask = schema((z) =>
  z.object({ taskId: whole(z) }).transform(({ taskId }) => ({ task: String(taskId) })),
)
