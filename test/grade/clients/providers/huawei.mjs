// Two VPCs of two tenants, the peering that one offers and the other accepts, and a route through it.
const [, , , , base, token, project, peerToken, peerProject] = process.argv
const headers = { 'x-auth-token': token }

const vpc = (name, cidr, headers, project) => ({
  headers,
  url: `${base}/v1/${project}/vpcs`,
  list: `${base}/v1/${project}/vpcs`,
  one: 'vpc',
  many: 'vpcs',
  id: 'id',
  name,
  body: () => ({ vpc: { name, cidr } }),
  own: (row) => row.name === name && row.cidr === cidr,
  state: ({ status }) => status,
  ready: 'OK',
  bad: ['ERROR'],
})

export const things = [
  vpc('east', '10.51.0.0/16', headers, project),
  vpc('west', '10.52.0.0/16', { 'x-auth-token': peerToken }, peerProject),
  {
    headers,
    url: `${base}/v2.0/vpc/peerings`,
    list: `${base}/v2.0/vpc/peerings`,
    one: 'peering',
    many: 'peerings',
    id: 'id',
    name: 'east-west',
    body: ([east, west]) => ({
      peering: {
        name: 'east-west',
        request_vpc_info: { vpc_id: east },
        accept_vpc_info: { vpc_id: west, tenant_id: peerProject },
      },
    }),
    own: (row, [east]) => row.name === 'east-west' && row.request_vpc_info.vpc_id === east,
    state: ({ status }) => status,
    ready: 'ACTIVE',
    bad: ['REJECTED', 'EXPIRED'],
    accept: (id, ask, row) =>
      row?.status === 'PENDING_ACCEPTANCE'
        ? ask('PUT', `${base}/v2.0/vpc/peerings/${id}/accept`, { headers: { 'x-auth-token': peerToken } })
        : undefined,
  },
  {
    headers,
    url: `${base}/v2.0/vpc/routes`,
    list: `${base}/v2.0/vpc/routes`,
    one: 'route',
    many: 'routes',
    id: 'id',
    name: 'way-west',
    body: ([east, , nexthop]) => ({ route: { type: 'peering', nexthop, destination: '10.52.0.0/16', vpc_id: east } }),
    own: (row, [east]) => row.vpc_id === east && row.destination === '10.52.0.0/16',
    early: ({ message }) => /nexthop|active/i.test(message),
  },
]
