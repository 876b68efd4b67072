// A router, two networks on it, and the peerings between them from either side.
const { UPCLOUD_USERNAME: user, UPCLOUD_PASSWORD: password, UPCLOUD_DEBUG_API_BASE_URL: base } = process.env
const headers = { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }

const kind = (path, one, name) => ({
  headers,
  url: `${base}/1.3/${path}`,
  list: `${base}/1.3/${path}`,
  one,
  many: one,
  rows: (page) => Object.values(page)[0][one] ?? Object.values(page)[0].map((row) => row[one] ?? row),
  id: 'uuid',
  name,
  own: (row) => row.name === name,
})
const router = (name) => ({ ...kind('router', 'router', name), body: () => ({ router: { name } }) })
const network = (name, address, nth) => ({
  ...kind('network', 'network', name),
  list: `${base}/1.3/network?zone=fi-hel1`,
  body: (ids) => ({
    network: {
      name,
      zone: 'fi-hel1',
      router: ids[nth],
      ip_networks: { ip_network: [{ address, dhcp: 'yes', family: 'IPv4' }] },
    },
  }),
})
const peering = (name, a, b) => ({
  ...kind('network-peering', 'network_peering', name),
  body: (ids) => ({
    network_peering: {
      name,
      configured_status: 'active',
      network: { uuid: ids[a] },
      peer_network: { uuid: ids[b] },
    },
  }),
  own: (row, ids) => row.name === name && row.network.uuid === ids[a],
  state: (row) => row.state,
  before: (id, ask) =>
    ask(
      'PATCH',
      `${base}/1.3/network-peering/${id}`,
      { headers },
      { network_peering: { configured_status: 'disabled' } },
    ),
})

export const things = [
  router('router-east'),
  router('router-west'),
  network('east', '10.51.0.0/24', 0),
  network('west', '10.52.0.0/24', 1),
  peering('east-west', 2, 3),
  { ...peering('west-east', 3, 2), ready: 'active', bad: ['error', 'conflict-subnet', 'missing-peer-router'] },
]
