import { describe, expect, test } from 'vitest'
import { type ConfigError } from '../../../src/core/config.ts'
import { readConfigText } from '../../../src/core/input/config-file.ts'
import { createEmulator } from '../../../src/index.ts'
import { setup } from './setup.ts'

interface Vpc {
  id: string
  name: string
  region: string
  ip_range: string
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('fixtures', () => {
  test('need no ids and no ranges, and name VPCs by id or name', async () => {
    const given = '5a4981aa-9653-4bd1-bef5-d6bff52042e4'
    const digitalocean = {
      vpcs: [
        { id: given, name: 'hub', region: 'nyc3', ip_range: '10.77.0.0/24' },
        { name: 'spoke', region: 'ams3' },
      ],
      vpc_peerings: [
        { name: 'one', vpc_ids: ['hub', 'spoke'] },
        { name: 'two', vpc_ids: [given, 'default-sfo3'], status: 'PROVISIONING' },
      ],
      members: [{ vpc_id: 'spoke', name: 'web' }],
    }
    const { api, clock } = setup({ fixtures: { digitalocean } })
    const { vpcs } = (await api('GET', '/v2/vpcs?per_page=200')).body as { vpcs: Vpc[] }
    const named = (name: string) => vpcs.find((vpc) => vpc.name === name)!
    expect(named('spoke')).toMatchObject({
      id: expect.stringMatching(UUID),
      region: 'ams3',
      description: '',
      default: false,
    })
    expect(named('spoke').ip_range).toMatch(/^10\.\d+\.\d+\.0\/20$/)
    expect(new Set(vpcs.map((vpc) => vpc.ip_range)).size).toBe(vpcs.length)
    const pair = (a: string, b: string) => [named(a).id, named(b).id].toSorted()
    const list = (await api('GET', '/v2/vpc_peerings')).body as { vpc_peerings: object[] }
    expect(list.vpc_peerings).toEqual([
      {
        id: expect.stringMatching(UUID),
        name: 'one',
        vpc_ids: pair('hub', 'spoke'),
        created_at: '2026-01-01T00:00:00Z',
        status: 'ACTIVE',
      },
      {
        id: expect.stringMatching(UUID),
        name: 'two',
        vpc_ids: pair('hub', 'default-sfo3'),
        created_at: '2026-01-01T00:00:00Z',
        status: 'PROVISIONING',
      },
    ])
    clock.advance(2_000)
    expect((await api('GET', '/v2/vpc_peerings?per_page=1&page=2')).body).toMatchObject({
      vpc_peerings: [{ status: 'ACTIVE' }],
    })
    expect((await api('GET', `/v2/vpcs/${named('spoke').id}/members`)).body).toEqual({
      members: [{ urn: expect.stringMatching(/^do:droplet:\d+$/), name: 'web', created_at: '2026-01-01T00:00:00Z' }],
      links: {},
      meta: { total: 1 },
    })
  })

  test('are the same from the same seed', async () => {
    const fixtures = { digitalocean: { vpcs: [{ name: 'a', region: 'nyc3' }] } }
    const [one, other] = await Promise.all([1, 2].map(() => setup({ fixtures }).api('GET', '/v2/vpcs')))
    expect(other!.text).toBe(one!.text)
  })

  /** What is said of a fixture file, with its place in it. */
  const mistakeIn = async (yaml: string): Promise<string> => {
    const file = await readConfigText(yaml, 'records.yaml')
    try {
      createEmulator({ fixtures: file.value as Record<string, unknown> })
    } catch (error) {
      return file.blame(error as ConfigError).message
    }
    return ''
  }
  const ID = '5a4981aa-9653-4bd1-bef5-d6bff52042e4'
  const VPCS = `vpcs: [{ id: ${ID}, name: a, region: nyc3 }, { name: b, region: nyc3 }]`
  test.each<[string, string, string]>([
    [
      'an unknown list',
      'digitalocean:\n  vpc_peering: []',
      "records.yaml:2:3: fixtures.digitalocean has no 'vpc_peering'; did you mean 'vpc_peerings'?",
    ],
    [
      'an unknown member',
      'digitalocean:\n  vpcs:\n    - name: a\n      regoin: nyc3',
      "records.yaml:4:7: fixtures.digitalocean.vpcs.0 has no 'regoin'; did you mean 'region'?",
    ],
    [
      'a value of the wrong type',
      'digitalocean:\n  vpcs:\n    - region: nyc3\n      name: [a]',
      'records.yaml:4:7: fixtures.digitalocean.vpcs.0.name: expected text, not a list',
    ],
    [
      'an unknown region',
      'digitalocean:\n  vpcs:\n    - name: a\n      region: nyc9',
      "records.yaml:4:7: fixtures.digitalocean.vpcs.0.region: 'nyc9' is no region; did you mean 'nyc1'?",
    ],
    [
      'a repeated id',
      `digitalocean:\n  vpcs:\n    - { id: ${ID}, name: a, region: nyc3 }\n    - { id: ${ID}, name: b, region: nyc3 }`,
      `records.yaml:4:9: fixtures.digitalocean.vpcs.1.id: ${ID} is taken`,
    ],
    [
      'a peering of an unknown name',
      `digitalocean:\n  ${VPCS}\n  vpc_peerings:\n    - name: p\n      vpc_ids:\n        - a\n        - default-nyc4`,
      "records.yaml:7:11: fixtures.digitalocean.vpc_peerings.0.vpc_ids.1: there is no VPC 'default-nyc4'; did you mean 'default-nyc1'?",
    ],
    [
      'a peering of an unknown id',
      `digitalocean:\n  ${VPCS}\n  vpc_peerings:\n    - { name: p, vpc_ids: [a, ${ID.replace('5', '6')}] }`,
      `records.yaml:4:31: fixtures.digitalocean.vpc_peerings.0.vpc_ids.1: there is no VPC '${ID.replace('5', '6')}'; did you mean '${ID}'?`,
    ],
    [
      'a pair that is peered already',
      `digitalocean:\n  ${VPCS}\n  vpc_peerings:\n    - { name: p, vpc_ids: [a, b] }\n    - { name: q, vpc_ids: [b, ${ID}] }`,
      'records.yaml:5:18: fixtures.digitalocean.vpc_peerings.1.vpc_ids: the pair is already peered',
    ],
    [
      'a name that two have',
      'digitalocean:\n  vpcs: [{ name: default-nyc3, region: nyc3 }]\n  members:\n    - { vpc_id: default-nyc3, name: web }',
      "records.yaml:4:9: fixtures.digitalocean.members.0.vpc_id: several VPCs are named 'default-nyc3'; say which by its id",
    ],
    [
      'a repeated member',
      `digitalocean:\n  ${VPCS}\n  members:\n    - { vpc_id: a, urn: 'do:droplet:1', name: x }\n    - { vpc_id: b, urn: 'do:droplet:1', name: y }`,
      'records.yaml:5:20: fixtures.digitalocean.members.1.urn: do:droplet:1 is a member already',
    ],
  ])('end with the place of %s', async (_, yaml, message) => {
    expect(await mistakeIn(yaml)).toBe(message)
  })
})
