import type { Roles } from '../../world/roles/roles.ts'
import type { endpoints } from './endpoints.ts'

const [peering, network] = ['confluent/peering', 'confluent/network']
const block = (n: number): string => `10.${n % 90}.0.0/16`
const code = { 'status.error_code': 'invalid_vpc', 'status.error_message': 'No such VPC.' }
const says = ['invalid_vpc', 'No such VPC.']
const networkNamed = (display_name: string, n: number) => ({
  spec: { display_name, cloud: 'AWS', region: 'us-east-1', connection_types: ['PEERING'], cidr: block(n) },
})

/** What clients of the provider do. */
export const roles: Roles<keyof typeof endpoints> = {
  kinds: [
    {
      resource: 'confluent/environment',
      ops: {
        create: ['environments.create'],
        get: ['environments.get'],
        list: ['environments.list'],
        update: ['environments.update'],
        delete: ['environments.delete'],
      },
      errors: { missing: 'resource_not_found', busy: 'resource_in_use', quota: 'environment_quota' },
      shown: { first: 'data.0' },
      strangers: (names) => ({ environments: names.map((display_name) => ({ display_name })) }),
    },
    {
      resource: network,
      ops: {
        create: ['networks.create'],
        get: ['networks.get'],
        list: ['networks.list'],
        update: ['networks.update'],
        delete: ['networks.delete'],
      },
      arrival: { machine: network, from: 'PROVISIONING', to: 'READY' },
      removal: { machine: network, from: 'DEPROVISIONING', to: '$gone' },
      failure: { machine: network, from: 'PROVISIONING', to: 'FAILED', set: code, says },
      errors: { missing: 'network_not_found', busy: 'resource_in_use' },
      shown: { state: 'status.phase', optional: 'spec.reserved_cidr', first: 'data.0' },
      strangers: (names) => ({ networks: names.map(networkNamed) }),
    },
    {
      resource: peering,
      ops: {
        create: ['peerings.create'],
        get: ['peerings.get'],
        list: ['peerings.list'],
        update: ['peerings.update'],
        delete: ['peerings.delete'],
      },
      arrival: { machine: peering, from: 'PROVISIONING', to: 'PENDING_ACCEPT' },
      consent: { machine: peering, from: 'PENDING_ACCEPT', to: 'READY' },
      removal: { machine: peering, from: 'DEPROVISIONING', to: '$gone' },
      failure: { machine: peering, from: 'PROVISIONING', to: 'FAILED', set: code, says },
      refusals: [{ machine: peering, from: 'PENDING_ACCEPT', to: 'FAILED', set: code, says }],
      loss: { machine: peering, from: 'READY', to: 'DISCONNECTED', says: ['DISCONNECTED'] },
      errors: { missing: 'peering_not_found', busy: 'resource_in_use' },
      shown: { state: 'status.phase', optional: 'spec.display_name', first: 'data.0' },
      strangers: (names) => ({
        networks: [networkNamed('stranger-hub', 91)],
        peerings: names.map((display_name, n) => ({
          network: 'stranger-hub',
          spec: {
            display_name,
            cloud: {
              kind: 'AwsPeering',
              account: '012345678901',
              vpc: `vpc-5${String(n).padStart(7, '0')}`,
              routes: [`172.${16 + (n >> 8)}.${n & 255}.0/24`],
              customer_region: 'us-west-2',
            },
          },
        })),
      }),
    },
  ],
  login: ['sessions.create'],
  roomy: { peeringQuota: 0, environmentQuota: 0 },
}
