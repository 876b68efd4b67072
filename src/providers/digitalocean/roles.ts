import type { Roles, Step } from '../../world/roles/roles.ts'
import type { endpoints } from './endpoints.ts'

const machine = 'digitalocean/vpc_peering'
const arrival: Step = { machine, from: 'PROVISIONING', to: 'ACTIVE' }

// far from what clients usually ask for
const range = (n: number): string => `172.${24 + (n >> 8)}.${n & 255}.0/24`
const vpcNamed = (name: string, n: number) => ({ name, region: 'nyc3', ip_range: range(n) })

/** What clients of the provider do. */
export const roles: Roles<keyof typeof endpoints> = {
  kinds: [
    {
      resource: 'digitalocean/vpc',
      ops: {
        create: ['vpcs.create'],
        get: ['vpcs.get'],
        list: ['vpcs.list'],
        update: ['vpcs.update', 'vpcs.replace'],
        delete: ['vpcs.delete'],
      },
      errors: { missing: 'vpc_not_found', busy: 'vpc_has_members', quota: 'vpc_quota' },
      shown: { optional: 'vpc.description', first: 'vpcs.0' },
      strangers: (names) => ({ vpcs: names.map(vpcNamed) }),
    },
    {
      resource: machine,
      ops: {
        create: ['vpc_peerings.create', 'vpcs.peerings.create'],
        get: ['vpc_peerings.get'],
        list: ['vpc_peerings.list', 'vpcs.peerings.list'],
        update: ['vpc_peerings.update', 'vpcs.peerings.update'],
        delete: ['vpc_peerings.delete'],
      },
      arrival,
      removal: { machine, from: 'DELETING', to: '$gone' },
      failure: { machine, from: 'PROVISIONING', to: 'ERROR', says: ['ERROR'] },
      loss: { machine, from: 'ACTIVE', to: 'ERROR', says: ['ERROR'] },
      errors: { missing: 'peering_not_found', busy: 'conflict', quota: 'peering_quota' },
      shown: { state: 'vpc_peering.status', optional: 'vpc_peering.created_at', first: 'vpc_peerings.0' },
      strangers: (names) => ({
        vpcs: [vpcNamed('stranger-hub', 0), ...names.map((_, n) => vpcNamed(`stranger-${n}`, n + 1))],
        vpc_peerings: names.map((name, n) => ({ name, vpc_ids: ['stranger-hub', `stranger-${n}`] })),
      }),
    },
  ],
}
