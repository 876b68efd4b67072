import { type Endpoints, defineEndpoints } from '../../world/provider.ts'
import type { Pages } from '../../world/answers/paging.ts'

/** The actions of API v2, all of them on one path. */
const actions = defineEndpoints({
  CreateRoute: { method: 'POST', path: 'CreateRoute', rank: 'P0' },
  DeleteRoute: { method: 'POST', path: 'DeleteRoute', rank: 'P1' },
  DescribeRouteTable: { method: 'POST', path: 'DescribeRouteTable', rank: 'P1' },
  DescribeRoutes: { method: 'POST', path: 'DescribeRoutes', rank: 'P1' },
  CreateRouteTable: { method: 'POST', path: 'CreateRouteTable', rank: 'P1' },
  DeleteRouteTable: { method: 'POST', path: 'DeleteRouteTable', rank: 'P1' },
  ModifyRouteTableAttribute: { method: 'POST', path: 'ModifyRouteTableAttribute', rank: 'P1' },
  ModifyVPCRouteTable: { method: 'POST', path: 'ModifyVPCRouteTable', rank: 'P1' },
  AssociateRouteTable: { method: 'POST', path: 'AssociateRouteTable', rank: 'P1' },
  CreateVpc: { method: 'POST', path: 'CreateVpc', rank: 'P1' },
  DescribeVpcEx: { method: 'POST', path: 'DescribeVpcEx', rank: 'P1' },
  DeleteVpc: { method: 'POST', path: 'DeleteVpc', rank: 'P1' },
  ModifyVpcAttribute: { method: 'POST', path: 'ModifyVpcAttribute', rank: 'P1' },
  CreateSubnet: { method: 'POST', path: 'CreateSubnet', rank: 'P1' },
  DescribeSubnet: { method: 'POST', path: 'DescribeSubnet', rank: 'P1' },
  DescribeSubnetEx: { method: 'POST', path: 'DescribeSubnetEx', rank: 'P1' },
  ModifySubnetAttribute: { method: 'POST', path: 'ModifySubnetAttribute', rank: 'P1' },
  DeleteSubnet: { method: 'POST', path: 'DeleteSubnet', rank: 'P1' },
  CreateVpcPeeringConnection: { method: 'POST', path: 'CreateVpcPeeringConnection', rank: 'P1' },
  AcceptVpcPeeringConnection: { method: 'POST', path: 'AcceptVpcPeeringConnection', rank: 'P1' },
  RejectVpcPeeringConnection: { method: 'POST', path: 'RejectVpcPeeringConnection', rank: 'P1' },
  EnableVpcPeeringConnection: { method: 'POST', path: 'EnableVpcPeeringConnection', rank: 'P1' },
  DeleteVpcPeeringConnection: { method: 'POST', path: 'DeleteVpcPeeringConnection', rank: 'P1' },
  ModifyVpcPeeringConnection: { method: 'POST', path: 'ModifyVpcPeeringConnection', rank: 'P1' },
  CreateVpcPeeringConnectionEx: { method: 'POST', path: 'CreateVpcPeeringConnectionEx', rank: 'P1' },
  AcceptVpcPeeringConnectionEx: { method: 'POST', path: 'AcceptVpcPeeringConnectionEx', rank: 'P1' },
  RejectVpcPeeringConnectionEx: { method: 'POST', path: 'RejectVpcPeeringConnectionEx', rank: 'P1' },
  EnableVpcPeeringConnectionEx: { method: 'POST', path: 'EnableVpcPeeringConnectionEx', rank: 'P1' },
  DeleteVpcPeeringConnectionEx: { method: 'POST', path: 'DeleteVpcPeeringConnectionEx', rank: 'P1' },
  ModifyVpcPeeringConnectionEx: { method: 'POST', path: 'ModifyVpcPeeringConnectionEx', rank: 'P1' },
  DescribeVpcPeeringConnections: { method: 'POST', path: 'DescribeVpcPeeringConnections', rank: 'P1' },
  DescribeVpcTaskResult: { method: 'POST', path: 'DescribeVpcTaskResult', rank: 'P1' },
  CreateNatGateway: { method: 'POST', path: 'CreateNatGateway', rank: 'P2' },
  QueryNatGatewayProductionStatus: { method: 'POST', path: 'QueryNatGatewayProductionStatus', rank: 'P2' },
  DescribeNatGateway: { method: 'POST', path: 'DescribeNatGateway', rank: 'P2' },
  ModifyNatGateway: { method: 'POST', path: 'ModifyNatGateway', rank: 'P2' },
  DeleteNatGateway: { method: 'POST', path: 'DeleteNatGateway', rank: 'P2' },
  DescribeVpnGw: { method: 'POST', path: 'DescribeVpnGw', rank: 'P2' },
  CreateDirectConnectGateway: { method: 'POST', path: 'CreateDirectConnectGateway', rank: 'P2' },
  DescribeDirectConnectGateway: { method: 'POST', path: 'DescribeDirectConnectGateway', rank: 'P2' },
  DeleteDirectConnectGateway: { method: 'POST', path: 'DeleteDirectConnectGateway', rank: 'P2' },
  DescribeVpcLimit: {
    method: 'POST',
    path: 'DescribeVpcLimit',
    rank: 'P2',
    partial: 'numbers of quotas that are not enforced here are left out',
  },
  DescribeAccountVpcAttributes: { method: 'POST', path: 'DescribeAccountVpcAttributes', rank: 'P2' },
  DescribeVpcs: {
    method: 'POST',
    path: 'DescribeVpcs',
    rank: 'P2',
    partial: 'the members of the flat answer are those of DescribeVpcEx',
  },
})

/** The actions of the VPC product in API 3.0. Their names here tell them from those of v2. */
const vpcActions = defineEndpoints({
  'v3.CreateVpc': { method: 'POST', path: 'vpc/2017-03-12/CreateVpc', rank: 'P0' },
  'v3.DescribeVpcs': { method: 'POST', path: 'vpc/2017-03-12/DescribeVpcs', rank: 'P0' },
  'v3.ModifyVpcAttribute': { method: 'POST', path: 'vpc/2017-03-12/ModifyVpcAttribute', rank: 'P0' },
  'v3.DeleteVpc': { method: 'POST', path: 'vpc/2017-03-12/DeleteVpc', rank: 'P0' },
  'v3.CreateSubnet': { method: 'POST', path: 'vpc/2017-03-12/CreateSubnet', rank: 'P0' },
  'v3.DescribeSubnets': { method: 'POST', path: 'vpc/2017-03-12/DescribeSubnets', rank: 'P0' },
  'v3.ModifySubnetAttribute': {
    method: 'POST',
    path: 'vpc/2017-03-12/ModifySubnetAttribute',
    rank: 'P0',
  },
  'v3.DeleteSubnet': { method: 'POST', path: 'vpc/2017-03-12/DeleteSubnet', rank: 'P0' },
  'v3.CreateRouteTable': { method: 'POST', path: 'vpc/2017-03-12/CreateRouteTable', rank: 'P0' },
  'v3.DescribeRouteTables': {
    method: 'POST',
    path: 'vpc/2017-03-12/DescribeRouteTables',
    rank: 'P0',
  },
  'v3.ModifyRouteTableAttribute': {
    method: 'POST',
    path: 'vpc/2017-03-12/ModifyRouteTableAttribute',
    rank: 'P0',
  },
  'v3.DeleteRouteTable': { method: 'POST', path: 'vpc/2017-03-12/DeleteRouteTable', rank: 'P0' },
  'v3.ReplaceRouteTableAssociation': {
    method: 'POST',
    path: 'vpc/2017-03-12/ReplaceRouteTableAssociation',
    rank: 'P0',
  },
  'v3.CreateRoutes': { method: 'POST', path: 'vpc/2017-03-12/CreateRoutes', rank: 'P0' },
  'v3.ReplaceRoutes': { method: 'POST', path: 'vpc/2017-03-12/ReplaceRoutes', rank: 'P0' },
  'v3.DeleteRoutes': { method: 'POST', path: 'vpc/2017-03-12/DeleteRoutes', rank: 'P0' },
  'v3.CreateVpcPeeringConnection': {
    method: 'POST',
    path: 'vpc/2017-03-12/CreateVpcPeeringConnection',
    rank: 'P0',
  },
  'v3.AcceptVpcPeeringConnection': {
    method: 'POST',
    path: 'vpc/2017-03-12/AcceptVpcPeeringConnection',
    rank: 'P0',
  },
  'v3.RejectVpcPeeringConnection': {
    method: 'POST',
    path: 'vpc/2017-03-12/RejectVpcPeeringConnection',
    rank: 'P0',
  },
  'v3.ModifyVpcPeeringConnection': {
    method: 'POST',
    path: 'vpc/2017-03-12/ModifyVpcPeeringConnection',
    rank: 'P0',
  },
  'v3.DeleteVpcPeeringConnection': {
    method: 'POST',
    path: 'vpc/2017-03-12/DeleteVpcPeeringConnection',
    rank: 'P0',
  },
  'v3.DescribeVpcPeeringConnections': {
    method: 'POST',
    path: 'vpc/2017-03-12/DescribeVpcPeeringConnections',
    rank: 'P0',
  },
  'v3.CreateSubnets': { method: 'POST', path: 'vpc/2017-03-12/CreateSubnets', rank: 'P1' },
  'v3.DescribeRoutes': { method: 'POST', path: 'vpc/2017-03-12/DescribeRoutes', rank: 'P1' },
  'v3.DescribeRouteList': { method: 'POST', path: 'vpc/2017-03-12/DescribeRouteList', rank: 'P1' },
  'v3.ResetRoutes': { method: 'POST', path: 'vpc/2017-03-12/ResetRoutes', rank: 'P1' },
  'v3.EnableRoutes': { method: 'POST', path: 'vpc/2017-03-12/EnableRoutes', rank: 'P1' },
  'v3.DisableRoutes': { method: 'POST', path: 'vpc/2017-03-12/DisableRoutes', rank: 'P1' },
  'v3.DescribeRouteConflicts': {
    method: 'POST',
    path: 'vpc/2017-03-12/DescribeRouteConflicts',
    rank: 'P1',
    note: 'no route of a Cloud Connect Network exists here, so there is never a conflict',
  },
  'v3.DescribeVpcTaskResult': {
    method: 'POST',
    path: 'vpc/2017-03-12/DescribeVpcTaskResult',
    rank: 'P1',
  },
  'v3.DescribeVpcLimits': {
    method: 'POST',
    path: 'vpc/2017-03-12/DescribeVpcLimits',
    rank: 'P1',
    partial: 'quotas that are not enforced here are left out',
  },
  'v3.DescribeAccountAttributes': {
    method: 'POST',
    path: 'vpc/2017-03-12/DescribeAccountAttributes',
    rank: 'P1',
  },
})

/** The actions of the tag product that clients of the VPC product need. */
const tagActions = defineEndpoints({
  'v3.DescribeResourceTagsByResourceIds': {
    method: 'POST',
    path: 'tag/2018-08-13/DescribeResourceTagsByResourceIds',
    rank: 'P1',
  },
  'v3.ModifyResourceTags': { method: 'POST', path: 'tag/2018-08-13/ModifyResourceTags', rank: 'P1' },
})

const planned = 'not on the way of routes and peerings'

/** Every documented endpoint of the peering and route API and of what its clients need around it. */
export const endpoints = defineEndpoints({
  ...actions,
  ...vpcActions,
  ...tagActions,
  'v3.NotifyRoutes': { method: 'POST', path: 'vpc/2017-03-12/NotifyRoutes', rank: 'P2', planned },
  'v3.WithdrawNotifyRoutes': { method: 'POST', path: 'vpc/2017-03-12/WithdrawNotifyRoutes', rank: 'P2', planned },
  'v3.DescribeTaskResult': { method: 'POST', path: 'vpc/2017-03-12/DescribeTaskResult', rank: 'P2', planned },
  'v3.CreateDefaultVpc': { method: 'POST', path: 'vpc/2017-03-12/CreateDefaultVpc', rank: 'P2', planned },
  'v3.CreateNatGateway': { method: 'POST', path: 'vpc/2017-03-12/CreateNatGateway', rank: 'P2', planned },
  'v3.DescribeNatGateways': { method: 'POST', path: 'vpc/2017-03-12/DescribeNatGateways', rank: 'P2', planned },
})

export type Action = keyof typeof actions

// the table's own texts: one that was cut out of a request would keep all of it
const named = new Map(Object.keys(actions).map((name) => [name, name as Action]))

/** The action of API v2 of a name, spelt exactly. */
export const actionNamed = (name: string): Action | undefined => named.get(name)

const PREFIX = 'v3.'

type Operation3 = keyof typeof vpcActions | keyof typeof tagActions

type Named<O extends string> = O extends `${typeof PREFIX}${infer A}` ? A : never

/** An action of API 3.0 that is answered. */
export type Action3 = Named<Operation3>

/** The action of API 3.0 that an operation is; empty for any other. */
export const actionOf = (op: string | null): string => (op?.startsWith(PREFIX) ? op.slice(PREFIX.length) : '')

const operationsOf = (product: Endpoints): ReadonlyMap<string, Operation3> =>
  new Map(Object.keys(product).map((op) => [actionOf(op), op as Operation3]))

const answered = new Map([
  ['2017-03-12', operationsOf(vpcActions)],
  ['2018-08-13', operationsOf(tagActions)],
])

/** Whether API 3.0 has a version of a product under this date. */
export const isVersion = (version: string): boolean => answered.has(version)

/** The operation that an action is in a version of API 3.0, spelt exactly. */
export const operationNamed = (version: string, action: string): Operation3 | undefined =>
  answered.get(version)?.get(action)

/** Whether an operation only looks, which its method does not tell. */
export const isLook = (op: string): boolean => /^(?:v3\.)?(?:Describe|Query)/.test(op)

/** The names of the actions of both APIs. */
export const actionNames: readonly string[] = [...new Set(Object.keys(endpoints).map((op) => actionOf(op) || op))]

/** Which lists come in pages, and how: a client asks for the next one by its offset. */
export const pages: readonly Pages<keyof typeof endpoints>[] = [
  {
    ops: ['DescribeVpcEx', 'DescribeSubnetEx', 'DescribeRouteTable', 'DescribeVpcPeeringConnections', 'DescribeVpnGw'],
    parameter: 'offset',
    total: 'totalCount',
  },
  {
    ops: [
      'v3.DescribeVpcs',
      'v3.DescribeSubnets',
      'v3.DescribeRouteTables',
      'v3.DescribeRoutes',
      'v3.DescribeRouteList',
      'v3.DescribeVpcPeeringConnections',
      'v3.DescribeResourceTagsByResourceIds',
    ],
    within: 'Response',
    parameter: 'Offset',
    total: 'TotalCount',
  },
]
