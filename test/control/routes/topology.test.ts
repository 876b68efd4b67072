import { expect, test } from 'vitest'
import { topologyRoutes } from '../../../src/control/routes/topology.ts'
import { topology } from '../../../src/providers/digitalocean/topology.ts'
import { covers, invalid, ok, setup } from '../setup.ts'

covers(topologyRoutes)

const [HUB, SPOKE, PEERING] = [
  '5a4981aa-9653-4bd1-bef5-d6bff52042e4',
  '7c4981aa-9653-4bd1-bef5-d6bff52042e4',
  '6b5c619c-359c-44ca-87e2-47e98170c01d',
] as const

const bench = () =>
  setup({
    settings: { digitalocean: { defaultVpcs: false } },
    fixtures: {
      digitalocean: {
        vpcs: [
          { id: HUB, name: 'hub', region: 'nyc3', ip_range: '10.77.0.0/24' },
          { id: SPOKE, name: 'spoke', region: 'ams3', ip_range: '10.78.0.0/24' },
        ],
        vpc_peerings: [{ id: PEERING, name: 'hub-spoke', vpc_ids: [HUB, SPOKE], status: 'ERROR' }],
      },
    },
  })

const local = (destination: string) => ({ destination, next: { kind: 'local', id: null }, enabled: true })
const over = (destination: string) => ({ destination, next: { kind: 'peering', id: PEERING }, enabled: false })
const own = { main: true, implicit: true }

test('GET /topology draws networks, peerings and the routes that the service keeps by itself', async () => {
  const { control } = bench()
  const expected = ok({
    topologies: [
      {
        provider: 'digitalocean',
        networks: [
          { id: HUB, name: 'hub', account: null, region: 'nyc3', ranges: ['10.77.0.0/24'], external: false },
          { id: SPOKE, name: 'spoke', account: null, region: 'ams3', ranges: ['10.78.0.0/24'], external: false },
        ],
        subnets: [],
        peerings: [
          { id: PEERING, name: 'hub-spoke', ends: [HUB, SPOKE], state: 'ERROR', passes: false, oneWay: false },
        ],
        routers: [],
        tables: [
          { id: HUB, name: 'hub', network: HUB, ...own, routes: [local('10.77.0.0/24'), over('10.78.0.0/24')] },
          { id: SPOKE, name: 'spoke', network: SPOKE, ...own, routes: [local('10.78.0.0/24'), over('10.77.0.0/24')] },
        ],
        states: topology.rules.states,
      },
    ],
  })
  expect(await control('GET', '/topology')).toEqual(expected)
  expect(await control('GET', '/topology?provider=digitalocean')).toEqual(expected)
})

test('a provider that is not served is named with the nearest one', async () => {
  const { control } = bench()
  expect(await control('GET', '/topology?provider=digitalocan')).toEqual(
    invalid("no provider 'digitalocan' is served; did you mean 'digitalocean'?"),
  )
})
