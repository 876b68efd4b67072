import { describe, expect, test } from 'vitest'
import { force } from '../../helpers/socket.ts'
import type { Answered } from '../../helpers/setup.ts'
import {
  BASE,
  type Bench,
  ENVIRONMENTS,
  NETWORKS,
  PEERINGS,
  type Thing,
  aws,
  azure,
  createNetwork,
  createPeering,
  environmentOf,
  failure,
  gcp,
  networkSpec,
  peeringSpec,
  ready,
  refused,
  setup,
  success,
} from './setup.ts'

const CRN = /^crn:\/\/confluent\.cloud\/organization=[0-9a-f-]{36}\/environment=env-[0-9a-z]{6}/

describe('POST /networking/v1/peerings', () => {
  test('answers 202 with Location and the whole object, members sorted by name', async () => {
    const { api, environment, network } = await ready()
    const answer = await api('POST', PEERINGS, { spec: peeringSpec(environment, network, aws(), 'prod') })
    const { id, metadata, spec } = answer.body as Thing
    expect(id).toMatch(/^peer-[0-9degjklmnopqrvwxyz]{6}$/)
    expect(answer.status).toBe(202)
    expect(answer.headers).toEqual({ ...success(997, true, 57), location: `${BASE}${PEERINGS}/${id}` })
    const at = expect.stringMatching(/^2026-01-01T00:00:03(\.\d{1,6})?Z$/)
    const environmentCrn = (spec['environment'] as { resource_name: string }).resource_name
    expect(environmentCrn).toMatch(CRN)
    expect(answer.text).toBe(
      JSON.stringify({
        api_version: 'networking/v1',
        id,
        kind: 'Peering',
        metadata: {
          created_at: metadata.created_at,
          resource_name: `${environmentCrn}/network=${network}/peering=${id}`,
          self: `${BASE}${PEERINGS}/${id}?environment=${environment}`,
          updated_at: metadata.created_at,
        },
        spec: {
          cloud: {
            account: '012345678901',
            customer_region: 'us-west-2',
            kind: 'AwsPeering',
            routes: ['10.108.16.0/21'],
            vpc: 'vpc-0',
          },
          display_name: 'prod',
          environment: {
            api_version: 'org/v2',
            id: environment,
            kind: 'Environment',
            related: `${BASE}/v2/environments/${environment}`,
            resource_name: environmentCrn,
          },
          network: {
            api_version: 'networking/v1',
            id: network,
            kind: 'Network',
            related: `${BASE}/networking/v1/networks/${network}?environment=${environment}`,
            resource_name: `${environmentCrn}/network=${network}`,
          },
        },
        status: { phase: 'PROVISIONING' },
      }),
    )
    expect(metadata.created_at).toEqual(at)
  })

  test('goes through PENDING_ACCEPT to READY by itself, each step a change', async () => {
    const { api, clock, environment, network } = await ready()
    const { id, metadata } = await createPeering(api, environment, network)
    const see = async () => (await api('GET', `${PEERINGS}/${id}?environment=${environment}`)).body as Thing
    expect((await see()).status).toEqual({ phase: 'PROVISIONING' })
    clock.advance(1_999)
    expect((await see()).status).toEqual({ phase: 'PROVISIONING' })
    clock.advance(1)
    const pending = await see()
    expect(pending.status).toEqual({ phase: 'PENDING_ACCEPT' })
    clock.advance(2_000)
    const done = await see()
    expect(done.status).toEqual({ phase: 'READY' })
    const times = [metadata.created_at, pending.metadata.updated_at, done.metadata.updated_at].map((at) =>
      Date.parse(at),
    )
    expect(times).toEqual([times[0], times[0]! + 2_000, times[0]! + 4_000])
    expect(done.metadata.created_at).toBe(metadata.created_at)
  })

  const violations = (answer: Answered, ...items: [detail: string, pointer: string][]) =>
    failure(
      answer,
      'invalid_configuration',
      'Validation Failed',
      ...items.map(([detail, pointer]) => [detail, { pointer }] as const),
    )
  const property = (pointer: string, rest: string): [string, string] => [`The property '${pointer}' ${rest}`, pointer]
  const required = (pointer: string) => property(pointer, 'is required')
  const without = <T extends object>(value: T, ...keys: string[]) =>
    Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)))

  test.each<[string, (spec: ReturnType<typeof peeringSpec>) => unknown, [string, string][]]>([
    ['no spec', () => ({}), [required('/spec')]],
    [
      'an empty spec',
      () => ({ spec: {} }),
      [required('/spec/cloud'), required('/spec/environment'), required('/spec/network')],
    ],
    ['no environment', (spec) => ({ spec: without(spec, 'environment') }), [required('/spec/environment')]],
    ['no network', (spec) => ({ spec: without(spec, 'network') }), [required('/spec/network')]],
    ['a reference without id', (spec) => ({ spec: { ...spec, network: {} } }), [required('/spec/network/id')]],
    [
      'a reference with an empty id',
      (spec) => ({ spec: { ...spec, network: { id: '' } } }),
      [property('/spec/network/id', 'was not of a minimum string length of 1')],
    ],
    [
      'a reference with a long id',
      (spec) => ({ spec: { ...spec, environment: { id: 'e'.repeat(256) } } }),
      [property('/spec/environment/id', 'was not of a maximum string length of 255')],
    ],
    [
      'a name of another type',
      (spec) => ({ spec: { ...spec, display_name: 7 } }),
      [property('/spec/display_name', 'of type integer did not match the following type: string')],
    ],
    [
      'a spec of another type',
      () => ({ spec: [] }),
      [property('/spec', 'of type array did not match the following type: object')],
    ],
    ['no cloud', (spec) => ({ spec: without(spec, 'cloud') }), [required('/spec/cloud')]],
    ['no kind', (spec) => ({ spec: { ...spec, cloud: without(aws(), 'kind') } }), [required('/spec/cloud/kind')]],
    [
      'an unknown kind',
      (spec) => ({ spec: { ...spec, cloud: { kind: 'OciPeering' } } }),
      [
        property(
          '/spec/cloud/kind',
          'value "OciPeering" did not match one of the following values: AwsPeering, GcpPeering, AzurePeering',
        ),
      ],
    ],
    [
      'an AWS cloud with nothing else',
      (spec) => ({ spec: { ...spec, cloud: { kind: 'AwsPeering' } } }),
      ['account', 'vpc', 'routes', 'customer_region'].map((name) => required(`/spec/cloud/${name}`)),
    ],
    [
      'a GCP cloud with nothing else',
      (spec) => ({ spec: { ...spec, cloud: { kind: 'GcpPeering' } } }),
      ['project', 'vpc_network'].map((name) => required(`/spec/cloud/${name}`)),
    ],
    [
      'an Azure cloud with nothing else',
      (spec) => ({ spec: { ...spec, cloud: { kind: 'AzurePeering' } } }),
      ['tenant', 'vnet', 'customer_region'].map((name) => required(`/spec/cloud/${name}`)),
    ],
    [
      'empty names in a cloud',
      (spec) => ({ spec: { ...spec, cloud: { ...gcp, project: '', vpc_network: '', import_custom_routes: 'yes' } } }),
      [
        property('/spec/cloud/project', 'was not of a minimum string length of 1'),
        property('/spec/cloud/vpc_network', 'was not of a minimum string length of 1'),
        property('/spec/cloud/import_custom_routes', 'of type string did not match the following type: boolean'),
      ],
    ],
    [
      'a wrong account and a wrong route',
      (spec) => ({ spec: { ...spec, cloud: aws('12', 'vpc-0', ['10.0.0.0']) } }),
      [
        property('/spec/cloud/account', `value "12" did not match the pattern '^\\d{12}$'`),
        property(
          '/spec/cloud/routes/0',
          String.raw`value "10.0.0.0" did not match the pattern '^\d+\.\d+\.\d+\.\d+/\d+$'`,
        ),
      ],
    ],
    [
      'routes that are no blocks or not private',
      (spec) => ({
        spec: { ...spec, cloud: aws('012345678901', 'vpc-0', ['10.9.0.0/16', '999.0.0.0/8', '8.8.8.0/24']) },
      }),
      [
        ['The CIDR block 999.0.0.0/8 is not valid', '/spec/cloud/routes/1'],
        ['The CIDR block 8.8.8.0/24 is not in a private range', '/spec/cloud/routes/2'],
      ],
    ],
    [
      "routes that overlap the network's own range",
      (spec) => ({
        spec: { ...spec, cloud: aws('012345678901', 'vpc-0', ['10.1.0.0/24', '10.2.0.0/16', '10.0.0.0/8']) },
      }),
      [
        [
          'The CIDR block 10.1.0.0/24 overlaps with the Confluent Cloud network CIDR block 10.1.0.0/16',
          '/spec/cloud/routes/0',
        ],
        [
          'The CIDR block 10.0.0.0/8 overlaps with the Confluent Cloud network CIDR block 10.1.0.0/16',
          '/spec/cloud/routes/2',
        ],
      ],
    ],
  ])('answers 422 for %s, one entry per field, and changes nothing', async (_, body, items) => {
    const { api, environment, network } = await ready()
    const answer = await api('POST', PEERINGS, body(peeringSpec(environment, network)))
    expect(answer.body).toEqual(violations(answer, ...items))
    expect(answer.status).toBe(422)
    expect(answer.headers).toEqual(refused())
    expect((await api('GET', `${PEERINGS}?environment=${environment}`)).body).toMatchObject({ data: [] })
  })

  test('can answer schema violations with 400', async () => {
    const { api } = await ready({ settings: { confluent: { validationStatus: 400 } } })
    const answer = await api('POST', PEERINGS, {})
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual(violations(answer, required('/spec')))
  })

  test('takes a customer route in 172.31.0.0/16, as the official examples use it, and no routes at all', async () => {
    const { api, environment, network } = await ready()
    await createPeering(api, environment, network, aws('012345678901', 'vpc-1', ['172.31.0.0/16', '10.3.0.0/16']))
    const { spec } = await createPeering(api, environment, network, aws('012345678901', 'vpc-2', []))
    expect(spec['cloud']).toEqual(aws('012345678901', 'vpc-2', []))
  })

  test.each([
    ['GCP', gcp, { ...gcp, import_custom_routes: false }],
    ['GCP', { ...gcp, import_custom_routes: true }, { ...gcp, import_custom_routes: true }],
    ['GCP', { ...gcp, import_custom_routes: null }, { ...gcp, import_custom_routes: false }],
    ['AZURE', azure, azure],
    ['AWS', { ...aws(), kind: 'networking.v1.AwsPeering' }, aws()],
  ] as const)('shows a cloud in %s with all of its members', async (cloud, sent, shown) => {
    const { api, environment, network } = await ready({}, cloud)
    const { spec } = await createPeering(api, environment, network, sent)
    expect(spec['cloud']).toEqual(shown)
    expect(Object.keys(spec['cloud'] as object)).toEqual(Object.keys(shown).sort())
  })

  test('can show qualified kinds', async () => {
    const { api, environment, network } = await ready({ settings: { confluent: { qualifiedKinds: true } } })
    const { spec } = await createPeering(api, environment, network)
    expect(spec['cloud']).toEqual({ ...aws(), kind: 'networking.v1.AwsPeering' })
  })

  test('stores an empty name where none is given, ignores read-only and unknown members, allows equal names', async () => {
    const { api, environment, network } = await ready()
    const { display_name: _, ...spec } = peeringSpec(environment, network)
    const body = { spec: { ...spec, bogus: 1 }, id: 'peer-000000', status: { phase: 'READY' }, metadata: null, x: [] }
    const { body: made } = await api('POST', PEERINGS, body)
    expect(made).toMatchObject({ spec: { display_name: '' }, status: { phase: 'PROVISIONING' } })
    expect((made as Thing).id).not.toBe('peer-000000')
    expect((await createPeering(api, environment, network, aws('012345678901', 'vpc-1'), '')).spec).toMatchObject({
      display_name: '',
    })
  })

  test('can answer 201', async () => {
    const { api, clock } = setup({ settings: { confluent: { createStatus: 201 } } })
    const environment = await environmentOf(api)
    const network = await api('POST', NETWORKS, { spec: networkSpec(environment) })
    clock.advance(3_000)
    const peering = await api('POST', PEERINGS, { spec: peeringSpec(environment, (network.body as Thing).id) })
    expect([network.status, peering.status]).toEqual([201, 201])
  })

  describe('on a network that cannot take it', () => {
    type Broken = (
      bench: Bench & { environment: string; network: string },
    ) => Promise<[spec: object, detail: string, pointer?: string]>
    const cases: [string, number, string | null, string, Broken][] = [
      [
        'does not exist',
        400,
        null,
        'Bad Request',
        ({ environment }) =>
          Promise.resolve([
            peeringSpec(environment, 'n-zzzzzz'),
            'The network n-zzzzzz was not found.',
            '/spec/network',
          ]),
      ],
      [
        'is in another environment',
        400,
        null,
        'Bad Request',
        async ({ api, network }) => {
          const { body } = await api('POST', ENVIRONMENTS, { display_name: 'other' })
          return [peeringSpec((body as Thing).id, network), `The network ${network} was not found.`, '/spec/network']
        },
      ],
      [
        'is in another cloud',
        400,
        null,
        'Bad Request',
        ({ environment, network }) =>
          Promise.resolve([
            peeringSpec(environment, network, gcp),
            `The provided network ${network} resides in AWS which differs from GCP, the cloud specified for this resource.`,
          ]),
      ],
      [
        'does not support PEERING',
        400,
        null,
        'Bad Request',
        async ({ api, environment }) => {
          const spec = { ...networkSpec(environment), connection_types: ['PRIVATELINK'], cidr: undefined }
          const { id } = (await api('POST', NETWORKS, { spec })).body as Thing
          return [peeringSpec(environment, id), `The network ${id} does not support PEERING connections.`]
        },
      ],
    ]
    test.each(cases)('that %s answers %i', async (_, status, code, title, broken) => {
      const bench = await ready()
      const [spec, detail, pointer] = await broken(bench)
      const answer = await bench.api('POST', PEERINGS, { spec })
      expect(answer.status).toBe(status)
      expect(answer.headers).toEqual(refused())
      expect(answer.body).toEqual(failure(answer, code, title, [detail, pointer === undefined ? {} : { pointer }]))
    })

    test('that does not exist can answer 404', async () => {
      const { api, environment } = await ready({ settings: { confluent: { missingNetwork: 404 } } })
      const answer = await api('POST', PEERINGS, { spec: peeringSpec(environment, 'n-zzzzzz') })
      expect(answer.status).toBe(404)
      expect(answer.body).toEqual(
        failure(answer, null, 'Not Found', ['The network n-zzzzzz was not found.', { pointer: '/spec/network' }]),
      )
    })

    test.each(['PROVISIONING', 'FAILED', 'DEPROVISIONING'])(
      'that is %s answers 409 with its Location',
      async (phase) => {
        const bench = await ready()
        const { api, environment, network } = bench
        await force(bench.emulator, network, phase)
        const answer = await api('POST', PEERINGS, { spec: peeringSpec(environment, network) })
        expect(answer.status).toBe(409)
        expect(answer.headers).toEqual({
          ...refused(),
          location: `${BASE}${NETWORKS}/${network}?environment=${environment}`,
        })
        expect(answer.body).toEqual(
          failure(answer, 'invalid_state', 'Conflict', [`The network ${network} is not ready.`]),
        )
      },
    )

    test('takes one on a TRANSITGATEWAY network of AWS, which reports PEERING as supported', async () => {
      const { api, clock, environment } = await ready()
      const spec = { ...networkSpec(environment), connection_types: ['TRANSITGATEWAY'] }
      const { id } = (await api('POST', NETWORKS, { spec })).body as Thing
      clock.advance(3_000)
      expect((await createPeering(api, environment, id)).status).toEqual({ phase: 'PROVISIONING' })
    })
  })

  describe('a second time', () => {
    const targets = [
      ['AWS', aws(), aws('012345678901', 'vpc-other')],
      ['GCP', gcp, { ...gcp, project: 'other' }],
      ['AZURE', azure, { ...azure, tenant: 'other' }],
    ] as const
    test.each(targets)('answers 409 with the Location of the first on %s', async (cloud, target, other) => {
      const { api, environment, network } = await ready({}, cloud)
      const { id, metadata } = await createPeering(api, environment, network, target)
      const answer = await api('POST', PEERINGS, { spec: peeringSpec(environment, network, target, 'another name') })
      expect(answer.status).toBe(409)
      expect(answer.headers).toEqual({ ...refused(), location: metadata.self })
      expect(answer.body).toEqual(
        failure(answer, 'resource_already_exists', 'Resource Already exists', [`The peering '${id}' already exists.`]),
      )
      expect((await api('POST', PEERINGS, { spec: peeringSpec(environment, network, other) })).status).toBe(202)
    })

    test.each(['FAILED', 'DEPROVISIONING'])('is allowed while the first is %s', async (phase) => {
      const bench = await ready()
      const { id } = await createPeering(bench.api, bench.environment, bench.network)
      await force(bench.emulator, id, phase)
      expect((await createPeering(bench.api, bench.environment, bench.network)).id).not.toBe(id)
    })

    test('is allowed where duplicates are', async () => {
      const { api, environment, network } = await ready({ settings: { confluent: { duplicatePeerings: 'allow' } } })
      await createPeering(api, environment, network)
      expect((await createPeering(api, environment, network)).status).toEqual({ phase: 'PROVISIONING' })
    })
  })

  test('answers 402 for the 26th on one network, and takes it on another', async () => {
    const { api, clock, environment, network } = await ready()
    for (let n = 0; n < 25; n++) await createPeering(api, environment, network, aws('012345678901', `vpc-${n}`))
    const answer = await api('POST', PEERINGS, {
      spec: peeringSpec(environment, network, aws('012345678901', 'vpc-x')),
    })
    expect(answer.status).toBe(402)
    expect(answer.headers).toEqual(refused())
    expect(answer.body).toEqual(
      failure(answer, 'quota_exceeded', 'Peerings Per Network Quota Exceeded', [
        'The request would exceed the quota: peerings_per_network',
      ]),
    )
    const { id } = await createNetwork(api, environment)
    clock.advance(3_000)
    expect((await createPeering(api, environment, id)).status).toEqual({ phase: 'PROVISIONING' })
  })
})

describe('the phases of a peering', () => {
  const see = async ({ api }: Bench, environment: string, id: string) =>
    ((await api('GET', `${PEERINGS}/${id}?environment=${environment}`)).body as Thing).status

  test('FAILED is forced with code and message, and ends only by DELETE', async () => {
    const bench = await ready({}, 'AZURE')
    const { id } = await createPeering(bench.api, bench.environment, bench.network, azure)
    const error_message = 'Permission was denied. Please verify that all permissions have been granted.'
    await force(bench.emulator, id, 'FAILED')
    expect(await see(bench, bench.environment, id)).toEqual({
      error_code: 'permission_denied',
      error_message,
      phase: 'FAILED',
    })
    await force(bench.emulator, id, 'FAILED', {
      'status.error_code': 'invalid_vpc',
      'status.error_message': 'No such VPC.',
    })
    const failed = { error_code: 'invalid_vpc', error_message: 'No such VPC.', phase: 'FAILED' }
    bench.clock.advance(7 * 24 * 3_600_000)
    expect(await see(bench, bench.environment, id)).toEqual(failed)
    await force(bench.emulator, id, 'READY')
    expect(await see(bench, bench.environment, id)).toEqual({ phase: 'READY' })
    await force(bench.emulator, id, 'FAILED')
    expect(await see(bench, bench.environment, id)).toMatchObject({ error_code: 'permission_denied' })
  })

  test('DISCONNECTED stays until somebody changes it', async () => {
    const bench = await ready()
    const { id } = await createPeering(bench.api, bench.environment, bench.network)
    bench.clock.advance(4_000)
    await force(bench.emulator, id, 'DISCONNECTED')
    bench.clock.advance(3_600_000)
    expect(await see(bench, bench.environment, id)).toEqual({ phase: 'DISCONNECTED' })
    await force(bench.emulator, id, 'READY')
    expect(await see(bench, bench.environment, id)).toEqual({ phase: 'READY' })
  })

  test('PENDING_ACCEPT waits for the control API where acceptance is manual', async () => {
    const bench = await ready({ settings: { confluent: { acceptance: 'manual' } } })
    const { id } = await createPeering(bench.api, bench.environment, bench.network)
    bench.clock.advance(7 * 24 * 3_600_000)
    expect(await see(bench, bench.environment, id)).toEqual({ phase: 'PENDING_ACCEPT' })
    await force(bench.emulator, id, 'READY')
    expect(await see(bench, bench.environment, id)).toEqual({ phase: 'READY' })
  })

  test.each([
    ['pending', 'PENDING_ACCEPT'],
    ['direct', 'READY'],
  ])('an Azure peering whose acceptance is %s goes from PROVISIONING to %s', async (azureAcceptance, phase) => {
    const bench = await ready({ settings: { confluent: { azureAcceptance } } }, 'AZURE')
    const { id } = await createPeering(bench.api, bench.environment, bench.network, azure)
    bench.clock.advance(2_000)
    expect(await see(bench, bench.environment, id)).toEqual({ phase })
  })
})
