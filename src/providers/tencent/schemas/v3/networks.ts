import type { z as Zod } from 'zod'
import { schema } from '../../../../core/schema.ts'
import { apart, filters } from './filters.ts'
import { flag, given, id, list, name, paging, tags } from './members.ts'

const DNS_LIMIT = 4

/** What CreateVpc and ModifyVpcAttribute let clients choose. */
const options = (z: typeof Zod) => ({
  EnableMulticast: flag(z).optional(),
  DnsServers: list(z, z.string()).pipe(z.array(z.ipv4()).max(DNS_LIMIT)).optional(),
  DomainName: z.string().optional(),
  EnableRouteVpcPublish: flag(z).optional(),
  EnableRouteVpcPublishIpv6: flag(z).optional(),
})

interface Options {
  readonly EnableMulticast?: boolean | undefined
  readonly DnsServers?: readonly string[] | undefined
  readonly DomainName?: string | undefined
  readonly EnableRouteVpcPublish?: boolean | undefined
  readonly EnableRouteVpcPublishIpv6?: boolean | undefined
}

const optionsOf = (read: Options) =>
  given({
    multicast: read.EnableMulticast,
    dnsServers: read.DnsServers,
    domainName: read.DomainName,
    publishesBlock: read.EnableRouteVpcPublish,
    publishesIpv6Block: read.EnableRouteVpcPublishIpv6,
  })

export const CreateVpc = schema((z) =>
  z
    .strictObject({ VpcName: name(z), CidrBlock: z.string(), ...options(z), Tags: tags(z).optional() })
    .transform(({ VpcName: name, CidrBlock: cidr, Tags: tags, ...rest }) => ({
      name,
      cidr,
      tags,
      options: optionsOf(rest),
      // what this API allows and v2 does not
      nameMayRepeat: true,
      masksFrom: 12 as const,
    })),
)

const VPC_FIELDS = {
  'vpc-name': 'name',
  'is-default': 'isDefault',
  'vpc-id': 'id',
  'cidr-block': 'cidr',
  'tag-key': 'tagKey',
  'ipv6-cidr-block': 'nothing',
  'isp-type': 'nothing',
  'address-type': 'nothing',
} as const

export const DescribeVpcs = schema((z) =>
  z
    .strictObject({ VpcIds: list(z, id(z, 'vpc')).optional(), Filters: filters(z, VPC_FIELDS), ...paging(z) })
    .refine(apart('VpcIds', 'Filters'), { path: ['Filters'] })
    .transform(({ VpcIds: ids, Filters: conditions, Offset: offset, Limit: limit }) => ({
      ids: someOf(ids),
      conditions,
      offset,
      limit,
    })),
)

/** A list that says something. */
const someOf = <T>(items: readonly T[] | undefined) => (items?.length ? items : undefined)
