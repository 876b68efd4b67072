import { describe, expect, test, vi } from 'vitest'
import { Sorted } from '../../src/core/shared/sorted.ts'
import { type Emulator, createEmulator } from '../../src/index.ts'
import { FIRST, commonOf, signed } from './tencent/setup.ts'

const [FEW, MANY] = [60, 900]
const LISTED = 5

/** Networks n from 1 on, of which each but the last is a peer of the next one, and the first ones are peers of a hub. */
const numbered = (
  count: number,
  network: object,
  hub: object,
  peering: (name: string, ends: readonly [string, string]) => object,
) => ({
  networks: [hub, { repeat: count, ...network }],
  peerings: [
    { repeat: LISTED, ...peering('hub-{n}', ['hub', 'spoke-{n}']) },
    { repeat: count - 1, ...peering('peering-{n}', ['spoke-{n}', 'spoke-{n+1}']) },
  ],
})

const RANGE = '10.{n/256}.{n%256}.0/24'
const uuid = (digit: string, number: string) => `${digit.repeat(8)}-0000-4000-8000-00000000${number}`

interface Work {
  readonly base: string
  readonly headers?: Record<string, string>
  readonly fixtures: (count: number) => Record<string, unknown>
  /** Lists of peerings: the first page, one far behind, and those of the hub. */
  readonly lists: (count: number) => Readonly<Record<string, string>>
}

const awsPeering = (vpc: string) => ({
  kind: 'AwsPeering',
  account: '012345678901',
  vpc,
  routes: [],
  customer_region: 'us-west-2',
})

const describePeerings = (more: object = {}) => {
  const all: Record<string, string> = { ...commonOf(FIRST, 'DescribeVpcPeeringConnections'), ...more }
  return `/v2/index.php?${new URLSearchParams(signed('GET', all, FIRST.secretKey)).toString()}`
}

const works: Readonly<Record<string, Work>> = {
  digitalocean: {
    base: 'http://api.digitalocean.com',
    headers: { authorization: 'Bearer dop_v1_0123456789abcdef' },
    fixtures: (count) => {
      const hub = { id: uuid('a', '0000'), name: 'hub', region: 'nyc3', ip_range: '10.200.0.0/24' }
      const spoke = { name: 'spoke-{n}', region: 'nyc3', ip_range: RANGE }
      const { networks, peerings } = numbered(count, spoke, hub, (name, vpc_ids) => ({ name, vpc_ids }))
      return { vpcs: networks, vpc_peerings: peerings }
    },
    lists: (count) => ({
      first: '/v2/vpc_peerings?per_page=5',
      deep: `/v2/vpc_peerings?per_page=5&page=${Math.floor(count / LISTED) - 1}`,
      hub: `/v2/vpcs/${uuid('a', '0000')}/peerings`,
    }),
  },
  upcloud: {
    base: 'http://api.upcloud.com',
    headers: { authorization: `Basic ${btoa('peertwin:secret')}` },
    fixtures: (count) => {
      const hub = { uuid: uuid('0', '0000'), name: 'hub', zone: 'fi-hel1', address: '10.200.0.0/24' }
      const spoke = { uuid: uuid('0', '{n:4}'), name: 'spoke-{n}', zone: 'fi-hel1', address: RANGE }
      const idOf = (name: string) => uuid('0', name === 'hub' ? '0000' : name.replace('spoke-', '').replace('}', ':4}'))
      const { networks, peerings } = numbered(count, spoke, hub, (name, [a, b]) => ({
        name,
        network: idOf(a),
        peer_network: idOf(b),
      }))
      return { networks, network_peerings: peerings }
    },
    // it knows no pages
    lists: () => ({ hub: `/1.3/network-peering?network_uuid_local=${uuid('0', '0000')}` }),
  },
  confluent: {
    base: 'http://api.confluent.cloud',
    headers: { authorization: `Basic ${btoa('BENCHBENCHBENCH1:secret')}` },
    fixtures: (count) => {
      const spec = { cloud: 'AWS', region: 'us-east-1', connection_types: ['PEERING'], cidr: '10.1.0.0/16' }
      const { networks, peerings } = numbered(
        count,
        { id: 'n-{n:6}', environment: 'env-pages1', spec: { ...spec, display_name: 'spoke-{n}' } },
        { id: 'n-hub000', environment: 'env-pages1', spec: { ...spec, display_name: 'hub' } },
        (name, [network]) => ({
          environment: 'env-pages1',
          network,
          spec: { display_name: name, cloud: awsPeering(`vpc-${name}`) },
        }),
      )
      return { environments: [{ id: 'env-pages1', display_name: 'pages' }], networks, peerings }
    },
    lists: () => ({
      first: '/networking/v1/peerings?environment=env-pages1&page_size=5',
      hub: '/networking/v1/peerings?environment=env-pages1&page_size=5&spec.network=n-hub000',
    }),
  },
  huawei: {
    base: 'http://vpc.eu-de.otc.t-systems.com',
    headers: { 'x-auth-token': 'MIIpagesPAGESpages', 'x-project-id': '6fbe9263116a4b68818cf1edce16bc4f' },
    fixtures: (count) => {
      const tenant = '6fbe9263116a4b68818cf1edce16bc4f'
      const { networks, peerings } = numbered(
        count,
        { tenant, name: 'spoke-{n}', cidr: RANGE },
        { id: uuid('9', '0000'), tenant, name: 'hub', cidr: '10.200.0.0/24' },
        (name, [request_vpc_id, accept_vpc_id]) => ({ name, request_vpc_id, accept_vpc_id }),
      )
      return { vpcs: networks, peerings }
    },
    lists: () => ({
      first: '/v2.0/vpc/peerings?limit=5',
      hub: `/v2.0/vpc/peerings?limit=5&vpc_id=${uuid('9', '0000')}`,
    }),
  },
  tencent: {
    base: 'http://vpc.api.qcloud.com',
    fixtures: (count) => {
      const idOf = (name: string) =>
        `vpc-${name === 'hub' ? '00000000' : name.replace('spoke-', '').replace('}', ':8}')}`
      const vpc = { uin: FIRST.uin, region: 'gz' }
      const { networks, peerings } = numbered(
        count,
        { ...vpc, id: 'vpc-{n:8}', name: 'spoke-{n}', cidrBlock: RANGE },
        { ...vpc, id: 'vpc-00000000', name: 'hub', cidrBlock: '10.200.0.0/24' },
        (name, [a, b]) => ({ name, vpcId: idOf(a), peerVpcId: idOf(b) }),
      )
      return { vpcs: networks, peerings }
    },
    lists: (count) => ({
      first: describePeerings({ limit: '5' }),
      deep: describePeerings({ limit: '5', offset: String(count - LISTED) }),
      hub: describePeerings({ vpcId: 'vpc-00000000' }),
    }),
  },
}

/** How many items come out of tables and indexes while something is done. */
const itemsOf = async (work: () => Promise<void>): Promise<number> => {
  const [slices, walks] = [vi.spyOn(Sorted.prototype, 'slice'), vi.spyOn(Sorted.prototype, Symbol.iterator)]
  await work()
  const sliced = slices.mock.results.map(({ value }) => (value as unknown[]).length)
  const walked = walks.mock.contexts.map((list) => (list as Sorted<unknown>).size)
  vi.restoreAllMocks()
  return [...sliced, ...walked].reduce((sum, count) => sum + count, 0)
}

const itemsPerList = async (provider: string, { base, headers = {}, fixtures, lists }: Work, count: number) => {
  const emulator: Emulator = createEmulator({ providers: [provider], fixtures: { [provider]: fixtures(count) } })
  const items: Record<string, number> = {}
  for (const [name, path] of Object.entries(lists(count))) {
    const ask = async () => {
      const answer = await emulator.fetch(new Request(base + path, { headers }))
      const text = await answer.text()
      expect([answer.status, text.match(/"(?:hub|peering)-\d/g)?.length], text).toEqual([200, LISTED])
    }
    await ask() // what is looked up for the first time gets its index
    items[name] = await itemsOf(ask)
  }
  await emulator.close()
  return items
}

describe('a page of a list takes no more rows out of tables, however many there are', () => {
  test.each(Object.entries(works))('%s', async (provider, work) => {
    const [few, many] = [await itemsPerList(provider, work, FEW), await itemsPerList(provider, work, MANY)]
    expect(many).toEqual(few)
  })
})
