import { describe, expect, test } from 'vitest'
import {
  BASE,
  ENVIRONMENTS,
  NETWORKS,
  type Thing,
  createNetwork,
  environmentOf,
  failure,
  ready,
  refused,
  setup,
  success,
} from './setup.ts'

const ORGANIZATIONS = '/org/v2/organizations'

interface Named {
  readonly id: string
  readonly display_name: string
  readonly metadata: { readonly created_at: string; readonly updated_at: string; readonly resource_name: string }
}
interface List {
  readonly data: Named[]
  readonly metadata: { readonly next?: string }
}

const listOf = async (bench: ReturnType<typeof setup>, query = '') =>
  (await bench.api('GET', ENVIRONMENTS + query)).body as List

describe('GET /org/v2/environments', () => {
  test('answers the seeded environment with empty list metadata', async () => {
    const { api } = setup()
    const answer = await api('GET', ENVIRONMENTS)
    const { data } = answer.body as List
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(success(999))
    expect(data[0]!.metadata.resource_name).toMatch(
      /^crn:\/\/confluent\.cloud\/organization=[0-9a-f-]{36}\/environment=env-[0-9a-z]{6}$/,
    )
    const [{ id, metadata }] = data as [Named]
    expect(answer.text).toBe(
      JSON.stringify({
        api_version: 'org/v2',
        data: [
          {
            api_version: 'org/v2',
            display_name: 'default',
            id,
            kind: 'Environment',
            metadata: {
              created_at: metadata.created_at,
              resource_name: metadata.resource_name,
              self: `${BASE}${ENVIRONMENTS}/${id}`,
              updated_at: metadata.created_at,
            },
            stream_governance_config: { package: 'ESSENTIALS' },
          },
        ],
        kind: 'EnvironmentList',
        metadata: {},
      }),
    )
  })

  test('links further pages by next, which is absent on the last one', async () => {
    const bench = setup()
    for (const display_name of ['b', 'c']) await bench.api('POST', ENVIRONMENTS, { display_name })
    const first = await listOf(bench, '?page_size=2')
    expect(first.data.map(({ display_name }) => display_name)).toEqual(['default', 'b'])
    expect(Object.keys(first.metadata)).toEqual(['next'])
    expect(first.metadata.next).toMatch(/^http:\/\/api\.confluent\.cloud\/org\/v2\/environments\?page_token=[\w-]+$/)
    const last = (await bench.api('GET', first.metadata.next!.slice(BASE.length))).body as List
    expect(last).toMatchObject({ data: [{ display_name: 'c' }] })
    expect(last.metadata).toEqual({})
  })

  test.each(['101', '0', 'x'])('answers 400 for page_size=%s', async (value) => {
    const { api } = setup()
    const answer = await api('GET', `${ENVIRONMENTS}?page_size=${value}`)
    expect(answer.status).toBe(400)
    expect(answer.headers).toEqual(refused())
    expect(answer.body).toEqual(
      failure(answer, 'invalid_filter', 'Invalid Filter', [
        "The value of 'page_size' must be an integer between 1 and 100",
        { parameter: 'page_size' },
      ]),
    )
  })
})

describe('POST /org/v2/environments', () => {
  test.each([
    [{ display_name: 'Development' }, 'ESSENTIALS'],
    [{ display_name: 'Development', stream_governance_config: null }, 'ESSENTIALS'],
    [{ display_name: 'Development', stream_governance_config: { package: 'ADVANCED' } }, 'ADVANCED'],
  ])('answers 201 with Location for %j', async (body, pack) => {
    const { api } = setup()
    const answer = await api('POST', ENVIRONMENTS, body)
    const { id } = answer.body as Named
    expect(answer.status).toBe(201)
    expect(answer.headers).toEqual({ ...success(999), location: `${BASE}${ENVIRONMENTS}/${id}` })
    expect(answer.body).toMatchObject({ display_name: 'Development', stream_governance_config: { package: pack } })
    const read = await api('GET', `${ENVIRONMENTS}/${id}`)
    expect([read.status, read.text]).toEqual([200, answer.text])
  })

  test.each<[object, string, string]>([
    [{}, "The property '/display_name' is required", '/display_name'],
    [
      { display_name: 1 },
      "The property '/display_name' of type integer did not match the following type: string",
      '/display_name',
    ],
    [
      { display_name: 'x', stream_governance_config: {} },
      "The property '/stream_governance_config/package' is required",
      '/stream_governance_config/package',
    ],
    [
      { display_name: 'x', stream_governance_config: { package: 'FREE' } },
      `The property '/stream_governance_config/package' value "FREE" did not match one of the following values: ESSENTIALS, ADVANCED`,
      '/stream_governance_config/package',
    ],
  ])('answers 422 for %j', async (body, detail, pointer) => {
    const { api } = setup()
    const answer = await api('POST', ENVIRONMENTS, body)
    expect(answer.status).toBe(422)
    expect(answer.headers).toEqual(refused())
    expect(answer.body).toEqual(failure(answer, 'invalid_configuration', 'Validation Failed', [detail, { pointer }]))
  })

  test('answers 402 for the 26th', async () => {
    const { api } = setup()
    for (let n = 1; n < 25; n++) await api('POST', ENVIRONMENTS, { display_name: 'same' })
    const answer = await api('POST', ENVIRONMENTS, { display_name: 'same' })
    expect(answer.status).toBe(402)
    expect(answer.headers).toEqual(refused())
    expect(answer.body).toEqual(
      failure(answer, 'quota_exceeded', null, ['Your organization is currently limited to 25 environments']),
    )
  })
})

describe('/org/v2/environments/{id}', () => {
  test('PATCH changes any subset', async () => {
    const { api, clock } = setup()
    const id = await environmentOf(api)
    const before = (await api('GET', `${ENVIRONMENTS}/${id}`)).body as Named
    clock.advance(1_000)
    const answer = await api('PATCH', `${ENVIRONMENTS}/${id}`, { display_name: 'stag' })
    expect(answer.status).toBe(200)
    const after = answer.body as Named
    expect(after).toEqual({
      ...before,
      display_name: 'stag',
      metadata: { ...before.metadata, updated_at: after.metadata.updated_at },
    })
    expect(Date.parse(after.metadata.updated_at) - Date.parse(before.metadata.updated_at)).toBe(1_000)
    const upgrade = { stream_governance_config: { package: 'ADVANCED' } }
    expect((await api('PATCH', `${ENVIRONMENTS}/${id}`, upgrade)).body).toMatchObject({
      display_name: 'stag',
      ...upgrade,
    })
    const down = await api('PATCH', `${ENVIRONMENTS}/${id}`, { stream_governance_config: { package: 'ESSENTIALS' } })
    expect(down.status).toBe(403)
    expect(down.body).toEqual(
      failure(down, 'forbidden_access', 'User Access Unauthorized', [
        'Schema Registry package downgrade is not a supported operation',
      ]),
    )
  })

  test.each(['GET', 'PATCH', 'DELETE'])('%s answers 404 for an unknown id', async (method) => {
    const { api } = setup()
    const answer = await api(method, `${ENVIRONMENTS}/env-zzzzzz`, method === 'PATCH' ? {} : undefined)
    expect(answer.status).toBe(404)
    expect(answer.headers).toEqual(refused())
    expect(answer.body).toEqual(failure(answer, 'resource_not_found', null, ['Resource Not Found']))
  })

  test('DELETE answers 409 with live networks, 204 once they are DEPROVISIONING', async () => {
    const { api } = await ready()
    const other = (await api('POST', ENVIRONMENTS, { display_name: 'x' })).body as Named
    const { id } = await createNetwork(api, other.id)
    const answer = await api('DELETE', `${ENVIRONMENTS}/${other.id}`)
    expect(answer.status).toBe(409)
    expect(answer.headers).toEqual({ ...refused(), location: `${BASE}${NETWORKS}/${id}?environment=${other.id}` })
    expect(answer.body).toEqual(
      failure(answer, 'resource_in_use', 'Conflict', [
        'Environment deletion not allowed due to existing dependencies. Please delete the following dependent ' +
          `resources before attempting to delete the environment again: ${id}`,
      ]),
    )
    await api('DELETE', `${NETWORKS}/${id}?environment=${other.id}`)
    const gone = await api('DELETE', `${ENVIRONMENTS}/${other.id}`)
    expect([gone.status, gone.text]).toEqual([204, ''])
    expect(gone.headers).toEqual(success(993, false, 57))
    expect((await api('GET', `${NETWORKS}/${id}?environment=${other.id}`)).status).toBe(403)
  })

  test('DELETE refuses the last one', async () => {
    const { api } = setup()
    const id = await environmentOf(api)
    const answer = await api('DELETE', `${ENVIRONMENTS}/${id}`)
    expect(answer.status).toBe(409)
    expect(answer.headers).toEqual({ ...refused(), location: `${BASE}${ENVIRONMENTS}/${id}` })
    expect(answer.body).toEqual(
      failure(answer, 'invalid_state', 'Conflict', ['The last environment of an organization can not be deleted.']),
    )
  })
})

describe('/org/v2/organizations', () => {
  test('answers the one organization, alone and in a list', async () => {
    const { api } = setup()
    const environment = (await listOf(setup())).data[0]!
    const list = await api('GET', ORGANIZATIONS)
    expect(list.status).toBe(200)
    expect(list.headers).toEqual(success(999))
    const [{ id, metadata }] = (list.body as List).data as [Named]
    const whole = {
      api_version: 'org/v2',
      display_name: 'Peertwin',
      id,
      jit_enabled: false,
      kind: 'Organization',
      metadata: {
        created_at: metadata.created_at,
        resource_name: `crn://confluent.cloud/organization=${id}`,
        self: `${BASE}${ORGANIZATIONS}/${id}`,
        updated_at: metadata.created_at,
      },
    }
    expect(list.text).toBe(
      JSON.stringify({ api_version: 'org/v2', data: [whole], kind: 'OrganizationList', metadata: {} }),
    )
    expect((await api('GET', `${ORGANIZATIONS}/${id}`)).text).toBe(JSON.stringify(whole))
    expect(environment.metadata.resource_name).toContain(`/organization=${id}/`)
  })

  test('PATCH renames it', async () => {
    const { api } = setup()
    const { id } = ((await api('GET', ORGANIZATIONS)).body as List).data[0]!
    const answer = await api('PATCH', `${ORGANIZATIONS}/${id}`, { display_name: 'Acme', jit_enabled: true })
    expect([answer.status, answer.body]).toMatchObject([200, { id, display_name: 'Acme', jit_enabled: true }])
    const wrong = await api('PATCH', `${ORGANIZATIONS}/${id}`, { display_name: '' })
    expect(wrong.status).toBe(422)
  })

  test.each(['GET', 'PATCH'])('%s answers 404 for another id', async (method) => {
    const { api } = setup()
    const answer = await api(method, `${ORGANIZATIONS}/nobody`, method === 'PATCH' ? {} : undefined)
    expect(answer.status).toBe(404)
    expect(answer.body).toEqual(failure(answer, 'resource_not_found', null, ['Resource Not Found']))
  })

  test('exists in an empty world, where environments are made one by one', async () => {
    const { api } = setup({ empty: true })
    expect((await api('GET', ENVIRONMENTS)).body).toMatchObject({ data: [], metadata: {} })
    const { metadata } = (await api('POST', ENVIRONMENTS, { display_name: 'x' })).body as Thing & Named
    const { id } = ((await api('GET', ORGANIZATIONS)).body as List).data[0]!
    expect(metadata.resource_name).toContain(`/organization=${id}/`)
  })
})
