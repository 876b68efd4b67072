import type { z as Zod } from 'zod'
import { schema } from '../../../../core/schema.ts'
import { apart, filters } from './filters.ts'
import { flag, given, id, limit, list, name, paging, someOf, tags, whole } from './members.ts'

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
  'vpc-name': 'partOfName',
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

export const ModifyVpcAttribute = schema((z) =>
  z
    .strictObject({
      VpcId: id(z, 'vpc'),
      VpcName: name(z).optional(),
      ...options(z),
      // there are no dedicated clusters here
      EnableCdcPublish: flag(z).optional(),
    })
    .transform(({ VpcId: vpc, VpcName: name, ...rest }) => ({
      vpc,
      name,
      options: optionsOf(rest),
      nameMayRepeat: true,
    })),
)

export const OneVpc = schema((z) => z.strictObject({ VpcId: id(z, 'vpc') }).transform(({ VpcId: vpc }) => ({ vpc })))

const newSubnet = (z: typeof Zod) => ({ SubnetName: name(z), Zone: name(z), CidrBlock: z.string() })

export const CreateSubnet = schema((z) =>
  z
    .strictObject({ VpcId: id(z, 'vpc'), ...newSubnet(z), Tags: tags(z).optional() })
    .transform(({ VpcId: vpc, SubnetName: name, Zone: zone, CidrBlock: cidr, Tags: tags }) => ({
      vpc,
      subnets: [{ name, zone, cidr }],
      tags,
    })),
)

export const CreateSubnets = schema((z) =>
  z
    .strictObject({
      VpcId: id(z, 'vpc'),
      Subnets: list(
        z,
        z
          .strictObject({ ...newSubnet(z), RouteTableId: id(z, 'rtb').optional() })
          .transform(({ SubnetName: name, Zone: zone, CidrBlock: cidr, RouteTableId: table }) => ({
            name,
            zone,
            cidr,
            table,
          })),
      ),
      Tags: tags(z).optional(),
    })
    .transform(({ VpcId: vpc, Subnets: subnets, Tags: tags }) => ({ vpc, subnets, tags })),
)

const SUBNET_FIELDS = {
  'subnet-id': 'id',
  'vpc-id': 'vpc',
  'cidr-block': 'cidr',
  'is-default': 'notHere',
  'is-remote-vpc-snat': 'notHere',
  'subnet-name': 'name',
  zone: 'zone',
  'tag-key': 'tagKey',
  'cdc-id': 'nothing',
  'is-cdc-subnet': 'notHere',
  'ipv6-cidr-block': 'nothing',
  'isp-type': 'nothing',
  'address-type': 'nothing',
} as const

export const DescribeSubnets = schema((z) =>
  z
    .strictObject({
      SubnetIds: list(z, id(z, 'subnet')).optional(),
      Filters: filters(z, SUBNET_FIELDS),
      ...paging(z),
      // the newer way to page: a token is where the next page begins
      MaxResults: limit(z).optional(),
      NextToken: whole(z).optional(),
    })
    .refine(apart('SubnetIds', 'Filters'), { path: ['Filters'] })
    .transform(({ SubnetIds: ids, Filters: conditions, Offset, Limit, MaxResults, NextToken }) => ({
      ids: someOf(ids),
      conditions,
      offset: NextToken ?? Offset,
      limit: MaxResults ?? Limit,
      withToken: MaxResults !== undefined || NextToken !== undefined,
    })),
)

export const ModifySubnetAttribute = schema((z) =>
  z
    .strictObject({
      SubnetId: id(z, 'subnet'),
      SubnetName: name(z).optional(),
      EnableBroadcast: flag(z).optional(),
    })
    .transform(({ SubnetId: subnet, SubnetName: name, EnableBroadcast: broadcast }) => ({ subnet, name, broadcast })),
)

export const OneSubnet = schema((z) =>
  z.strictObject({ SubnetId: id(z, 'subnet') }).transform(({ SubnetId: subnet }) => ({ subnet })),
)
