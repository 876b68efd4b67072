import { defineEndpoints } from '../../world/provider.ts'

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

/** Every documented endpoint of the peering and route API and of what its clients need around it. */
export const endpoints = defineEndpoints({
  ...actions,
  api3: {
    method: 'POST',
    path: '/',
    rank: 'P2',
    planned: 'API 3.0 (vpc.tencentcloudapi.com, TC3 signatures) is another API than that of the document',
  },
})

export type Action = keyof typeof actions

/** The names of the actions of API v2. */
export const actionNames: readonly string[] = Object.keys(actions)

/** Whether API v2 has an action of this name, spelt exactly. */
export const isAction = (name: string | undefined): name is Action => name !== undefined && Object.hasOwn(actions, name)
