import type { Listed } from '../../operations/lists.ts'
import type { SubnetSummary } from '../../operations/subnets.ts'
import type { CreatedVpc, VpcSummary } from '../../operations/vpcs.ts'
import { addressesIn } from '../addresses.ts'
import { beijing } from '../beijing.ts'
import { listView } from './common.ts'

// the page's table says unVpcId, its example and every client uniqVpcId
export const createdVpcView = ({ vpc, table, subnets }: CreatedVpc): object => ({
  vpcId: vpc.oldId,
  uniqVpcId: vpc.id,
  unVpcId: vpc.id,
  vpcCreateTime: beijing(vpc.createdAt),
  ...(subnets && {
    subnetSet: subnets.map((subnet) => ({
      subnetId: subnet.oldId,
      unSubnetId: subnet.id,
      routeTableId: table.oldId,
      subnetName: subnet.name,
      cidrBlock: subnet.cidr,
      zoneId: subnet.zoneId,
    })),
  }),
  routeTableSet: [{ routeTableId: table.oldId, routeTableType: 1, routeTableName: table.name }],
})

export const vpcView = ({ vpc, ...held }: VpcSummary): object => ({
  vpcId: vpc.oldId,
  unVpcId: vpc.id,
  vpcName: vpc.name,
  cidrBlock: vpc.cidr,
  subnetNum: held.subnets,
  routeTableNum: held.routeTables,
  vpnGwNum: held.vpnGateways,
  vpcPeerNum: held.peerings,
  sflowNum: 0,
  vpcDeviceNum: held.devices,
  classicLinkNum: 0,
  vpgNum: 0,
  natNum: held.nats,
  createTime: beijing(vpc.createdAt),
  isDefault: false,
  isMulticast: vpc.options.multicast,
})

/** The documented example shows no new id of the table. */
const createdSubnetView = ({ subnet, table }: SubnetSummary): object => ({
  subnetId: subnet.oldId,
  unSubnetId: subnet.id,
  routeTableId: table.oldId,
  unRouteTableId: null,
  subnetName: subnet.name,
  cidrBlock: subnet.cidr,
  zoneId: subnet.zoneId,
  zone: subnet.zone,
})

export const createdSubnetsView = (subnets: readonly SubnetSummary[]): object => ({
  subnetSet: subnets.map(createdSubnetView),
})

export const flatSubnetView = ({ subnet, table, devices }: SubnetSummary): object => ({
  subnetId: subnet.oldId,
  subnetName: subnet.name,
  subnetCreateTime: beijing(subnet.createdAt),
  routeTableId: table.oldId,
  cidrBlock: subnet.cidr,
  zoneId: subnet.zoneId,
  totalIPNum: addressesIn(subnet.cidr).own,
  availableIPNum: addressesIn(subnet.cidr).own - devices,
})

const subnetView =
  (withAcl: boolean) =>
  ({ subnet, vpc, table, devices }: SubnetSummary): object => ({
    vpcId: vpc.oldId,
    unVpcId: vpc.id,
    vpcName: vpc.name,
    vpcCidrBlock: vpc.cidr,
    subnetId: subnet.oldId,
    unSubnetId: subnet.id,
    subnetName: subnet.name,
    subnetCreateTime: beijing(subnet.createdAt),
    routeTableId: table.oldId,
    unRouteTableId: table.id,
    routeTableName: table.name,
    cidrBlock: subnet.cidr,
    zoneId: subnet.zoneId,
    zone: subnet.zone,
    vpcDevices: devices,
    ...(withAcl && { networkAclId: 0 }),
    totalIPNum: addressesIn(subnet.cidr).own,
    availableIPNum: addressesIn(subnet.cidr).own - devices,
    broadcast: subnet.broadcast,
    isDefault: false,
    rtbNum: 1,
  })

export const subnetListView = (list: Listed<SubnetSummary>, { withAcl }: { readonly withAcl: boolean }): object =>
  listView(list, subnetView(withAcl))

export const vpcListView = (list: Listed<VpcSummary>): object => listView(list, vpcView)
