import type { Listed } from '../../operations/lists.ts'
import type { CreatedVpc, VpcSummary } from '../../operations/vpcs.ts'
import type { Vpc } from '../../records/networks.ts'
import { beijing } from '../beijing.ts'
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
