/** Every action that is answered, by the rank of the behaviour sheet. */
export const names = {
  P0: ['CreateRoute'],
  P1: [
    'DeleteRoute',
    'DescribeRouteTable',
    'DescribeRoutes',
    'CreateRouteTable',
    'DeleteRouteTable',
    'ModifyRouteTableAttribute',
    'ModifyVPCRouteTable',
    'AssociateRouteTable',
    'CreateVpc',
    'DescribeVpcEx',
    'DeleteVpc',
    'ModifyVpcAttribute',
    'CreateSubnet',
    'DescribeSubnet',
    'DescribeSubnetEx',
    'ModifySubnetAttribute',
    'DeleteSubnet',
    'CreateVpcPeeringConnection',
    'AcceptVpcPeeringConnection',
    'RejectVpcPeeringConnection',
    'EnableVpcPeeringConnection',
    'DeleteVpcPeeringConnection',
    'ModifyVpcPeeringConnection',
    'CreateVpcPeeringConnectionEx',
    'AcceptVpcPeeringConnectionEx',
    'RejectVpcPeeringConnectionEx',
    'EnableVpcPeeringConnectionEx',
    'DeleteVpcPeeringConnectionEx',
    'ModifyVpcPeeringConnectionEx',
    'DescribeVpcPeeringConnections',
    'DescribeVpcTaskResult',
  ],
  P2: [
    'CreateNatGateway',
    'QueryNatGatewayProductionStatus',
    'DescribeNatGateway',
    'DeleteNatGateway',
    'DescribeVpnGw',
    'CreateDirectConnectGateway',
    'DescribeDirectConnectGateway',
    'DeleteDirectConnectGateway',
    'DescribeVpcLimit',
    'DescribeAccountVpcAttributes',
    'DescribeVpcs',
  ],
} as const

type Rank = keyof typeof names

export type ActionName = (typeof names)[Rank][number]

const all: ReadonlySet<string> = new Set(Object.values(names).flat())

export const isAction = (name: string | undefined): name is ActionName => name !== undefined && all.has(name)
