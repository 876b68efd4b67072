// What the servers are asked to do: of each provider one peering, a list of 20, and a create.
import { createHmac } from 'node:crypto'

const NETWORKS = 520
// one more, which only the first peerings of a list by a filter join
const HUB = NETWORKS

const numbered = (make) => Array.from({ length: NETWORKS + 1 }, (_, n) => make(n))
const range = (n) => `172.${16 + (n >> 8)}.${n & 255}.0/24`
const uuid = (start, n) => `${start}000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** The networks that the peering number `n` joins: no pair comes twice within 134,940. */
const pairOf = (n) => {
  const left = n % NETWORKS
  return [left, (left + 1 + Math.floor(n / NETWORKS)) % NETWORKS]
}

const wire = (host, credentials) => (method, path, body) => {
  const head = [`${method} ${path} HTTP/1.1`, `Host: ${host}`, 'Accept: application/json', ...credentials]
  if (body === undefined) return `${head.join('\r\n')}\r\n\r\n`
  const type = body.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded'
  head.push(`Content-Type: ${type}`, `Content-Length: ${Buffer.byteLength(body)}`)
  return `${head.join('\r\n')}\r\n\r\n${body}`
}

/** The work of a provider that takes JSON: `one` is the path of a peering, `create` the body that makes the peering `n`. */
const ofJson = ({ host, credentials, collection, list, ofHub, pages = true, create, idIn, one }) => {
  const send = wire(host, credentials)
  const join = (n, a, b) => send('POST', collection, JSON.stringify(create(n, a, b)))
  return {
    pages,
    get: (made) => send('GET', one(idIn(made))),
    list: send('GET', list),
    create: (n) => join(n, ...pairOf(n)),
    ofHub: send('GET', ofHub),
    joinHub: (n) => join(1_000_000 + n, HUB, n),
  }
}

const digitalocean = {
  fixtures: { vpcs: numbered((n) => ({ id: uuid('a0', n), name: `vpc-${n}`, region: 'nyc3', ip_range: range(n) })) },
  settings: [],
  ...ofJson({
    host: 'api.digitalocean.com',
    credentials: ['Authorization: Bearer dop_v1_0123456789abcdef'],
    collection: '/v2/vpc_peerings',
    list: '/v2/vpc_peerings',
    ofHub: `/v2/vpcs/${uuid('a0', HUB)}/peerings`,
    create: (n, a, b) => ({ name: `peering-${n}`, vpc_ids: [uuid('a0', a), uuid('a0', b)] }),
    idIn: (made) => made.vpc_peering.id,
    one: (id) => `/v2/vpc_peerings/${id}`,
  }),
}

const ROUTER = uuid('04', 1)
const upcloud = {
  fixtures: {
    routers: [{ uuid: ROUTER, name: 'router' }],
    networks: numbered((n) => ({
      uuid: uuid('03', n),
      name: `network-${n}`,
      zone: 'fi-hel1',
      router: ROUTER,
      address: range(n),
    })),
  },
  settings: [],
  ...ofJson({
    host: 'api.upcloud.com',
    credentials: [`Authorization: Basic ${Buffer.from('peertwin:secret').toString('base64')}`],
    collection: '/1.3/network-peering',
    list: '/1.3/network-peering',
    // it knows no pages
    pages: false,
    ofHub: `/1.3/network-peering?network_uuid_local=${uuid('03', HUB)}`,
    create: (n, a, b) => ({
      network_peering: {
        name: `peering-${n}`,
        configured_status: 'active',
        network: { uuid: uuid('03', a) },
        peer_network: { uuid: uuid('03', b) },
      },
    }),
    idIn: (made) => made.network_peering.uuid,
    one: (id) => `/1.3/network-peering/${id}`,
  }),
}

/** A network of the emulator's making, on the router of the fixtures. */
upcloud.network = (n) =>
  wire('api.upcloud.com', [`Authorization: Basic ${Buffer.from('peertwin:secret').toString('base64')}`])(
    'POST',
    '/1.3/network',
    JSON.stringify({
      network: {
        name: `made-${n}`,
        zone: 'fi-hel1',
        router: ROUTER,
        ip_networks: { ip_network: [{ address: `10.${n >> 8}.${n & 255}.0/24`, dhcp: 'yes', family: 'IPv4' }] },
      },
    }),
  )

const confluent = {
  fixtures: {
    environments: [{ id: 'env-bench1', display_name: 'bench' }],
    networks: numbered((n) => ({
      id: `n-${String(n).padStart(6, '0')}`,
      environment: 'env-bench1',
      spec: { cloud: 'AWS', region: 'us-east-1', connection_types: ['PEERING'], cidr: '10.1.0.0/16' },
    })),
  },
  settings: ['confluent.peeringQuota=0'],
  ...ofJson({
    host: 'api.confluent.cloud',
    credentials: [`Authorization: Basic ${Buffer.from('BENCHBENCHBENCH1:secret').toString('base64')}`],
    collection: '/networking/v1/peerings',
    list: '/networking/v1/peerings?environment=env-bench1&page_size=20',
    ofHub: `/networking/v1/peerings?environment=env-bench1&page_size=20&spec.network=n-${String(HUB).padStart(6, '0')}`,
    create: (n, a) => ({
      spec: {
        display_name: `peering-${n}`,
        cloud: {
          kind: 'AwsPeering',
          account: '012345678901',
          vpc: `vpc-${String(n).padStart(8, '0')}`,
          routes: [range(a)],
          customer_region: 'us-west-2',
        },
        environment: { id: 'env-bench1' },
        network: { id: `n-${String(a).padStart(6, '0')}` },
      },
    }),
    idIn: (made) => made.id,
    one: (id) => `/networking/v1/peerings/${id}?environment=env-bench1`,
  }),
}

const PROJECT = '6fbe9263116a4b68818cf1edce16bc4f'
const huawei = {
  fixtures: { vpcs: numbered((n) => ({ id: uuid('9d', n), tenant: PROJECT, name: `vpc-${n}`, cidr: range(n) })) },
  settings: ['huawei.peeringQuota=-1'],
  ...ofJson({
    host: 'vpc.eu-de.otc.t-systems.com',
    credentials: ['X-Auth-Token: MIIBENCHbenchBENCHbench', `X-Project-Id: ${PROJECT}`],
    collection: '/v2.0/vpc/peerings',
    list: '/v2.0/vpc/peerings?limit=20',
    ofHub: `/v2.0/vpc/peerings?limit=20&vpc_id=${uuid('9d', HUB)}`,
    create: (n, a, b) => ({
      peering: {
        name: `peering-${n}`,
        request_vpc_info: { vpc_id: uuid('9d', a) },
        accept_vpc_info: { vpc_id: uuid('9d', b) },
      },
    }),
    idIn: (made) => made.peering.id,
    one: (id) => `/v2.0/vpc/peerings/${id}`,
  }),
}

const ACCOUNT = { uin: 909_619_400, secretId: 'AKIDbench', secretKey: 'bench' }
const TENCENT_HOST = 'vpc.api.qcloud.com'
const TENCENT_PATH = '/v2/index.php'
const vpcOf = (n) => `vpc-${String(n).padStart(8, '0')}`

/** A query as the official SDKs sign it. */
const signed = (method, action) => {
  const common = { Region: 'gz', SecretId: ACCOUNT.secretId, Nonce: '4711', SignatureMethod: 'HmacSHA1' }
  const all = { ...action, ...common, Timestamp: String(Math.floor(Date.now() / 1000)) }
  const pairs = Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const text = `${method}${TENCENT_HOST}${TENCENT_PATH}?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`
  const signature = createHmac('sha1', ACCOUNT.secretKey).update(text).digest('base64')
  return new URLSearchParams([...pairs, ['Signature', signature]]).toString()
}
const sendTencent = wire(TENCENT_HOST, [])
const describe = (filter = {}) =>
  sendTencent('GET', `${TENCENT_PATH}?${signed('GET', { Action: 'DescribeVpcPeeringConnections', ...filter })}`)
const joinTencent = (n, a, b) => {
  const fields = { vpcId: vpcOf(a), peerVpcId: vpcOf(b), peerUin: String(ACCOUNT.uin) }
  const asked = { Action: 'CreateVpcPeeringConnection', peeringConnectionName: `peering-${n}`, ...fields }
  return sendTencent('POST', TENCENT_PATH, signed('POST', asked))
}
const tencent = {
  pages: true,
  fixtures: {
    accounts: [
      {
        uin: ACCOUNT.uin,
        appId: '1351000042',
        keys: [{ secretId: ACCOUNT.secretId, secretKey: ACCOUNT.secretKey }],
      },
    ],
    vpcs: numbered((n) => ({ id: vpcOf(n), uin: ACCOUNT.uin, region: 'gz', name: `vpc-${n}`, cidrBlock: range(n) })),
  },
  settings: ['tencent.peeringQuota=1000000'],
  get: (made) => describe({ peeringConnectionId: made.peeringConnectionId }),
  list: describe(),
  create: (n) => joinTencent(n, ...pairOf(n)),
  ofHub: describe({ vpcId: vpcOf(HUB) }),
  joinHub: (n) => joinTencent(1_000_000 + n, HUB, n),
}

/** By provider: its fixtures, its settings, and its requests as they go over the wire. */
export const works = { digitalocean, upcloud, confluent, huawei, tencent }

/** The fixture file of all of them. */
export const fixtures = () =>
  JSON.stringify(Object.fromEntries(Object.entries(works).map(([name, { fixtures: own }]) => [name, own])))

/** The options of a server that is to do the work of a provider: quotas are for nobody to measure. */
export const flagsOf = (file, ...names) => [
  '--fixtures',
  file,
  ...names.flatMap((name) => works[name].settings.flatMap((setting) => ['--set', setting])),
]
