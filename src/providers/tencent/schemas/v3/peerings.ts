import { schema } from '../../../../core/schema.ts'
import type { PeeringState } from '../../lifecycle.ts'
import type { Order } from '../../operations/lists.ts'
import { regionNamed, regions } from '../../records/regions.ts'
import { apart, filters } from './filters.ts'
import { given, id, list, name, paging, someOf, tags, whole } from './members.ts'

/** The types of a peering, by their number in v2 less one. */
export const TYPES = ['VPC_PEER', 'VPC_BM_PEER'] as const
const CHARGES = ['POSTPAID_BY_DAY_MAX', 'POSTPAID_BY_MONTH_95'] as const

// what this API allows and v2 does not
const NAMES = { nameMayRepeat: true }
const CHANGEABLE: readonly PeeringState[] = ['PENDING', 'ACTIVE']

export const CreatePeering = schema((z) =>
  z
    .strictObject({
      SourceVpcId: id(z, 'vpc'),
      PeeringConnectionName: name(z),
      DestinationVpcId: id(z, 'vpc'),
      DestinationUin: z.string().regex(/^\d+$/),
      DestinationRegion: z.enum(regions.map((region) => region.name)),
      Bandwidth: whole(z).optional(),
      Type: z.enum(TYPES).optional(),
      ChargeType: z.enum(CHARGES).optional(),
      QosLevel: z.enum(['PT', 'AU', 'AG', '']).optional(),
      Tags: tags(z).optional(),
    })
    .transform((read) => ({
      vpc: read.SourceVpcId,
      name: read.PeeringConnectionName,
      peerVpc: read.DestinationVpcId,
      peerUin: read.DestinationUin,
      peerRegion: regionNamed(read.DestinationRegion)!.code,
      choices: given({
        bandwidth: read.Bandwidth,
        type: read.Type === undefined ? undefined : 1 + TYPES.indexOf(read.Type),
        charge: read.ChargeType,
        quality: read.QosLevel,
        tags: read.Tags,
      }),
      ...NAMES,
    })),
)

export const OnePeering = schema((z) =>
  z.strictObject({ PeeringConnectionId: id(z, 'pcx') }).transform(({ PeeringConnectionId: peering }) => ({ peering })),
)

export const ModifyPeering = schema((z) =>
  z
    .strictObject({
      PeeringConnectionId: id(z, 'pcx'),
      PeeringConnectionName: name(z).optional(),
      Bandwidth: whole(z).optional(),
      ChargeType: z.enum(CHARGES).optional(),
    })
    .transform(
      ({ PeeringConnectionId: peering, PeeringConnectionName: name, Bandwidth: bandwidth, ChargeType: charge }) => ({
        peering,
        name,
        choices: given({ bandwidth, charge }),
        inStates: CHANGEABLE,
        ...NAMES,
      }),
    ),
)

const FIELDS = { 'vpc-id': 'vpc', state: 'state', 'peering-connection-name': 'name' } as const
const ORDERS: Readonly<Record<string, Order>> = { CreatedTime: 'time', PeeringConnectionName: 'name' }

export const DescribePeerings = schema((z) =>
  z
    .strictObject({
      PeeringConnectionIds: list(z, id(z, 'pcx')).optional(),
      Filters: filters(z, FIELDS),
      ...paging(z),
      OrderField: z.enum(['CreatedTime', 'PeeringConnectionName']).optional(),
      OrderDirection: z.enum(['DESC', 'ASC', 'desc', 'asc']).optional(),
    })
    .refine(apart('PeeringConnectionIds', 'Filters'), { path: ['Filters'] })
    .transform((read) => ({
      ids: someOf(read.PeeringConnectionIds),
      conditions: read.Filters,
      offset: read.Offset,
      limit: read.Limit,
      orderBy: read.OrderField === undefined ? undefined : ORDERS[read.OrderField],
      ascending: read.OrderDirection?.toUpperCase() === 'ASC',
    })),
)
