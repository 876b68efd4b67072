import type { Roles } from '../../world/roles/roles.ts'
import type { endpoints } from './endpoints.ts'

const machine = 'upcloud/network_peering'
const range = (n: number): string => `172.${24 + (n >> 8)}.${n & 255}.0/24`
const uuid = (kind: string, n: number): string =>
  `${kind}${n.toString(16).padStart(6, '0')}-5eed-4000-8000-000000000000`
const router = (n: number) => ({ uuid: uuid('04', n), name: `stranger-router-${n}` })
const network = (name: string, n: number) => ({
  uuid: uuid('03', n),
  name,
  zone: 'fi-hel1',
  address: range(n),
})

/** What clients of the provider do. */
export const roles: Roles<keyof typeof endpoints> = {
  kinds: [
    {
      resource: 'upcloud/router',
      ops: {
        create: ['routers.create'],
        get: ['routers.get'],
        list: ['routers.list'],
        update: ['routers.modify'],
        delete: ['routers.delete'],
      },
      errors: { missing: 'ROUTER_NOT_FOUND', busy: 'ROUTER_ATTACHED' },
      shown: { optional: 'router.labels', first: 'routers.router.0' },
      strangers: (names) => ({ routers: names.map((name, n) => ({ ...router(n), name })) }),
    },
    {
      resource: 'upcloud/network',
      ops: {
        create: ['networks.create'],
        get: ['networks.get'],
        list: ['networks.list'],
        update: ['networks.modify'],
        delete: ['networks.delete'],
      },
      errors: { missing: 'NETWORK_NOT_FOUND', busy: 'NETWORK_NOT_EMPTY' },
      shown: { optional: 'network.labels', first: 'networks.network.0' },
      strangers: (names) => ({ networks: names.map(network) }),
    },
    {
      resource: machine,
      ops: {
        create: ['network_peerings.create'],
        get: ['network_peerings.get'],
        list: ['network_peerings.list'],
        update: ['network_peerings.modify'],
        delete: ['network_peerings.delete'],
      },
      arrival: { machine, from: 'provisioning', to: 'active' },
      consent: { machine, from: 'pending-peer', to: 'active' },
      failure: { machine, from: 'provisioning', to: 'error', says: ['error'] },
      refusals: [
        { machine, from: 'pending-peer', to: 'peer-disabled', says: ['peer-disabled'] },
        { machine, from: 'pending-peer', to: 'conflict-subnet', says: ['conflict-subnet'] },
      ],
      loss: { machine, from: 'active', to: 'missing-peer-router', says: ['missing-peer-router'] },
      errors: { missing: 'PEERING_NOT_FOUND', busy: 'PEERING_NOT_DISABLED', quota: 'PEERING_LIMIT_REACHED' },
      shown: { state: 'network_peering.state', optional: 'network_peering.labels' },
      strangers: (names) => ({
        routers: [router(0), router(1)],
        networks: [
          { ...network('stranger-hub', 0), router: uuid('04', 0) },
          ...names.map((_, n) => ({ ...network(`stranger-${n}`, n + 1), router: uuid('04', 1) })),
        ],
        network_peerings: names.map((name, n) => ({
          name,
          network: uuid('03', 0),
          peer_network: uuid('03', n + 1),
        })),
      }),
    },
  ],
}
