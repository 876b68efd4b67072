import { schema } from '../../../../core/schema.ts'
import type { TaggedKind } from '../../operations/tags.ts'
import { list, name, paging } from './members.ts'

const KINDS: Readonly<Record<string, TaggedKind>> = { vpc: 'vpc', subnet: 'subnet', rtb: 'route_table', pcx: 'peering' }
const PREFIXES = ['vpc', 'subnet', 'rtb', 'pcx'] as const

export const DescribeResourceTags = schema((z) =>
  z
    .strictObject({
      ServiceType: z.enum(['vpc']),
      ResourcePrefix: z.enum(PREFIXES),
      ResourceRegion: z.string().optional(),
      ResourceIds: list(z, name(z)),
      ...paging(z),
    })
    .transform(({ ResourcePrefix, ResourceIds: ids, Offset: offset, Limit: limit }) => ({
      kind: KINDS[ResourcePrefix]!,
      ids,
      offset,
      limit,
    })),
)

// qcs::vpc:ap-guangzhou:uin/100000000001:subnet/subnet-2ari9m7h
const RESOURCE = /^qcs:[^:]*:vpc:[^:]*:uin\/\d*:(vpc|subnet|rtb|pcx)\/(\S+)$/

const replaced = schema((z) =>
  list(
    z,
    z
      .strictObject({ TagKey: z.string(), TagValue: z.string().default('') })
      .transform(({ TagKey: key, TagValue: value }) => ({ key, value })),
  ),
)

export const ModifyResourceTags = schema((z) =>
  z
    .strictObject({
      Resource: z.string().regex(RESOURCE),
      ReplaceTags: replaced().default([]),
      DeleteTags: list(z, z.strictObject({ TagKey: name(z) })).default([]),
    })
    .transform(({ Resource, ReplaceTags: put, DeleteTags }) => {
      const [, prefix, id] = RESOURCE.exec(Resource)!
      return { kind: KINDS[prefix!]!, id: id!, put, drop: DeleteTags.map(({ TagKey }) => TagKey) }
    }),
)
