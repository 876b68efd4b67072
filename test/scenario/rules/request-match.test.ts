import { describe, expect, test } from 'vitest'
import { createPeering, twoVpcs } from '../../providers/digitalocean/setup.ts'
import { fault, mistakesIn, play } from '../setup.ts'

const LIST = '/v2/vpc_peerings'

test.each([
  [
    'a provider',
    fault('match: { provider: digitalocan }, effect: { reset: true }'),
    ["test.yaml:3:23: no provider 'digitalocan' is served; did you mean 'digitalocean'?"],
  ],
  [
    'an operation',
    fault('match: { op: digitalocean/vpc_peering.get }, effect: { reset: true }'),
    [
      "test.yaml:3:23: there is no operation 'digitalocean/vpc_peering.get'; did you mean 'digitalocean/vpc_peerings.get'?",
    ],
  ],
  [
    'one operation of several',
    fault('match: { op: [digitalocean/vpcs.list, upcloud/networks.lst] }, effect: { reset: true }'),
    ["test.yaml:3:23: there is no operation 'upcloud/networks.lst'; did you mean 'upcloud/networks.list'?"],
  ],
  [
    'a CIDR block in a body',
    fault('match: { body: { x: { cidrOverlaps: 10.0.0/8 } } }, effect: { reset: true }'),
    ["test.yaml:3:31: '10.0.0/8' is no CIDR block"],
  ],
  [
    'a header without a condition',
    fault('match: { header: { x-a: {} } }, effect: { reset: true }'),
    ['test.yaml:3:33: a matcher needs at least one condition'],
  ],
])('a mistake is told with its place: %s', async (_, text, mistakes) => {
  expect(await mistakesIn(text)).toEqual(mistakes)
})

describe('match', () => {
  const hit = async (match: string, path = `${LIST}?region=nyc3`, headers = {}): Promise<boolean> => {
    const { api } = await play(`faults:\n  - { id: f, match: { ${match} }, effect: { error: internal } }`)
    return (await api('GET', path, undefined, headers)).status === 500
  }
  test.each([
    ['provider: digitalocean', true],
    ['op: "digitalocean/vpc_peerings.*"', true],
    ['op: "digitalocean/vpcs.*"', false],
    ['op: [digitalocean/vpcs.list, digitalocean/vpc_peerings.list]', true],
    ['method: [get]', true],
    ['method: POST', false],
    ['credential: dop_v1_anything', true],
    ['credential: { glob: "dop_v2_*" }', false],
    ['namespace: default', true],
    ['namespace: { not: default }', false],
    ['path: { glob: "/v2/*" }', true],
    ['query: { region: nyc3 }', true],
    ['query: { region: { in: [fra1, ams3] } }', false],
    ['query: { page: { exists: false } }', true],
    ['header: { X-Tenant: { exists: true } }', false],
  ])('%s: %s', async (match, expected) => {
    expect(await hit(match)).toBe(expected)
  })
  test('body, resource and state', async () => {
    const { api } = await play(
      'faults:\n' +
        '  - { id: range, match: { provider: digitalocean, body: { ip_range: { cidrOverlaps: 10.9.0.0/16 } } }, effect: { error: conflict } }\n' +
        '  - { id: busy, match: { op: digitalocean/vpc_peerings.delete, state: PROVISIONING }, effect: { error: peering_deleting } }',
    )
    expect((await api('POST', '/v2/vpcs', { name: 'x', region: 'nyc3', ip_range: '10.9.1.0/24' })).status).toBe(409)
    const { ids } = await twoVpcs(api)
    const { id } = await createPeering(api, 'p', ...ids)
    expect((await api('DELETE', `${LIST}/${id}`)).status).toBe(409)
  })
})
