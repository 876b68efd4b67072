import type { Roles } from '../../world/roles/roles.ts'
import type { endpoints } from './endpoints.ts'

const [peering, task, nat] = ['tencent/peering', 'tencent/task', 'tencent/nat_gateway']
const region = 'gz'
const range = (n: number): string => `172.${24 + (n >> 8)}.${n & 255}.0/24`
const vpcNamed = (name: string, n: number) => ({ name, region, cidrBlock: range(n) })

/** What clients of the provider do. */
export const roles: Roles<keyof typeof endpoints> = {
  kinds: [
    {
      resource: 'tencent/vpc',
      ops: {
        create: ['CreateVpc'],
        list: ['DescribeVpcEx'],
        update: ['ModifyVpcAttribute'],
        delete: ['DeleteVpc'],
      },
      errors: { missing: 'InvalidVpc.NotFound', busy: 'InvalidVpc.CannotDelete', quota: 'VpcLimitExceeded' },
      shown: { number: 'code', first: 'data.0' },
      strangers: (names) => ({ vpcs: names.map(vpcNamed) }),
    },
    {
      resource: nat,
      ops: {
        create: ['CreateNatGateway'],
        get: ['QueryNatGatewayProductionStatus'],
        list: ['DescribeNatGateway'],
        update: ['ModifyNatGateway'],
        delete: ['DeleteNatGateway'],
      },
      arrival: { machine: nat, from: 'CREATING', to: 'AVAILABLE' },
      failure: { machine: nat, from: 'CREATING', to: 'FAILED', says: ['2', 'FAILED'] },
      errors: {
        missing: 'InvalidNatGatewayId.NotFound',
        busy: 'InvalidNatGateway.InUse',
        quota: 'NatGatewayLimitExceeded',
      },
      shown: { state: 'data.status', number: 'data.status', first: 'data.0' },
    },
    {
      resource: peering,
      ops: {
        create: ['CreateVpcPeeringConnection', 'CreateVpcPeeringConnectionEx'],
        get: ['DescribeVpcTaskResult'],
        list: ['DescribeVpcPeeringConnections'],
        update: ['ModifyVpcPeeringConnection', 'ModifyVpcPeeringConnectionEx'],
        delete: ['DeleteVpcPeeringConnection', 'DeleteVpcPeeringConnectionEx'],
        accept: ['AcceptVpcPeeringConnection', 'AcceptVpcPeeringConnectionEx'],
      },
      arrival: { machine: task, from: 'RUNNING', to: 'SUCCESS' },
      consent: { machine: peering, from: 'PENDING', to: 'ACTIVE' },
      failure: {
        machine: task,
        from: 'RUNNING',
        to: 'FAILED',
        set: { 'output.errorCode': 'PurchaseFailed', 'output.errorMsg': 'The payment failed.' },
        says: ['PurchaseFailed', 'payment', 'FAILED', '1'],
      },
      refusals: [
        { machine: peering, from: 'PENDING', to: 'REJECTED', says: ['REJECTED', '4'] },
        { machine: peering, from: 'PENDING', to: 'EXPIRED', says: ['EXPIRED', '3'] },
      ],
      loss: { machine: peering, from: 'ACTIVE', to: 'EXPIRED', says: ['EXPIRED', '3'] },
      errors: {
        missing: 'InvalidPeeringConnection.NotFound',
        busy: 'ActionLocked',
        quota: 'PeeringConnectionLimitExceeded',
      },
      shown: { state: 'data.status', number: 'data.status', first: 'data.0' },
      strangers: (names) => ({
        vpcs: [vpcNamed('stranger-hub', 0), ...names.map((_, n) => vpcNamed(`stranger-${n}`, n + 1))],
        peerings: names.map((name, n) => ({
          name,
          vpcId: 'stranger-hub',
          peerVpcId: `stranger-${n}`,
          state: 'ACTIVE',
        })),
      }),
    },
    {
      resource: 'tencent/route',
      ops: { create: ['CreateRoute'], list: ['DescribeRoutes', 'DescribeRouteTable'], delete: ['DeleteRoute'] },
      errors: { early: 'InvalidRouteNextHub.NotFound' },
      shown: { number: 'code', first: 'data.0' },
    },
  ],
  hidden: ['InternalError', 'BalanceInsufficient'],
  expired: 'RequestExpired',
  roomy: { vpcQuota: 2000, peeringQuota: 2000 },
}
