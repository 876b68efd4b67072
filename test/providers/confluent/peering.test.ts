import { describe, expect, test } from 'vitest'
import { force } from '../../helpers/socket.ts'
import {
  CHALLENGE,
  ENVIRONMENTS,
  PEERINGS,
  type Thing,
  aws,
  azure,
  basic,
  createPeering,
  failure,
  gcp,
  peeringSpec,
  ready,
  refused,
  success,
} from './setup.ts'

const peered = async (...options: Parameters<typeof ready>) => {
  const bench = await ready(...options)
  const peering = await createPeering(bench.api, bench.environment, bench.network)
  return { ...bench, peering, path: `${PEERINGS}/${peering.id}` }
}

const update = (environment: string, display_name: unknown = 'x') => ({
  spec: { display_name, environment: { id: environment } },
})

describe('PATCH /networking/v1/peerings/{id}', () => {
  test('answers 200 with the whole object: the name and updated_at changed, the phase and the rest did not', async () => {
    const { api, clock, environment, peering, path } = await peered()
    clock.advance(1_000)
    const answer = await api('PATCH', path, update(environment))
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(success(996, true, 56))
    const { metadata } = answer.body as Thing
    expect(answer.text).toBe(
      JSON.stringify({
        ...peering,
        metadata: { ...peering.metadata, updated_at: metadata.updated_at },
        spec: { ...peering.spec, display_name: 'x' },
      }),
    )
    expect(Date.parse(metadata.updated_at)).toBe(Date.parse(metadata.created_at) + 1_000)
    expect((await api('GET', `${path}?environment=${environment}`)).text).toBe(answer.text)
  })

  test.each([
    ['the empty members that the Go SDK sends', (id: string) => ({ id, related: '', resource_name: '' }), 'x', 'x'],
    ['an empty name', (id: string) => ({ id }), '', ''],
    ['a null name', (id: string) => ({ id }), null, 'p'],
    ['no name', (id: string) => ({ id }), undefined, 'p'],
  ])('takes %s', async (_, reference, display_name, shown) => {
    const { api, environment, path } = await peered()
    const answer = await api('PATCH', path, { spec: { display_name, environment: reference(environment) } })
    expect(answer.status).toBe(200)
    expect((answer.body as Thing).spec['display_name']).toBe(shown)
  })

  test('ignores immutable and unknown members, as the example of the documentation sends them', async () => {
    const { api, environment, peering, path } = await peered()
    const answer = await api('PATCH', path, {
      spec: {
        display_name: 'x',
        environment: { id: environment },
        cloud: { kind: 'GcpPeering' },
        network: { id: 'n-1' },
        bogus: 1,
      },
    })
    expect(answer.status).toBe(200)
    expect((answer.body as Thing).spec).toEqual({ ...peering.spec, display_name: 'x' })
  })

  test('can refuse immutable members', async () => {
    const { api, environment, path } = await peered({ settings: { confluent: { strictImmutable: true } } })
    const spec = { environment: { id: environment }, cloud: aws(), network: { id: 'n-1' } }
    const answer = await api('PATCH', path, { spec })
    expect(answer.status).toBe(422)
    expect(answer.body).toEqual(
      failure(
        answer,
        'invalid_configuration',
        'Validation Failed',
        ["The property '/spec/cloud' is immutable", { pointer: '/spec/cloud' }],
        ["The property '/spec/network' is immutable", { pointer: '/spec/network' }],
      ),
    )
  })

  test.each(['PROVISIONING', 'PENDING_ACCEPT', 'READY', 'FAILED', 'DISCONNECTED'])('renames in %s', async (phase) => {
    const bench = await peered()
    await force(bench.emulator, bench.peering.id, phase)
    const answer = await bench.api('PATCH', bench.path, update(bench.environment))
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ spec: { display_name: 'x' }, status: { phase } })
  })

  // its 500 is in scenario.test.ts
  describe('says every status of its documentation page', () => {
    test.each([
      ['malformed JSON', '{"spec":'],
      ['an empty body', ''],
      ['no object', '[]'],
      ['null', 'null'],
    ])('400 for %s', async (_, body) => {
      const { api, path } = await peered()
      const answer = await api('PATCH', path, body)
      expect(answer.status).toBe(400)
      expect(answer.headers).toEqual(refused())
      expect(answer.body).toEqual(
        failure(answer, 'malformed_request', 'Bad Request', ['The request body is malformed']),
      )
    })

    test.each<[string, Record<string, string>, string]>([
      ['no credentials', {}, 'Valid authentication credentials must be provided'],
      ['another scheme', { authorization: 'Digest x' }, 'Valid authentication credentials must be provided'],
      ['a pair without secret', { authorization: basic('k', '') }, 'Valid authentication credentials must be provided'],
      ['a pair without key', { authorization: basic('', 's') }, 'Valid authentication credentials must be provided'],
      ['no pair', { authorization: 'Basic !!' }, 'Valid authentication credentials must be provided'],
      ['an empty token', { authorization: 'Bearer ' }, 'Valid authentication credentials must be provided'],
    ])('401 for %s', async (_, headers, detail) => {
      const { anonymous, environment, path } = await peered()
      const answer = await anonymous('PATCH', path, update(environment), headers)
      expect(answer.status).toBe(401)
      expect(answer.headers).toEqual({ ...refused(), 'www-authenticate': CHALLENGE })
      expect(answer.body).toEqual(failure(answer, 'user_unauthenticated', 'Authentication Required', [detail]))
    })

    test('402 on a network that a fixture filled beyond its quota', async () => {
      const peering = (id: string, account: string) => ({
        id,
        environment: 'env-gz903',
        network: 'n-6k5026',
        spec: { cloud: aws(account) },
      })
      const { api } = await ready({
        fixtures: {
          confluent: {
            quotas: { peerings_per_network: 1 },
            environments: [{ id: 'env-gz903', display_name: 'stag' }],
            networks: [
              {
                id: 'n-6k5026',
                environment: 'env-gz903',
                spec: { cloud: 'AWS', region: 'us-east-1', connection_types: ['PEERING'], cidr: '10.1.0.0/16' },
              },
            ],
            peerings: [peering('peer-gez27g', '012345678901'), peering('peer-gez27j', '012345678902')],
          },
        },
      })
      const answer = await api('PATCH', `${PEERINGS}/peer-gez27g`, update('env-gz903'))
      expect(answer.status).toBe(402)
      expect(answer.headers).toEqual(refused())
      expect(answer.body).toEqual(
        failure(answer, 'quota_exceeded', 'Peerings Per Network Quota Exceeded', [
          'The request would exceed the quota: peerings_per_network',
        ]),
      )
    })

    test('403 in an unknown environment', async () => {
      const { api, path } = await peered()
      const answer = await api('PATCH', path, update('env-zzzzzz'))
      expect(answer.status).toBe(403)
      expect(answer.headers).toEqual(refused())
      expect(answer.body).toEqual(failure(answer, 'forbidden_access', 'User Access Unauthorized', ['Forbidden Access']))
    })

    test('404 for an unknown id, and in another environment than its own', async () => {
      const { api, environment, peering, path } = await peered()
      const other = (await api('POST', ENVIRONMENTS, { display_name: 'other' })).body as Thing
      const unknown = await api('PATCH', `${PEERINGS}/peer-zzzzzz`, update(environment))
      expect(unknown.status).toBe(404)
      expect(unknown.headers).toEqual(refused())
      expect(unknown.body).toEqual(failure(unknown, null, 'Not Found', ['The peering peer-zzzzzz was not found.']))
      const elsewhere = await api('PATCH', path, update(other.id))
      expect(elsewhere.status).toBe(404)
      expect(elsewhere.body).toEqual(
        failure(elsewhere, null, 'Not Found', [`The peering ${peering.id} was not found.`]),
      )
    })

    test('409 with Location while it is DEPROVISIONING', async () => {
      const { api, environment, peering, path } = await peered()
      await api('DELETE', `${path}?environment=${environment}`)
      const answer = await api('PATCH', path, update(environment))
      expect(answer.status).toBe(409)
      expect(answer.headers).toEqual({ ...refused(), location: peering.metadata.self })
      expect(answer.body).toEqual(
        failure(answer, 'invalid_state', 'Conflict', [`The peering ${peering.id} is being deprovisioned.`]),
      )
    })

    const wrong: [string, unknown, ...[string, string][]][] = [
      ['no spec', {}, ["The property '/spec' is required", '/spec']],
      [
        'no environment',
        { spec: { display_name: 'x' } },
        ["The property '/spec/environment' is required", '/spec/environment'],
      ],
      [
        'an environment without id and a name of another type',
        { spec: { display_name: ['x'], environment: {} } },
        [
          "The property '/spec/display_name' of type array did not match the following type: string",
          '/spec/display_name',
        ],
        ["The property '/spec/environment/id' is required", '/spec/environment/id'],
      ],
      [
        'an environment that is no object',
        { spec: { environment: 'env-1' } },
        [
          "The property '/spec/environment' of type string did not match the following type: object",
          '/spec/environment',
        ],
      ],
    ]
    test.each(wrong)('422 for %s', async (_, body, ...items) => {
      const { api, path } = await peered()
      const answer = await api('PATCH', path, body)
      expect(answer.status).toBe(422)
      expect(answer.headers).toEqual(refused())
      expect(answer.body).toEqual(
        failure(
          answer,
          'invalid_configuration',
          'Validation Failed',
          ...items.map(([detail, pointer]) => [detail, { pointer }] as const),
        ),
      )
    })

    test('429 without a body, in relative seconds, and 200 after the wait', async () => {
      const { api, clock, environment, path } = await peered({
        rateLimits: 'enforce',
        settings: { confluent: { rateLimit: 4, rateWindow: 2 } },
      })
      const limited = { 'x-ratelimit-limit': '4', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2' }
      for (const _ of [1, 2, 3]) await api('PATCH', path, update(environment))
      const answer = await api('PATCH', path, update(environment))
      expect(answer.status).toBe(429)
      expect(answer.text).toBe('')
      const { 'content-type': _type, 'content-length': _length, ...bare } = refused() as Record<string, unknown>
      expect(answer.headers).toEqual({ ...bare, ...limited, 'content-length': '0', 'retry-after': '2' })
      clock.advance(Number(answer.headers['retry-after']) * 1000)
      expect((await api('PATCH', path, update(environment))).status).toBe(200)
    })
  })
})

describe('DELETE /networking/v1/peerings/{id}', () => {
  test.each(['PROVISIONING', 'PENDING_ACCEPT', 'READY', 'FAILED', 'DISCONNECTED'])(
    'answers 204 from %s, again 204, shows DEPROVISIONING in reads and lists, then 404',
    async (phase) => {
      const bench = await peered()
      const { api, clock, environment, peering, path } = bench
      await force(bench.emulator, peering.id, phase)
      const scoped = `${path}?environment=${environment}`
      const answer = await api('DELETE', scoped)
      expect(answer.status).toBe(204)
      expect(answer.text).toBe('')
      expect(answer.headers).toEqual(success(996, false, 57))
      clock.advance(1_999)
      expect((await api('DELETE', scoped)).status).toBe(204)
      expect((await api('GET', scoped)).body).toMatchObject({ id: peering.id, status: { phase: 'DEPROVISIONING' } })
      const list = `${PEERINGS}?environment=${environment}`
      expect((await api('GET', list)).body).toMatchObject({ data: [{ id: peering.id }], metadata: { total_size: 1 } })
      clock.advance(1)
      const gone = await api('GET', scoped)
      expect(gone.status).toBe(404)
      expect(gone.body).toEqual(failure(gone, null, 'Not Found', [`The peering ${peering.id} was not found.`]))
      expect((await api('GET', list)).body).toMatchObject({ data: [], metadata: { total_size: 0 } })
    },
  )

  test('can answer a second DELETE with 404', async () => {
    const { api, environment, path } = await peered({ settings: { confluent: { deleteAgain: 404 } } })
    const scoped = `${path}?environment=${environment}`
    expect((await api('DELETE', scoped)).status).toBe(204)
    expect((await api('DELETE', scoped)).status).toBe(404)
  })
})

describe.each(['GET', 'DELETE'])('%s /networking/v1/peerings/{id}', (method) => {
  test('answers 400 without the environment', async () => {
    const { api, path } = await peered()
    for (const query of ['', '?environment=']) {
      const answer = await api(method, path + query)
      expect(answer.status).toBe(400)
      expect(answer.headers).toEqual(refused())
      expect(answer.body).toEqual(
        failure(answer, 'invalid_filter', 'Invalid Filter', [
          "The 'environment' query parameter is required",
          { parameter: 'environment' },
        ]),
      )
    }
  })

  test('answers 404 for an unknown id and in a wrong environment, 403 in an unknown one', async () => {
    const { api, environment, peering, path } = await peered()
    const other = (await api('POST', ENVIRONMENTS, { display_name: 'other' })).body as Thing
    const unknown = await api(method, `${PEERINGS}/peer-zzzzzz?environment=${environment}`)
    expect([unknown.status, unknown.body]).toEqual([
      404,
      failure(unknown, null, 'Not Found', ['The peering peer-zzzzzz was not found.']),
    ])
    const elsewhere = await api(method, `${path}?environment=${other.id}`)
    expect([elsewhere.status, elsewhere.body]).toEqual([
      404,
      failure(elsewhere, null, 'Not Found', [`The peering ${peering.id} was not found.`]),
    ])
    const nowhere = await api(method, `${path}?environment=env-zzzzzz`)
    expect([nowhere.status, nowhere.body]).toEqual([
      403,
      failure(nowhere, 'forbidden_access', 'User Access Unauthorized', ['Forbidden Access']),
    ])
  })

  test('can answer 404 in an unknown environment', async () => {
    const { api, path } = await peered({ settings: { confluent: { unknownEnvironment: 404 } } })
    const answer = await api(method, `${path}?environment=env-zzzzzz`)
    expect(answer.status).toBe(404)
    expect(answer.body).toEqual(failure(answer, 'resource_not_found', null, ['Resource Not Found']))
  })
})

test.each([
  ['AWS', aws()],
  ['GCP', gcp],
  ['AZURE', azure],
] as const)('a whole life on %s', async (cloud, target) => {
  const { api, clock, environment, network } = await ready({}, cloud)
  const { body } = await api('POST', PEERINGS, { spec: peeringSpec(environment, network, target) })
  const path = `${PEERINGS}/${(body as Thing).id}?environment=${environment}`
  const phases: unknown[] = []
  const look = async () => phases.push(((await api('GET', path)).body as Partial<Thing>).status?.['phase'])
  await look()
  for (let n = 0; n < 2; n++) {
    clock.advance(2_000)
    await look()
  }
  await api('DELETE', path)
  await look()
  clock.advance(2_000)
  await look()
  expect(phases).toEqual(['PROVISIONING', 'PENDING_ACCEPT', 'READY', 'DEPROVISIONING', undefined])
})
