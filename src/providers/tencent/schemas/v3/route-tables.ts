import { schema } from '../../../../core/schema.ts'
import { apart, filters, neededBy } from './filters.ts'
import { flag, id, list, name, paging, someOf, tags } from './members.ts'
import { kindNamed } from './routes.ts'

export const CreateRouteTable = schema((z) =>
  z
    .strictObject({ VpcId: id(z, 'vpc'), RouteTableName: name(z), Tags: tags(z).optional() })
    .transform(({ VpcId: vpc, RouteTableName: name, Tags: tags }) => ({ vpc, name, tags })),
)

const FIELDS = {
  'route-table-id': 'id',
  'route-table-name': 'name',
  'vpc-id': 'vpc',
  'association.main': 'main',
  'tag-key': 'tagKey',
  visible: 'visible',
  'next-hop-type': 'kind',
} as const

export const DescribeRouteTables = schema((z) =>
  z
    .strictObject({
      RouteTableIds: list(z, id(z, 'rtb')).optional(),
      Filters: filters(z, FIELDS),
      ...paging(z),
      NeedRouterInfo: flag(z).default(true),
    })
    .refine(apart('RouteTableIds', 'Filters'), { path: ['Filters'] })
    .refine(neededBy('kind', ['id', 'vpc']), { path: ['Filters', 'next-hop-type'] })
    .transform(
      ({ RouteTableIds: ids, Filters: filters = [], Offset: offset, Limit: limit, NeedRouterInfo: withRoutes }) => {
        const ofKind = filters.find(({ field }) => field === 'kind')
        const conditions = filters.flatMap(({ field, ...rest }) => (field === 'kind' ? [] : [{ field, ...rest }]))
        return { ids: someOf(ids), conditions, kinds: ofKind?.values.map(kindNamed), offset, limit, withRoutes }
      },
    ),
)

export const ModifyRouteTableAttribute = schema((z) =>
  z
    .strictObject({ RouteTableId: id(z, 'rtb'), RouteTableName: name(z) })
    .transform(({ RouteTableId: table, RouteTableName: name }) => ({ table, name })),
)

export const OneRouteTable = schema((z) =>
  z.strictObject({ RouteTableId: id(z, 'rtb') }).transform(({ RouteTableId: table }) => ({ table })),
)

export const ReplaceRouteTableAssociation = schema((z) =>
  z
    .strictObject({ RouteTableId: id(z, 'rtb'), SubnetId: id(z, 'subnet') })
    .transform(({ RouteTableId: table, SubnetId: subnet }) => ({ table, subnets: [subnet] })),
)
