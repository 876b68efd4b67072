// What the servers are asked to do.
import { BEARER } from './processes.mjs'

const VPCS = 520

const vpcId = (n) => `a0000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** Enough VPCs for 134,940 peerings, as a fixture file. */
export const fixtures = () => {
  const vpcs = Array.from({ length: VPCS }, (_, n) => ({
    id: vpcId(n),
    name: `vpc-${n}`,
    region: 'nyc3',
    ip_range: `172.${16 + (n >> 8)}.${n & 255}.0/24`,
  }))
  return JSON.stringify({ digitalocean: { vpcs } })
}

const pairs = []
for (let a = 0; a < VPCS; a++) for (let b = a + 1; b < VPCS; b++) pairs.push([vpcId(a), vpcId(b)])

const wire = (method, path, body = '') => {
  const head = [`${method} ${path} HTTP/1.1`, 'Host: 127.0.0.1', 'Accept: application/json']
  head.push(`Authorization: ${BEARER.authorization}`)
  if (body !== '') head.push('Content-Type: application/json', `Content-Length: ${body.length}`)
  return `${head.join('\r\n')}\r\n\r\n${body}`
}

export const PEERINGS = '/v2/vpc_peerings'

/** The body that creates the peering number `n`. */
export const peering = (n) => JSON.stringify({ name: `peering-${n}`, vpc_ids: pairs[n] })

export const get = (path) => [wire('GET', path)]
/** One request for each of the peerings from `from` on. */
export const create = (from, count) =>
  Array.from({ length: count }, (_, n) => wire('POST', PEERINGS, peering(from + n)))
