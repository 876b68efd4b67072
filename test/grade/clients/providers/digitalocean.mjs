// The two VPCs and the peering between them that the clients here make.
const { DIGITALOCEAN_API_URL: base, DIGITALOCEAN_TOKEN: token } = process.env

const headers = { authorization: `Bearer ${token}` }
const at = (path) => `${base}${path}`

/** A row in a list of pages, each of which links the next one. */
const next = (page) => page.links?.pages?.next || undefined

const kind = (path, one, many) => ({
  headers,
  url: at(path),
  list: at(`${path}?per_page=50`),
  one,
  many,
  id: 'id',
  next,
})
const vpc = (name, ip_range) => ({
  ...kind('/v2/vpcs', 'vpc', 'vpcs'),
  name,
  body: () => ({ name, region: 'nyc3', ip_range }),
  own: (row) => row.name === name && row.ip_range === ip_range,
})

/** What is to be there, in the order in which it is made; `body` gets the ids of what was made before. */
export const things = [
  vpc('east', '10.51.0.0/16'),
  vpc('west', '10.52.0.0/16'),
  {
    ...kind('/v2/vpc_peerings', 'vpc_peering', 'vpc_peerings'),
    name: 'east-west',
    body: (ids) => ({ name: 'east-west', vpc_ids: ids }),
    own: (row, ids) => row.name === 'east-west' && ids.every((id) => row.vpc_ids.includes(id)),
    state: (row) => row.status,
    ready: 'ACTIVE',
    bad: ['ERROR'],
  },
]
