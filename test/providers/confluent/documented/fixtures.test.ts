import { describe, expect, test } from 'vitest'
import { type ConfigError } from '../../../../src/core/config.ts'
import { readConfigText } from '../../../../src/core/input/config-file.ts'
import { createEmulator } from '../../../../src/index.ts'
import { ENVIRONMENTS, NETWORKS, PEERINGS, type Thing, basic, environmentOf, failure, setup } from '../setup.ts'

describe('fixtures', () => {
  const network = (change: object = {}) => ({
    id: 'n-6k5026',
    environment: 'env-gz903',
    spec: { cloud: 'AWS', region: 'us-east-1', connection_types: ['PEERING'], cidr: '10.1.0.0/16' },
    ...change,
  })
  const cloud = { kind: 'AwsPeering', account: '012345678901', vpc: 'vpc-0', routes: [], customer_region: 'us-west-2' }
  const peering = (change: object = {}) => ({
    id: 'peer-gez27g',
    environment: 'env-gz903',
    network: 'n-6k5026',
    spec: { display_name: 'prod', cloud },
    ...change,
  })
  const records = (more: object = {}) => ({
    environments: [{ id: 'env-gz903', display_name: 'stag', package: 'ADVANCED' }],
    networks: [network()],
    peerings: [peering()],
    ...more,
  })
  const build = (confluent: unknown, settings: Record<string, string> = {}) =>
    setup({ fixtures: { confluent }, settings: { confluent: settings } })

  test('put environments, networks and peerings in their phases', async () => {
    const status = { phase: 'FAILED', error_code: 'no', error_message: 'No.' }
    const { api } = build(records({ peerings: [peering(), peering({ id: 'peer-gez27j', status })] }))
    const list = (await api('GET', `${PEERINGS}?environment=env-gz903`)).body
    expect(list).toMatchObject({
      data: [
        { id: 'peer-gez27g', spec: { display_name: 'prod', cloud }, status: { phase: 'READY' } },
        { id: 'peer-gez27j', status },
      ],
    })
    const vpc = expect.stringMatching(/^vpc-[0-9a-f]{17}$/)
    expect((await api('GET', `${NETWORKS}/n-6k5026?environment=env-gz903`)).body).toMatchObject({
      status: { phase: 'READY', cloud: { vpc } },
    })
    expect((await api('GET', `${ENVIRONMENTS}/env-gz903`)).body).toMatchObject({
      stream_governance_config: { package: 'ADVANCED' },
    })
  })

  test('wait for a manual acceptance where that is set', async () => {
    const { api, clock } = build(records({ peerings: [peering({ status: { phase: 'PENDING_ACCEPT' } })] }), {
      acceptance: 'manual',
    })
    clock.advance(3_600_000)
    expect((await api('GET', `${PEERINGS}/peer-gez27g?environment=env-gz903`)).body).toMatchObject({
      status: { phase: 'PENDING_ACCEPT' },
    })
  })

  test('set quotas, of which 0 is none', async () => {
    const { api } = build({ quotas: { environments_per_organization: 1 } })
    const answer = await api('POST', ENVIRONMENTS, { display_name: 'x' })
    expect(answer.status).toBe(402)
    expect(answer.body).toEqual(
      failure(answer, 'quota_exceeded', null, ['Your organization is currently limited to 1 environments']),
    )
    const open = build({ quotas: { environments_per_organization: 0 } })
    for (let n = 0; n < 30; n++) expect((await open.api('POST', ENVIRONMENTS, { display_name: 'x' })).status).toBe(201)
  })

  test('need no ids, and say what they belong to by name or not at all', async () => {
    const spec = { display_name: 'hub', ...network().spec }
    const { api } = build({
      environments: [{ display_name: 'stag' }],
      networks: [{ environment: 'stag', spec }, { spec: { ...network().spec, display_name: 'spoke' } }],
      peerings: [
        { network: 'hub', spec: { cloud } },
        { environment: 'default', network: 'spoke', spec: { cloud } },
      ],
    })
    const { data } = (await api('GET', ENVIRONMENTS)).body as { data: Thing[] }
    expect(data.map(({ id }) => id)).toEqual([data[0]!.id, expect.stringMatching(/^env-[0-9degjklmnopqrvwxyz]{6}$/)])
    for (const [at, name] of [
      [1, 'hub'],
      [0, 'spoke'],
    ] as const) {
      const { id: environment } = data[at]!
      const list = async (path: string) =>
        ((await api('GET', `${path}?environment=${environment}`)).body as { data: Thing[] }).data
      const [[owner, ...more], peered] = [await list(NETWORKS), await list(PEERINGS)]
      expect([owner!.id, owner!.spec['display_name'], more]).toEqual([expect.stringMatching(/^n-\w{6}$/), name, []])
      expect(peered.map(({ id, spec: { network: of } }) => [id, (of as Thing).id])).toEqual([
        [expect.stringMatching(/^peer-\w{6}$/), owner!.id],
      ])
    }
  })

  test('give keys and tokens their environments, their scope and their rate', async () => {
    const { api, clientAs } = setup({
      rateLimits: 'enforce',
      fixtures: {
        confluent: {
          ...records(),
          api_keys: [{ key: 'CI', secret: 's', environments: ['stag'], rate_limit: { limit: 2 } }],
          tokens: [{ name: 'sts', token: 'reading', read_only: true, environments: ['env-gz903'] }],
        },
      },
    })
    const [key, token] = [clientAs({ authorization: basic('CI', 's') }), clientAs({ authorization: 'Bearer reading' })]
    const hidden = await environmentOf(api)
    for (const client of [key, token]) {
      expect((await client('GET', `${ENVIRONMENTS}/env-gz903`)).status).toBe(200)
      expect((await client('GET', `${ENVIRONMENTS}/${hidden}`)).status).toBe(404)
    }
    expect((await key('GET', ENVIRONMENTS)).status).toBe(429)
    const renamed = { spec: { display_name: 'x', environment: { id: 'env-gz903' } } }
    expect((await token('PATCH', `${PEERINGS}/peer-gez27g`, renamed)).status).toBe(403)
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
  const SPEC = 'spec: { cloud: AWS, region: us-east-1, connection_types: [PEERING], cidr: 10.1.0.0/16 }'
  const CLOUD = "{ kind: AwsPeering, account: '012345678901', vpc: vpc-0, routes: [], customer_region: us-west-2 }"
  test.each<[string, string, string]>([
    [
      'an unknown list',
      'confluent:\n  peering: []',
      "records.yaml:2:3: fixtures.confluent has no 'peering'; did you mean 'peerings'?",
    ],
    [
      'an unknown member of a spec',
      'confluent:\n  networks:\n    - spec:\n        cloud: AWS\n        region: us-east-1\n        connection_types: [PEERING]\n        cird: 10.1.0.0/16',
      "records.yaml:7:9: fixtures.confluent.networks.0.spec has no 'cird'; did you mean 'cidr'?",
    ],
    [
      'a value of the wrong type',
      'confluent:\n  environments:\n    - display_name: 7',
      'records.yaml:3:7: fixtures.confluent.environments.0.display_name: expected text, not a number',
    ],
    [
      'a value against its pattern',
      `confluent:\n  networks: [{ id: net, ${SPEC} }]`,
      "records.yaml:2:16: fixtures.confluent.networks.0.id: expected text like /^nr?-[0-9a-z]+$/, not 'net'",
    ],
    [
      'a repeated environment',
      'confluent:\n  environments:\n    - { id: env-gz903, display_name: a }\n    - { id: env-gz903, display_name: b }',
      'records.yaml:4:9: fixtures.confluent.environments.1.id: env-gz903 is already there',
    ],
    [
      'a repeated network',
      `confluent:\n  networks:\n    - { id: n-1, ${SPEC} }\n    - { id: n-1, ${SPEC} }`,
      'records.yaml:4:9: fixtures.confluent.networks.1.id: n-1 is already there',
    ],
    [
      'a network in no environment',
      `confluent:\n  networks:\n    - environment: defalt\n      ${SPEC}`,
      "records.yaml:3:7: fixtures.confluent.networks.0.environment: there is no environment 'defalt'; did you mean 'default'?",
    ],
    [
      'a key of no environment',
      'confluent:\n  api_keys:\n    - { key: CI, secret: s, environments: [default, other-one] }',
      "records.yaml:3:53: fixtures.confluent.api_keys.0.environments.1: there is no environment 'other-one'; it is one of ",
    ],
    [
      'a peering on no network',
      `confluent:\n  networks: [{ id: n-6k5026, ${SPEC} }]\n  peerings:\n    - network: n-6k5O26\n      spec: { cloud: ${CLOUD} }`,
      "records.yaml:4:7: fixtures.confluent.peerings.0.network: there is no network 'n-6k5O26'; did you mean 'n-6k5026'?",
    ],
    [
      'a name that two have',
      `confluent:\n  environments: [{ display_name: default }]\n  networks:\n    - environment: default\n      ${SPEC}`,
      "records.yaml:4:7: fixtures.confluent.networks.0.environment: several are named 'default'; say which by its id",
    ],
    [
      'a range that the service refuses',
      'confluent:\n  networks:\n    - spec:\n        cloud: AWS\n        region: us-east-1\n        connection_types: [PEERING]\n        cidr: 999.1.0.0/16',
      'records.yaml:7:9: fixtures.confluent.networks.0.spec.cidr: The CIDR block 999.1.0.0/16 is not valid',
    ],
    [
      'an account that the service refuses',
      `confluent:\n  networks: [{ id: n-1, ${SPEC} }]\n  peerings:\n    - network: n-1\n      spec: { cloud: ${CLOUD.replace('012345678901', '12')} }`,
      "records.yaml:5:42: fixtures.confluent.peerings.0.spec.cloud.account: expected text like /^\\d{12}$/, not '12'",
    ],
    [
      'an unknown kind of cloud',
      `confluent:\n  networks: [{ id: n-1, ${SPEC} }]\n  peerings:\n    - network: n-1\n      spec: { cloud: { kind: AwsPeerin } }`,
      'records.yaml:5:24: fixtures.confluent.peerings.0.spec.cloud.kind: expected AwsPeering, ',
    ],
  ])('end with the place of %s', async (_, yaml, message) => {
    expect((await mistakeIn(yaml)).slice(0, message.length)).toBe(message)
  })

  test('without any environment have nothing to belong to', () => {
    expect(() => setup({ empty: true, fixtures: { confluent: { networks: [{ spec: network().spec }] } } })).toThrow(
      'fixtures.confluent.networks.0.environment: there is no environment that it could belong to',
    )
  })
})
