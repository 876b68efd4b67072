import type { Listed } from '../../operations/lists.ts'
import type { SubnetSummary } from '../../operations/subnets.ts'
import type { CreatedVpc, VpcSummary } from '../../operations/vpcs.ts'
import type { Vpc } from '../../records/networks.ts'
import { beijing } from '../beijing.ts'
import { addressesIn } from '../addresses.ts'
import { tagsView } from './common.ts'

// clients crash on a member that is missing, so those of what does not exist here are empty
const vpcView = (vpc: Vpc): object => ({
  VpcName: vpc.name,
  VpcId: vpc.id,
  CidrBlock: vpc.cidr,
  IsDefault: false,
  EnableMulticast: vpc.options.multicast,
  CreatedTime: beijing(vpc.createdAt),
  DnsServerSet: vpc.options.dnsServers,
  DomainName: vpc.options.domainName,
  DhcpOptionsId: '',
  EnableDhcp: true,
  Ipv6CidrBlock: '',
  TagSet: tagsView(vpc),
  AssistantCidrSet: [],
  EnableRouteVpcPublish: vpc.options.publishesBlock,
  Ipv6CidrBlockSet: [],
  EnableRouteVpcPublishIpv6: vpc.options.publishesIpv6Block,
  StackType: '',
})

export const createdVpcView = ({ vpc }: CreatedVpc): object => ({ Vpc: vpcView(vpc) })

export const vpcListView = ({ items, total }: Listed<VpcSummary>): object => ({
  TotalCount: total,
  VpcSet: items.map(({ vpc }) => vpcView(vpc)),
})

const subnetView = ({ subnet, devices }: SubnetSummary): object => {
  const { own, all } = addressesIn(subnet.cidr)
  return {
    VpcId: subnet.vpcId,
    SubnetId: subnet.id,
    SubnetName: subnet.name,
    CidrBlock: subnet.cidr,
    IsDefault: false,
    EnableBroadcast: subnet.broadcast,
    Zone: subnet.zone,
    RouteTableId: subnet.routeTableId,
    CreatedTime: beijing(subnet.createdAt),
    AvailableIpAddressCount: own - devices,
    Ipv6CidrBlock: '',
    NetworkAclId: '',
    IsRemoteVpcSnat: false,
    TotalIpAddressCount: all,
    TagSet: tagsView(subnet),
    CdcId: '',
    IsCdcSubnet: 0,
    StackType: '',
  }
}

export const createdSubnetView = ([subnet]: readonly SubnetSummary[]): object => ({ Subnet: subnetView(subnet!) })

export const createdSubnetsView = (subnets: readonly SubnetSummary[]): object => ({
  SubnetSet: subnets.map(subnetView),
})

interface Paged {
  readonly offset?: number | undefined
  readonly withToken: boolean
}

/** A token is there where the client pages by tokens; it is empty on the last page. */
export const subnetListView = ({ items, total }: Listed<SubnetSummary>, { offset = 0, withToken }: Paged): object => {
  const next = offset + items.length
  return {
    TotalCount: total,
    SubnetSet: items.map(subnetView),
    ...(withToken && { NextToken: next < total ? String(next) : '' }),
  }
}
