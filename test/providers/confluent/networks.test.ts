import { describe, expect, test } from 'vitest'
import { force } from '../../helpers/socket.ts'
import {
  BASE,
  ENVIRONMENTS,
  NETWORKS,
  PEERINGS,
  type Thing,
  azure,
  createNetwork,
  createPeering,
  environmentOf,
  failure,
  networkSpec,
  ready,
  refused,
  setup,
  success,
} from './setup.ts'

const fresh = async (options: Parameters<typeof setup>[0] = {}) => {
  const bench = setup(options)
  const environment = await environmentOf(bench.api)
  const create = (change: object = {}, cloud?: 'AWS' | 'GCP' | 'AZURE') =>
    bench.api('POST', NETWORKS, { spec: { ...networkSpec(environment, cloud), ...change } })
  const get = async (id: string) =>
    (await bench.api('GET', `${NETWORKS}/${id}?environment=${environment}`)).body as Thing
  return { ...bench, environment, create, get }
}

type Networked = Thing & { status: { cloud: Record<string, unknown> } }

describe('POST /networking/v1/networks', () => {
  test('answers 202 with Location and the whole object, then READY with its VPC', async () => {
    const { create, get, clock, environment } = await fresh()
    const answer = await create({ display_name: 'aws-net' })
    const { id, metadata, spec, status } = answer.body as Networked
    expect(answer.status).toBe(202)
    expect(id).toMatch(/^n-[0-9degjklmnopqrvwxyz]{6}$/)
    expect(answer.headers).toEqual({ ...success(998), location: `${BASE}${NETWORKS}/${id}` })
    const { resource_name: crn } = spec['environment'] as { resource_name: string }
    const gateway = (spec['gateway'] as { id: string }).id
    expect(gateway).toMatch(/^gw-[0-9a-z]{6}$/)
    const whole = {
      api_version: 'networking/v1',
      id,
      kind: 'Network',
      metadata: {
        created_at: metadata.created_at,
        resource_name: `${crn}/network=${id}`,
        self: `${BASE}${NETWORKS}/${id}?environment=${environment}`,
        updated_at: metadata.created_at,
      },
      spec: {
        cidr: '10.1.0.0/16',
        cloud: 'AWS',
        connection_types: ['PEERING'],
        display_name: 'aws-net',
        environment: {
          api_version: 'org/v2',
          id: environment,
          kind: 'Environment',
          related: `${BASE}/v2/environments/${environment}`,
          resource_name: crn,
        },
        gateway: {
          api_version: 'networking/v1',
          environment,
          id: gateway,
          kind: 'Gateway',
          related: '',
          resource_name: '',
        },
        region: 'us-east-1',
        reserved_cidr: '172.20.255.0/24',
        zones: ['use1-az1', 'use1-az2', 'use1-az3'],
        zones_info: [
          { cidr: '10.1.0.0/27', zone_id: 'use1-az1' },
          { cidr: '10.1.0.32/27', zone_id: 'use1-az2' },
          { cidr: '10.1.0.64/27', zone_id: 'use1-az3' },
        ],
      },
      status: {
        active_connection_types: [],
        cloud: {
          account: status.cloud['account'],
          kind: 'AwsNetwork',
          private_link_endpoint_service: '',
          vpc: '',
        },
        endpoint_suffix: '-',
        phase: 'PROVISIONING',
        supported_connection_types: ['PEERING', 'TRANSITGATEWAY'],
      },
    }
    expect(answer.text).toBe(JSON.stringify(whole))
    expect(status.cloud['account']).toMatch(/^\d{12}$/)
    clock.advance(2_999)
    expect((await get(id)).status).toEqual(whole.status)
    clock.advance(1)
    expect((await get(id)).status).toEqual({
      ...whole.status,
      active_connection_types: ['PEERING'],
      cloud: { ...whole.status.cloud, vpc: expect.stringMatching(/^vpc-[0-9a-f]{17}$/) },
      endpoint_suffix: `-${id.slice(2)}.us-east-1.aws.confluent.cloud`,
      phase: 'READY',
    })
  })

  test.each([
    [
      'GCP',
      { kind: 'GcpNetwork', private_service_connect_service_attachments: {}, project: 'cc-prod-3', vpc_network: '' },
      { vpc_network: expect.stringMatching(/^s-[0-9a-z]{5}$/) },
      ['us-central1-a', 'us-central1-b', 'us-central1-c'],
    ],
    [
      'AZURE',
      {
        kind: 'AzureNetwork',
        private_link_service_aliases: {},
        private_link_service_resource_ids: {},
        subscription: expect.stringMatching(/^[0-9a-f-]{36}$/),
        vnet: '',
      },
      { vnet: expect.stringMatching(/^s-[0-9a-z]{5}$/) },
      ['1', '2', '3'],
    ],
  ] as const)('shows the cloud block of %s in every phase', async (cloud, first, later, zones) => {
    const { create, get, clock, emulator } = await fresh()
    const { id, spec, status } = (await create({}, cloud)).body as Networked
    expect(status.cloud).toEqual(first)
    expect(spec['zones']).toEqual(zones)
    expect(Object.keys(spec)).not.toContain('zones_info')
    expect(Object.keys(spec)).not.toContain('reserved_cidr')
    expect(status['supported_connection_types']).toEqual(['PEERING'])
    clock.advance(3_000)
    expect((await get(id)).status['cloud']).toEqual({ ...first, ...later })
    for (const phase of ['FAILED', 'DEPROVISIONING', 'PROVISIONING']) {
      await force(emulator, id, phase)
      expect((await get(id)).status['cloud']).toEqual({ ...first, ...later })
    }
  })

  test('FAILED tells the documented reason, or the one that was set', async () => {
    const { create, get, emulator } = await fresh()
    const { id } = (await create()).body as Thing
    await force(emulator, id, 'FAILED')
    expect((await get(id)).status).toMatchObject({
      error_code: 'insufficient_capacity',
      error_message: 'Could not provision cloud resources',
      phase: 'FAILED',
    })
    await force(emulator, id, 'FAILED', { 'status.error_code': 'quota', 'status.error_message': 'No room.' })
    expect((await get(id)).status).toMatchObject({ error_code: 'quota', error_message: 'No room.', phase: 'FAILED' })
    await force(emulator, id, 'READY')
    expect(Object.keys((await get(id)).status)).not.toContain('error_code')
  })

  test.each([
    [
      'AWS',
      (id: string) => ({
        zonal_subdomains: {
          'use1-az1': `use1-az1.${id}.us-east-1.aws.confluent.cloud`,
          'use1-az2': `use1-az2.${id}.us-east-1.aws.confluent.cloud`,
          'use1-az3': `use1-az3.${id}.us-east-1.aws.confluent.cloud`,
        },
        dns_domain: `${id}.us-east-1.aws.confluent.cloud`,
        endpoint_suffix: `.${id}.us-east-1.aws.confluent.cloud`,
      }),
    ],
    [
      'AZURE',
      (id: string) => ({
        zonal_subdomains: {
          '1': `az1.${id}.eastus2.azure.confluent.cloud`,
          '2': `az2.${id}.eastus2.azure.confluent.cloud`,
          '3': `az3.${id}.eastus2.azure.confluent.cloud`,
        },
        dns_domain: `${id}.eastus2.azure.confluent.cloud`,
        endpoint_suffix: `.${id}.eastus2.azure.confluent.cloud`,
      }),
    ],
  ] as const)('names a PRIVATELINK network on %s', async (cloud, names) => {
    const { create, get, clock } = await fresh()
    const { id, spec, status } = (await create({ connection_types: ['PRIVATELINK'], cidr: null }, cloud)).body as Thing
    expect(spec).toMatchObject({ dns_config: { resolution: 'CHASED_PRIVATE' }, connection_types: ['PRIVATELINK'] })
    expect(Object.keys(spec)).not.toContain('cidr')
    expect(status).toMatchObject({ dns_domain: '', endpoint_suffix: '.', zonal_subdomains: {} })
    clock.advance(3_000)
    expect((await get(id)).status).toMatchObject({
      ...names(id.slice(2)),
      active_connection_types: ['PRIVATELINK'],
      supported_connection_types: ['PRIVATELINK'],
    })
  })

  test('tells the private link services of each cloud once READY', async () => {
    const { create, get, clock } = await fresh()
    const change = { connection_types: ['PRIVATELINK'], cidr: undefined }
    const ids: string[] = []
    for (const cloud of ['AWS', 'GCP', 'AZURE'] as const) ids.push(((await create(change, cloud)).body as Thing).id)
    clock.advance(3_000)
    const [aws, gcp, az] = (await Promise.all(ids.map(async (id) => (await get(id)).status['cloud']))) as object[]
    const service = (aws as { private_link_endpoint_service: string }).private_link_endpoint_service
    expect(service).toMatch(/^com\.amazonaws\.vpce\.us-east-1\.vpce-svc-[0-9a-f]{17}$/)
    expect((aws as { vpc: string }).vpc).toMatch(/^vpc-[0-9a-f]{17}$/)
    expect((aws as { vpc: string }).vpc.slice(-17)).not.toBe(service.slice(-17))
    expect(gcp).toMatchObject({
      private_service_connect_service_attachments: {
        'us-central1-a': expect.stringMatching(
          /^projects\/cc-prod-3\/regions\/us-central1\/serviceAttachments\/s-\w{5}-service-attachment-us-central1-a$/,
        ),
      },
    })
    const { private_link_service_aliases: aliases, ...rest } = az as Record<string, Record<string, string>>
    const { subscription, vnet } = rest as Record<string, unknown> as { subscription: string; vnet: string }
    expect(vnet).toMatch(/^s-[0-9a-z]{5}$/)
    const guids = Object.entries(aliases!).map(([zone, alias]) => {
      const [name, guid, ...end] = alias.split('.')
      expect([name, ...end]).toEqual([`${vnet}-privatelink-${zone}`, 'eastus2', 'azure', 'privatelinkservice'])
      return guid
    })
    expect(Object.keys(aliases!)).toEqual(['1', '2', '3'])
    expect(new Set([...guids, subscription]).size).toBe(4)
    const links = `/subscriptions/${subscription}/resourceGroups/${vnet}/providers/Microsoft.Network/privateLinkServices`
    expect(rest).toEqual({
      kind: 'AzureNetwork',
      private_link_service_resource_ids: {
        '1': `${links}/${vnet}-privatelink-1`,
        '2': `${links}/${vnet}-privatelink-2`,
        '3': `${links}/${vnet}-privatelink-3`,
      },
      subscription,
      vnet,
    })
  })

  test('takes zones and a reserved range', async () => {
    const { create } = await fresh()
    const zones = ['use1-az6', 'use1-az2', 'use1-az5']
    expect(((await create({ zones, reserved_cidr: '172.20.1.0/24' })).body as Thing).spec).toMatchObject({
      zones,
      reserved_cidr: '172.20.1.0/24',
      zones_info: [
        { cidr: '10.1.0.0/27', zone_id: 'use1-az6' },
        { cidr: '10.1.0.32/27', zone_id: 'use1-az2' },
        { cidr: '10.1.0.64/27', zone_id: 'use1-az5' },
      ],
    })
  })

  const blocks = ['10.20.0.0/27', '10.20.0.32/27', '10.20.0.64/27']
  test.each<[string, 'AWS' | 'GCP' | 'AZURE', (string | undefined)[], string[] | undefined, string[]]>([
    ['none are named', 'AWS', [undefined, undefined, undefined], undefined, ['use1-az1', 'use1-az2', 'use1-az3']],
    ['all are empty, as Go clients send them', 'AWS', ['', '', ''], undefined, ['use1-az1', 'use1-az2', 'use1-az3']],
    ['one is named', 'AWS', ['use1-az2', '', ''], undefined, ['use1-az2', 'use1-az1', 'use1-az3']],
    [
      'a late one is named',
      'GCP',
      ['', '', 'us-central1-f'],
      undefined,
      ['us-central1-a', 'us-central1-b', 'us-central1-f'],
    ],
    [
      'zones stand beside',
      'AWS',
      ['', '', ''],
      ['use1-az6', 'use1-az4', 'use1-az5'],
      ['use1-az6', 'use1-az4', 'use1-az5'],
    ],
    [
      'zones stand beside one name',
      'AWS',
      ['', 'use1-az2', ''],
      ['use1-az6', 'use1-az4', 'use1-az5'],
      ['use1-az6', 'use1-az2', 'use1-az5'],
    ],
    ['a cloud has but three', 'AZURE', ['3', '', ''], undefined, ['3', '1', '2']],
  ])('gives each block of zones_info a zone where %s', async (_, cloud, ids, zones, expected) => {
    const { create, get } = await fresh()
    const zones_info = blocks.map((cidr, at) => ({ cidr, zone_id: ids[at] }))
    const answer = await create({ cidr: undefined, zones, zones_info }, cloud)
    expect(answer.status).toBe(202)
    const { id, spec } = answer.body as Thing
    expect(spec).toMatchObject({ cidr: '255.254.0.0/16', zones: expected })
    expect(spec['zones_info']).toEqual(blocks.map((cidr, at) => ({ cidr, zone_id: expected[at] })))
    expect((await get(id)).spec).toEqual(spec)
  })

  test('takes an own answer back: the placeholder stands beside zones_info and is not looked at', async () => {
    const { create } = await fresh()
    const zones_info = blocks.map((cidr) => ({ cidr, zone_id: '' }))
    const first = (await create({ cidr: undefined, zones_info })).body as Thing
    const answer = await create({ cidr: first.spec['cidr'], zones_info: first.spec['zones_info'] })
    const { id, metadata, spec, status } = answer.body as Thing
    expect(answer.status).toBe(202)
    expect(answer.headers).toEqual({ ...success(997), location: `${BASE}${NETWORKS}/${id}` })
    const { gateway: _, ...asked } = first.spec
    expect(spec).toEqual({ ...asked, gateway: expect.objectContaining({ kind: 'Gateway' }) })
    expect({ ...metadata, status }).toMatchObject({
      created_at: metadata.updated_at,
      status: { phase: 'PROVISIONING' },
    })
    const linked = await create({ connection_types: ['PRIVATELINK'], cidr: '255.254.0.0/16', zones_info })
    expect(linked.status).toBe(202)
    expect((linked.body as Thing).spec).toMatchObject({ cidr: '255.254.0.0/16', zones: asked['zones'] })
  })

  test('keeps a real range beside zones_info, and holds it to the rules', async () => {
    const { create } = await fresh()
    const zones_info = blocks.map((cidr) => ({ cidr, zone_id: '' }))
    expect(((await create({ zones_info })).body as Thing).spec).toMatchObject({ cidr: '10.1.0.0/16' })
    const answer = await create({ cidr: '8.0.0.0/16', zones_info })
    expect(answer.status).toBe(422)
    expect(answer.body).toEqual(
      failure(answer, 'invalid_configuration', 'Validation Failed', [
        'The CIDR block 8.0.0.0/16 is not in a private range allowed on AWS',
        { pointer: '/spec/cidr' },
      ]),
    )
  })

  test('refuses the placeholder where no zones_info stands beside it', async () => {
    const { api, environment, create } = await fresh()
    const answer = await create({ cidr: '255.254.0.0/16' })
    expect(answer.status).toBe(422)
    expect(answer.headers).toEqual(refused())
    expect(answer.body).toEqual(
      failure(answer, 'invalid_configuration', 'Validation Failed', [
        'The CIDR block 255.254.0.0/16 is not in a private range allowed on AWS',
        { pointer: '/spec/cidr' },
      ]),
    )
    const { body } = await api('GET', `${NETWORKS}?environment=${environment}`)
    expect(body).toMatchObject({ data: [], metadata: { total_size: 0 } })
  })

  test.each([
    ['us-west-2', 'usw2-az1'],
    ['eu-west-1', 'euw1-az1'],
    ['ap-southeast-2', 'apse2-az1'],
    ['ca-central-1', 'cac1-az1'],
  ])('names the zones of %s', async (region, zone) => {
    const { create } = await fresh()
    expect((((await create({ region })).body as Thing).spec['zones'] as string[])[0]).toBe(zone)
  })

  test('can show the requested types from the beginning, for clients that the published schema made', async () => {
    const { create, get } = await fresh({ settings: { confluent: { activeConnectionTypes: 'requested' } } })
    const { id, status } = (await create()).body as Thing
    expect(status).toMatchObject({ active_connection_types: ['PEERING'], phase: 'PROVISIONING' })
    expect((await get(id)).status).toEqual(status)
  })

  test('can keep active types empty and qualify kinds, as recorded', async () => {
    const options = { settings: { confluent: { activeConnectionTypes: 'recorded', qualifiedKinds: true } } }
    const { create, get, clock } = await fresh(options)
    const { id } = (await create()).body as Thing
    clock.advance(3_000)
    expect((await get(id)).status).toMatchObject({
      active_connection_types: [],
      cloud: { kind: 'networking.v1.AwsNetwork' },
    })
  })

  const at = (pointer: string, rest: string) => [`The property '${pointer}' ${rest}`, pointer]
  const CIDR = String.raw`'^\d+\.\d+\.\d+\.\d+/\d+$'`
  test.each<[string, 'AWS' | 'GCP' | 'AZURE', object, ...string[][]]>([
    [
      'nothing',
      'AWS',
      { cloud: undefined, region: undefined, connection_types: undefined, environment: undefined },
      ...['cloud', 'region', 'connection_types', 'environment'].map((name) => at(`/spec/${name}`, 'is required')),
    ],
    [
      'an unknown cloud',
      'AWS',
      { cloud: 'aws' },
      at('/spec/cloud', 'value "aws" did not match one of the following values: AWS, GCP, AZURE'),
    ],
    ['an empty region', 'AWS', { region: '' }, at('/spec/region', 'was not of a minimum string length of 1')],
    [
      'no connection type',
      'AWS',
      { connection_types: [] },
      at('/spec/connection_types', 'did not contain a minimum number of items 1'),
    ],
    [
      'an unknown connection type',
      'AWS',
      { connection_types: ['peering'] },
      at(
        '/spec/connection_types/0',
        'value "peering" did not match one of the following values: PEERING, TRANSITGATEWAY, PRIVATELINK',
      ),
    ],
    [
      'a repeated connection type',
      'AWS',
      { connection_types: ['PEERING', 'PEERING'] },
      at('/spec/connection_types', 'contained duplicated array values'),
    ],
    ['no block', 'AWS', { cidr: '10.1.0.0' }, at('/spec/cidr', `value "10.1.0.0" did not match the pattern ${CIDR}`)],
    [
      'a block of another size',
      'AWS',
      { cidr: '10.1.0.0/17' },
      ['The CIDR block 10.1.0.0/17 must be a /16', '/spec/cidr'],
    ],
    ['host bits', 'AWS', { cidr: '10.1.2.0/16' }, ['The CIDR block 10.1.2.0/16 is not valid', '/spec/cidr']],
    [
      'a public block',
      'AWS',
      { cidr: '8.8.0.0/16' },
      ['The CIDR block 8.8.0.0/16 is not in a private range allowed on AWS', '/spec/cidr'],
    ],
    [
      'a block that only other clouds allow',
      'AZURE',
      { cidr: '198.18.0.0/16' },
      ['The CIDR block 198.18.0.0/16 is not in a private range allowed on AZURE', '/spec/cidr'],
    ],
    ...(
      [
        ['AWS', '172.31.0.0/16'],
        ['AWS', '10.100.0.0/16'],
        ['GCP', '172.17.0.0/16'],
        ['AZURE', '10.253.0.0/16'],
      ] as const
    ).map(([cloud, cidr]): ['a reserved block', typeof cloud, object, string[]] => [
      'a reserved block',
      cloud,
      { cidr },
      [`The CIDR block ${cidr} is reserved on ${cloud}`, '/spec/cidr'],
    ]),
    ['two zones', 'AWS', { zones: ['a', 'b'] }, at('/spec/zones', 'did not contain a minimum number of items 3')],
    [
      'four zones',
      'AWS',
      { zones: ['a', 'b', 'c', 'd'] },
      at('/spec/zones', 'did not contain a maximum number of items 3'),
    ],
    ['equal zones', 'AWS', { zones: ['a', 'a', 'b'] }, at('/spec/zones', 'contained duplicated array values')],
    [
      'zones on Azure',
      'AZURE',
      { zones: ['1', '2', '3'] },
      at('/spec/zones', 'is only allowed for AWS and GCP networks'),
    ],
    [
      'zones_info with wrong blocks',
      'AWS',
      { cidr: undefined, zones_info: [{ cidr: '10.20.0.0/24' }, { cidr: '10.20.1.0/27' }, { cidr: '10.20.2.0/27' }] },
      ['The CIDR block 10.20.0.0/24 must be a /27', '/spec/zones_info/0/cidr'],
    ],
    [
      'a DNS resolution without PRIVATELINK',
      'AWS',
      { dns_config: { resolution: 'PRIVATE' } },
      at('/spec/dns_config', 'is only allowed for PRIVATELINK networks'),
    ],
    [
      'a reserved range of another size',
      'AWS',
      { reserved_cidr: '172.20.0.0/16' },
      ['The CIDR block 172.20.0.0/16 must be a /24', '/spec/reserved_cidr'],
    ],
    [
      'a reserved range on another cloud',
      'GCP',
      { reserved_cidr: '172.20.1.0/24' },
      at('/spec/reserved_cidr', 'is only allowed for AWS PEERING and TRANSITGATEWAY networks'),
    ],
  ])('answers 422 for %s on %s', async (_, cloud, change, ...items) => {
    const { create } = await fresh()
    const answer = await create(change, cloud)
    expect(answer.body).toEqual(
      failure(
        answer,
        'invalid_configuration',
        'Validation Failed',
        ...items.map(([detail, pointer]) => [detail!, { pointer: pointer! }] as const),
      ),
    )
    expect(answer.status).toBe(422)
    expect(answer.headers).toEqual(refused())
  })

  test.each([
    ['PEERING', 'GCP', { cidr: undefined }],
    ['TRANSITGATEWAY', 'AWS', { cidr: undefined, connection_types: ['TRANSITGATEWAY'] }],
  ] as const)('answers 400 for %s on %s without a range', async (type, cloud, change) => {
    const { create } = await fresh()
    const answer = await create(change, cloud)
    expect(answer.status).toBe(400)
    expect(answer.headers).toEqual(refused())
    expect(answer.body).toEqual(failure(answer, null, 'Bad Request', [`A cidr must be provided when using ${type}.`]))
  })

  test('answers 400 for PRIVATELINK with a range', async () => {
    const { create } = await fresh()
    const answer = await create({ connection_types: ['PRIVATELINK'] })
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual(
      failure(answer, null, 'Bad Request', [
        'Cannot specify CIDR. A CIDR is not allowed for PRIVATELINK networks.',
        { pointer: '/spec/cidr' },
      ]),
    )
  })

  test('answers 403 in an unknown environment and 402 over a configured quota', async () => {
    const { create } = await fresh({ settings: { confluent: { networkQuota: 1 } } })
    const nowhere = await create({ environment: { id: 'env-zzzzzz' } })
    expect([nowhere.status, nowhere.body]).toEqual([
      403,
      failure(nowhere, 'forbidden_access', 'User Access Unauthorized', ['Forbidden Access']),
    ])
    expect((await create()).status).toBe(202)
    const answer = await create()
    expect(answer.status).toBe(402)
    expect(answer.headers).toEqual(refused())
    expect(answer.body).toEqual(
      failure(answer, 'quota_exceeded', 'Dedicated Networks Per Environment Quota Exceeded', [
        'The request would exceed the quota: dedicated_networks_per_environment',
      ]),
    )
  })
})

describe('GET /networking/v1/networks', () => {
  test('filters and pages like the list of peerings', async () => {
    const { api, clock, environment, create } = await fresh()
    await create({ display_name: 'a' })
    clock.advance(3_000)
    await create({ display_name: 'b', cidr: '10.2.0.0/16' }, 'GCP')
    await create({ display_name: 'c', connection_types: ['PRIVATELINK'], cidr: undefined })
    const names = async (query: string) => {
      const { body } = await api('GET', `${NETWORKS}?environment=${environment}&${query}`)
      return (body as { data: Thing[] }).data.map(({ spec }) => spec['display_name'])
    }
    expect(await names('spec.display_name=a&spec.display_name=b')).toEqual(['a', 'b'])
    expect(await names('spec.cloud=GCP')).toEqual(['b'])
    expect(await names('spec.region=us-east-1')).toEqual(['a', 'c'])
    expect(await names('spec.connection_types=peering')).toEqual(['a', 'b'])
    expect(await names('spec.connection_types=PEERING&spec.connection_types=PRIVATELINK')).toEqual(['a', 'b', 'c'])
    expect(await names('spec.cidr=10.2.0.0/16')).toEqual(['b'])
    expect(await names('status.phase=READY')).toEqual(['a'])
    expect(await names('spec.cloud=AWS&status.phase=PROVISIONING,FAILED')).toEqual(['c'])
    const page = (await api('GET', `${NETWORKS}?environment=${environment}&page_size=2`)).body
    const { next } = (page as { metadata: { next: string } }).metadata
    expect(page).toMatchObject({
      api_version: 'networking/v1',
      kind: 'NetworkList',
      metadata: { first: `${BASE}${NETWORKS}`, total_size: 3 },
    })
    expect((await api('GET', next.slice(BASE.length))).body).toMatchObject({
      data: [{ spec: { display_name: 'c' } }],
      metadata: { next: '', total_size: 3 },
    })
  })
})

describe('/networking/v1/networks/{id}', () => {
  test('PATCH changes the name and nothing else', async () => {
    const { api, clock, environment, network } = await ready()
    const path = `${NETWORKS}/${network}`
    const { body: before } = await api('GET', `${path}?environment=${environment}`)
    clock.advance(500)
    const spec = { environment: { id: environment }, display_name: 'x', region: 'eu-west-1', cidr: '10.9.0.0/16' }
    const answer = await api('PATCH', path, { spec })
    expect(answer.status).toBe(200)
    const after = answer.body as Thing
    expect(after).toEqual({
      ...(before as Thing),
      metadata: { ...(before as Thing).metadata, updated_at: after.metadata.updated_at },
      spec: { ...(before as Thing).spec, display_name: 'x' },
    })
    expect(Date.parse(after.metadata.updated_at) - Date.parse(after.metadata.created_at)).toBe(3_500)
  })

  test('PATCH answers 409 while DEPROVISIONING, 422 without its environment', async () => {
    const { api, environment, network } = await ready()
    const path = `${NETWORKS}/${network}`
    const invalid = await api('PATCH', path, { spec: {} })
    expect(invalid.status).toBe(422)
    expect(invalid.body).toEqual(
      failure(invalid, 'invalid_configuration', 'Validation Failed', [
        "The property '/spec/environment' is required",
        { pointer: '/spec/environment' },
      ]),
    )
    await api('DELETE', `${path}?environment=${environment}`)
    const answer = await api('PATCH', path, { spec: { environment: { id: environment } } })
    expect(answer.status).toBe(409)
    expect(answer.headers).toEqual({ ...refused(), location: `${BASE}${path}?environment=${environment}` })
    expect(answer.body).toEqual(
      failure(answer, 'invalid_state', 'Conflict', [`The network ${network} is being deprovisioned.`]),
    )
  })

  test('DELETE answers 409 with the dependents until the last one is gone, then 204 and 404', async () => {
    const { api, clock, environment, network } = await ready()
    const path = `${NETWORKS}/${network}?environment=${environment}`
    const peering = await createPeering(api, environment, network)
    const text = (ids: string) =>
      'Network deletion not allowed due to existing dependencies. Please delete the following dependent resources ' +
      `before attempting to delete the network again: ${ids}`
    const answer = await api('DELETE', path)
    expect(answer.status).toBe(409)
    expect(answer.headers).toEqual({ ...refused(), location: peering.metadata.self })
    expect(answer.body).toEqual(failure(answer, 'resource_in_use', 'Conflict', [text(peering.id)]))
    await api('DELETE', `${PEERINGS}/${peering.id}?environment=${environment}`)
    expect((await api('DELETE', path)).status).toBe(409)
    clock.advance(2_000)
    const gone = await api('DELETE', path)
    expect(gone.status).toBe(204)
    expect(gone.headers).toEqual(success(993, false, 55))
    expect((await api('DELETE', path)).status).toBe(204)
    expect((await api('GET', path)).body).toMatchObject({ status: { phase: 'DEPROVISIONING' } })
    clock.advance(2_000)
    const missing = await api('GET', path)
    expect(missing.status).toBe(404)
    expect(missing.body).toEqual(failure(missing, null, 'Not Found', [`The network ${network} was not found.`]))
  })

  test('DELETE names every dependent', async () => {
    const { api, environment, network } = await ready({}, 'AZURE')
    const a = await createPeering(api, environment, network, azure)
    const b = await createPeering(api, environment, network, { ...azure, tenant: 'other' })
    const answer = await api('DELETE', `${NETWORKS}/${network}?environment=${environment}`)
    expect((answer.body as { errors: { detail: string }[] }).errors[0]!.detail).toContain(`: ${a.id}, ${b.id}`)
  })

  test.each(['GET', 'DELETE', 'PATCH'])(
    '%s answers 404 for an unknown id and in another environment',
    async (method) => {
      const { api, environment, network } = await ready()
      const other = (await api('POST', ENVIRONMENTS, { display_name: 'other' })).body as Thing
      const ask = (id: string, env: string) =>
        method === 'PATCH'
          ? api(method, `${NETWORKS}/${id}`, { spec: { environment: { id: env } } })
          : api(method, `${NETWORKS}/${id}?environment=${env}`)
      for (const [id, env] of [
        ['n-zzzzzz', environment],
        [network, other.id],
      ] as const) {
        const answer = await ask(id, env)
        expect(answer.status).toBe(404)
        expect(answer.headers).toEqual(refused())
        expect(answer.body).toEqual(failure(answer, null, 'Not Found', [`The network ${id} was not found.`]))
      }
    },
  )
})

describe('GET /networking/v1/gateways/{id}', () => {
  test.each([
    ['AWS', 'AwsPeeringGatewaySpec', undefined],
    ['AZURE', 'AzurePeeringGatewaySpec', undefined],
    ['GCP', 'GcpPeeringGatewaySpec', 'GcpPeeringGatewayStatus'],
  ] as const)('answers the gateway of a network on %s', async (cloud, kind, status) => {
    const { api, environment } = await ready()
    const { spec } = await createNetwork(api, environment, cloud)
    const { id } = spec['gateway'] as { id: string }
    const answer = await api('GET', `/networking/v1/gateways/${id}?environment=${environment}`)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      api_version: 'networking/v1',
      id,
      kind: 'Gateway',
      spec: { config: { kind, region: spec['region'] }, environment: { id: environment } },
      status: { phase: 'PROVISIONING', ...(status && { cloud_gateway: { kind: status } }) },
    })
    const unknown = await api('GET', `/networking/v1/gateways/gw-zzzzzz?environment=${environment}`)
    expect(unknown.status).toBe(404)
    expect(unknown.body).toEqual(failure(unknown, null, 'Not Found', ['The gateway gw-zzzzzz was not found.']))
  })
})
