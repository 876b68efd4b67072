import type { Roles } from '../../world/roles/roles.ts'
import type { endpoints } from './endpoints.ts'

const [peering, vpc, subnet] = ['huawei/peering', 'huawei/vpc', 'huawei/subnet']
const range = (n: number): string => `172.${24 + (n >> 8)}.${n & 255}.0/24`
const vpcNamed = (name: string, n: number) => ({ name, cidr: range(n) })

/** What clients of the provider do. */
export const roles: Roles<keyof typeof endpoints> = {
  kinds: [
    {
      resource: vpc,
      ops: {
        create: ['vpcs.create', 'vpcs.v3.create'],
        get: ['vpcs.get', 'vpcs.v3.get'],
        list: ['vpcs.list', 'vpcs.v3.list'],
        update: ['vpcs.update', 'vpcs.v3.update'],
        delete: ['vpcs.delete', 'vpcs.v3.delete'],
      },
      arrival: { machine: vpc, from: 'CREATING', to: 'OK' },
      failure: { machine: vpc, from: 'CREATING', to: 'ERROR', says: ['ERROR'] },
      loss: { machine: vpc, from: 'OK', to: 'ERROR', says: ['ERROR'] },
      errors: { missing: 'router_not_found', busy: 'vpc_busy' },
      shown: { state: 'vpc.status', optional: 'vpc.description', first: 'vpcs.0' },
      strangers: (names) => ({ vpcs: names.map(vpcNamed) }),
    },
    {
      resource: subnet,
      ops: {
        create: ['subnets.create'],
        get: ['subnets.get'],
        list: ['subnets.list'],
        update: ['subnets.update'],
        delete: ['subnets.delete'],
      },
      arrival: { machine: subnet, from: 'UNKNOWN', to: 'ACTIVE' },
      failure: { machine: subnet, from: 'UNKNOWN', to: 'ERROR', says: ['ERROR'] },
      errors: { missing: 'not_found' },
      shown: { state: 'subnet.status', first: 'subnets.0' },
    },
    {
      resource: peering,
      ops: {
        create: ['peerings.create'],
        get: ['peerings.get'],
        list: ['peerings.list'],
        update: ['peerings.update'],
        delete: ['peerings.delete'],
        accept: ['peerings.accept'],
      },
      consent: { machine: peering, from: 'PENDING_ACCEPTANCE', to: 'ACTIVE' },
      refusals: [
        { machine: peering, from: 'PENDING_ACCEPTANCE', to: 'REJECTED', says: ['REJECTED'] },
        { machine: peering, from: 'PENDING_ACCEPTANCE', to: 'EXPIRED', says: ['EXPIRED'] },
      ],
      loss: { machine: peering, from: 'ACTIVE', to: 'EXPIRED', says: ['EXPIRED'] },
      errors: { missing: 'not_found', busy: 'peering_status_conflict' },
      shown: { state: 'peering.status', optional: 'peering.description', first: 'peerings.0' },
      strangers: (names) => ({
        vpcs: [vpcNamed('stranger-hub', 0), ...names.map((_, n) => vpcNamed(`stranger-${n}`, n + 1))],
        peerings: names.map((name, n) => ({ name, request_vpc_id: 'stranger-hub', accept_vpc_id: `stranger-${n}` })),
      }),
    },
    {
      resource: 'huawei/route',
      ops: { create: ['routes.create'], get: ['routes.get'], list: ['routes.list'], delete: ['routes.delete'] },
      errors: { early: 'nexthop_not_active' },
      shown: { first: 'routes.0' },
    },
  ],
  login: ['tokens.create'],
  expired: 'signature_wrong',
  roomy: { vpcQuota: 2000, peeringQuota: 2000 },
}
