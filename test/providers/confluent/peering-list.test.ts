import { describe, expect, test } from 'vitest'
import { force } from '../../helpers/socket.ts'
import {
  BASE,
  ENVIRONMENTS,
  PEERINGS,
  type Thing,
  aws,
  createPeering,
  failure,
  ready,
  refused,
  success,
} from './setup.ts'

describe('GET /networking/v1/peerings', () => {
  const link = (query: string) => `${BASE}${PEERINGS}?${query}`
  const many = async () => {
    const bench = await ready({}, 'AWS')
    const names = ['a b', 'c,d', 'e', 'f', 'a b']
    const made: Thing[] = []
    for (const [n, name] of names.entries()) {
      made.push(await createPeering(bench.api, bench.environment, bench.network, aws('012345678901', `vpc-${n}`), name))
    }
    await force(bench.emulator, made[0]!.id, 'READY')
    await force(bench.emulator, made[1]!.id, 'FAILED')
    return { ...bench, made, ids: made.map(({ id }) => id) }
  }
  interface List {
    readonly data: Thing[]
    readonly metadata: { readonly first: string; readonly next: string; readonly total_size: number }
  }

  test('answers an empty list whole', async () => {
    const { api, environment } = await ready()
    const answer = await api('GET', `${PEERINGS}?environment=${environment}`)
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(success(997, true, 57))
    expect(answer.text).toBe(
      `{"api_version":"networking/v1","data":[],"kind":"PeeringList","metadata":{"first":"${BASE}${PEERINGS}","next":"","total_size":0}}`,
    )
  })

  test('goes through three pages by next, which keeps environment and filters', async () => {
    const { api, environment, ids } = await many()
    const seen: string[][] = []
    const links: string[] = []
    let next = link(`environment=${environment}&page_size=2&foo=1`)
    for (let n = 0; n < 3; n++) {
      const { body } = await api('GET', next.slice(BASE.length))
      const list = body as List
      seen.push(list.data.map(({ id }) => id))
      expect(list.metadata.total_size).toBe(5)
      expect(list.metadata.first).toBe(`${BASE}${PEERINGS}`)
      next = list.metadata.next
      links.push(next)
    }
    expect(seen).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)])
    const linked = expect.stringMatching(/peerings\?page_token=[\w-]{1,255}&environment=env-[0-9a-z]{6}$/)
    expect(links).toEqual([linked, linked, ''])
  })

  test('ends on a full page without a next, and survives the loss of the row a token names', async () => {
    const { api, clock, environment, ids } = await many()
    const first = (await api('GET', `${PEERINGS}?environment=${environment}&page_size=2`)).body as List
    await api('DELETE', `${PEERINGS}/${ids[1]}?environment=${environment}`)
    clock.advance(2_000)
    const second = (await api('GET', first.metadata.next.slice(BASE.length))).body as List
    expect(second.data.map(({ id }) => id)).toEqual(ids.slice(2, 4))
    const whole = (await api('GET', `${PEERINGS}?environment=${environment}&page_size=4`)).body as List
    expect(whole.metadata).toEqual({ first: `${BASE}${PEERINGS}`, next: '', total_size: 4 })
  })

  test.each<[string, number[]]>([
    ['status.phase=READY&status.phase=FAILED&spec.display_name=a+b', [0]],
    ['status.phase=READY,FAILED', [0, 1]],
    ['status.phase=ready', []],
    ['spec.display_name=a+b&spec.display_name=c%2Cd', [0, 1, 4]],
    ['spec.display_name=c,d', [1]],
    ['spec.network=n-zzzzzz', []],
    ['foo=1&status.bogus=READY', [0, 1, 2, 3, 4]],
  ])('filters by %s', async (query, expected) => {
    const { api, environment, ids } = await many()
    const { body } = await api('GET', `${PEERINGS}?environment=${environment}&${query}`)
    const { data, metadata } = body as List
    expect(data.map(({ id }) => id)).toEqual(expected.map((n) => ids[n]))
    expect(metadata).toEqual({ first: `${BASE}${PEERINGS}`, next: '', total_size: expected.length })
  })

  test('filters by several networks, joined or repeated, and keeps the filter in next', async () => {
    const { api, environment, network } = await many()
    for (const query of [`spec.network=${network},n-1`, `spec.network=n-1&spec.network=${network}`]) {
      const { body } = await api('GET', `${PEERINGS}?environment=${environment}&page_size=3&${query}`)
      const { data, metadata } = body as List
      expect([data.length, metadata.total_size]).toEqual([3, 5])
      const { body: rest } = await api('GET', metadata.next.slice(BASE.length))
      expect(rest).toMatchObject({ data: [{}, {}], metadata: { next: '', total_size: 5 } })
    }
  })

  test('shows ten at first and knows only its own environment', async () => {
    const { api, environment, network } = await ready()
    for (let n = 0; n < 11; n++) await createPeering(api, environment, network, aws('012345678901', `vpc-${n}`))
    const { body } = await api('GET', `${PEERINGS}?environment=${environment}`)
    expect((body as List).data).toHaveLength(10)
    const other = (await api('POST', ENVIRONMENTS, { display_name: 'other' })).body as Thing
    expect((await api('GET', `${PEERINGS}?environment=${other.id}`)).body).toMatchObject({ data: [] })
  })

  test('stays in one environment also where there are many', async () => {
    const { api, environment, network } = await ready({ settings: { confluent: { peeringQuota: 0 } } })
    for (let n = 0; n < 501; n++) await createPeering(api, environment, network, aws('012345678901', `vpc-${n}`))
    const { body } = await api('GET', `${PEERINGS}?environment=${environment}&page_size=500`)
    expect((body as List).data).toHaveLength(500)
    expect((await api('GET', (body as List).metadata.next.slice(BASE.length))).body).toMatchObject({
      data: [{ spec: { cloud: { vpc: 'vpc-500' } } }],
      metadata: { next: '', total_size: 501 },
    })
  })

  test.each([
    ['page_size', 'abc'],
    ['page_size', '0'],
    ['page_size', '-1'],
    ['page_size', '1.5'],
    ['page_size', ''],
    ['page_size', '1001'],
    ['page_token', 'garbage'],
    ['page_token', 'bnVsbA'],
    ['page_token', 'eyJuIjoiMSJ9'],
  ])('answers 400 for %s=%s', async (parameter, value) => {
    const { api, environment } = await ready()
    const answer = await api('GET', `${PEERINGS}?environment=${environment}&${parameter}=${value}`)
    const detail =
      parameter === 'page_size'
        ? "The value of 'page_size' must be an integer between 1 and 1000"
        : 'The page token is invalid'
    expect(answer.status).toBe(400)
    expect(answer.headers).toEqual(refused())
    expect(answer.body).toEqual(failure(answer, 'invalid_filter', 'Invalid Filter', [detail, { parameter }]))
  })

  test('answers 400 without the environment and 403 for an unknown one', async () => {
    const { api } = await ready()
    const missing = await api('GET', PEERINGS)
    expect([missing.status, missing.body]).toEqual([
      400,
      failure(missing, 'invalid_filter', 'Invalid Filter', [
        "The 'environment' query parameter is required",
        { parameter: 'environment' },
      ]),
    ])
    const unknown = await api('GET', `${PEERINGS}?environment=env-zzzzzz`)
    expect([unknown.status, unknown.body]).toEqual([
      403,
      failure(unknown, 'forbidden_access', 'User Access Unauthorized', ['Forbidden Access']),
    ])
  })
})
