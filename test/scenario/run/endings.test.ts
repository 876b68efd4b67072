import { afterEach, describe, expect, test, vi } from 'vitest'
import { createPeering, twoVpcs } from '../../providers/digitalocean/setup.ts'
import { S, play } from '../setup.ts'

const LIST = '/v2/vpc_peerings'
const listFault = (effect: string, more = ''): string =>
  `faults:\n  - { id: f, match: { op: digitalocean/vpc_peerings.list }${more}, effect: { ${effect} } }`

afterEach(() => void vi.useRealTimers())

describe('error', () => {
  test("is said in the provider's own words, status, headers and request id included", async () => {
    const { api } = await play(listFault('error: too_many_requests, retryAfter: 2s'))
    const { status, headers, body } = await api('GET', LIST)
    expect({ status, headers, body }).toEqual({
      status: 429,
      headers: {
        'content-length': '63',
        'content-type': 'application/json; charset=utf-8',
        date: 'Thu, 01 Jan 2026 00:00:00 GMT',
        'ratelimit-limit': '5000',
        'ratelimit-remaining': '4999',
        'ratelimit-reset': '1767229200',
        'retry-after': '2',
        'x-gateway': 'Edge-Gateway',
        'x-peertwin-fault': 'f',
        'x-peertwin-request': '1',
        'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
        'x-response-from': 'Edge-Gateway',
      },
      body: { id: 'too_many_requests', message: 'API rate limit exceeded.' },
    })
  })

  test.each([
    ['rate_limited', 429, 'too_many_requests'],
    ['unavailable', 503, 'service_unavailable'],
    ['internal', 500, 'server_error'],
    ['forbidden', 403, 'forbidden'],
    ['unauthenticated', 401, 'unauthorized'],
    ['quota_exceeded', 422, 'unprocessable_entity'],
    ['invalid', 400, 'bad_request'],
    ['route_not_found', 404, 'not_found'],
    ['vpc_has_peerings', 412, 'unknown'],
    ['peering_deleting', 409, 'conflict'],
  ])('%s answers %i with %s', async (name, status, id) => {
    const { api } = await play(listFault(`error: ${name}`))
    expect(await api('GET', LIST)).toMatchObject({ status, body: { id } })
  })

  test('takes a message of its own', async () => {
    const { api } = await play(listFault('error: conflict, message: "not today"'))
    expect((await api('GET', LIST)).body).toMatchObject({ id: 'conflict', message: 'not today' })
  })
})

test.each([
  ['error: too_many_requests, retryAfter: { as: date, value: 3s }', 'Thu, 01 Jan 2026 00:00:03 GMT'],
  ['error: too_many_requests, retryAfter: { as: epoch, value: 3s }', '1767225603'],
  ['status: 503, retryAfter: 1500ms', '2'],
  ['status: 503, retryAfter: { as: ms, value: 3s }', '3000'],
  ['status: 503, retryAfter: { as: text, value: soon }', 'soon'],
  ['rewrite: {}, status: 503, retryAfter: { as: iso, value: 1h }', '2026-01-01T01:00:00.000Z'],
  ['error: too_many_requests, retryAfter: 2s, headers: { RETRY-AFTER: null }', undefined],
])('%s tells when to come back', async (effect, expected) => {
  const { api } = await play(listFault(effect))
  expect((await api('GET', LIST)).headers['retry-after']).toBe(expected)
})

test('status, body and headers answer raw, beside the headers of every answer', async () => {
  const { api } = await play(
    listFault('status: 502, body: "<html>bad gateway</html>", headers: { content-type: text/html, Server: nginx }'),
  )
  const { status, headers, text } = await api('GET', LIST)
  expect({ status, headers, text }).toEqual({
    status: 502,
    headers: {
      'content-length': '24',
      'content-type': 'text/html',
      date: 'Thu, 01 Jan 2026 00:00:00 GMT',
      'ratelimit-limit': '5000',
      'ratelimit-remaining': '4999',
      'ratelimit-reset': '1767229200',
      server: 'nginx',
      'x-gateway': 'Edge-Gateway',
      'x-peertwin-fault': 'f',
      'x-peertwin-request': '1',
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      'x-response-from': 'service',
    },
    text: '<html>bad gateway</html>',
  })
})

/** What a client hears: a status and a body, or what its `fetch` rejects with. */
const heard = async (answer: Response | Promise<Response>): Promise<string> => {
  try {
    const response = await answer
    return `${response.status} ${await response.text()}`
  } catch (error) {
    const { message, cause } = error as Error & { readonly cause?: { readonly code: string } }
    return cause ? `${message}: ${cause.code}` : message
  }
}

interface Case {
  readonly effect: string
  readonly hears: RegExp
  /** Status in the journal. */
  readonly status: number
  readonly kind: string
  /** It takes the place of the answer, which is then lost when the request was handled. */
  readonly replaces?: true
  readonly raw?: true
}

const CREATED = /^201 .*"name":"a".*\}\}$/
const CASES: readonly Case[] = [
  { effect: 'error: internal', hears: /^500 \{"id":"server_error"/, status: 500, kind: 'error', replaces: true },
  { effect: 'status: 502, body: gone', hears: /^502 gone$/, status: 502, kind: 'raw', replaces: true, raw: true },
  { effect: 'hang: true', hears: /^gave up$/, status: 0, kind: 'hang', replaces: true },
  { effect: 'reset: true', hears: /^fetch failed: ECONNRESET$/, status: 0, kind: 'reset', replaces: true },
  { effect: 'close: true', hears: /^fetch failed: UND_ERR_SOCKET$/, status: 0, kind: 'close', replaces: true },
  { effect: 'delay: 5s', hears: CREATED, status: 201, kind: 'delay' },
  { effect: 'truncate: 9', hears: /^terminated$/, status: 201, kind: 'truncate' },
  { effect: 'dribble: { bytes: 100, every: 5s }', hears: CREATED, status: 201, kind: 'dribble' },
  { effect: 'corruptJson: true', hears: /^201 .*"name":"a".*[^}]\}$/, status: 201, kind: 'corruptJson' },
  { effect: 'stale: 5s', hears: CREATED, status: 201, kind: 'stale' },
  { effect: 'duplicate: true', hears: /^422 .*a VPC with the same name/, status: 422, kind: 'duplicate' },
  { effect: 'duplicate: first', hears: CREATED, status: 201, kind: 'duplicate' },
]
const PENDING = Symbol('pending')

describe('each effect: what the client hears, what the journal keeps, and what becomes of the request', () => {
  test.each(
    CASES.flatMap((one) => [
      { ...one, stage: 'before' as const },
      { ...one, stage: 'after' as const },
    ]),
  )('$effect, $stage', async ({ effect, hears, status, kind, replaces = false, raw = false, stage }) => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const { api, emulator } = await play(
      `faults:\n  - { id: f, match: { op: digitalocean/vpcs.create }, stage: ${stage}, effect: { ${effect} } }`,
    )
    const client = new AbortController()
    const request = new Request('https://api.digitalocean.com/v2/vpcs', {
      method: 'POST',
      signal: client.signal,
      headers: { authorization: 'Bearer dop_v1_x', 'content-type': 'application/json' },
      body: '{"name":"a","region":"nyc3"}',
    })
    const answer = heard(emulator.fetch(request))
    const last = () => [...emulator.world.journal.entries()].at(-1)
    while ((await Promise.race([answer, Promise.resolve(PENDING)])) === PENDING) {
      await new Promise(setImmediate)
      if (kind === 'hang' && last()) client.abort(new Error('gave up'))
      await vi.advanceTimersByTimeAsync(5_000)
    }
    expect(await answer).toMatch(hears)
    const lost = replaces && stage === 'after' ? { lost: 201 } : {}
    expect(last()).toMatchObject({ status, scenario: 'test@1 seed 1', error: undefined })
    expect(last()!.fault).toEqual({ faults: ['f'], effect: kind, stage, raw, ...lost })
    const { vpcs } = (await api('GET', '/v2/vpcs?per_page=200')).body as { vpcs: { name: string }[] }
    expect(vpcs.filter(({ name }) => name === 'a')).toHaveLength(replaces && stage === 'before' ? 0 : 1)
  })
})

describe('stale', () => {
  test('a read sees the world as it was; what it shows later catches up', async () => {
    const { api, pass } = await play(listFault('stale: 8s'))
    const { ids } = await twoVpcs(api)
    pass(10 * S)
    const { id } = await createPeering(api, 'p', ...ids)
    const total = async (): Promise<number> => ((await api('GET', LIST)).body as { meta: { total: number } }).meta.total
    expect(await total()).toBe(0)
    expect((await api('GET', `${LIST}/${id}`)).status).toBe(200)
    pass(7_999)
    expect(await total()).toBe(0)
    pass(1)
    expect(await total()).toBe(1)
    expect((await api('GET', LIST)).text).toContain('PROVISIONING')
    await api('DELETE', `${LIST}/${id}`)
    pass(2 * S)
    expect((await api('GET', `${LIST}/${id}`)).status).toBe(404)
    expect((await api('GET', LIST)).text).toContain('"status":"ACTIVE"')
    pass(8 * S)
    expect(await total()).toBe(0)
  })

  test('since a moment, nothing older than its eve is shown', async () => {
    const since = 'since: { op: digitalocean/vpc_peerings.delete }'
    const { api, pass } = await play(
      `faults:\n  - { id: f, match: { op: digitalocean/vpc_peerings.get }, ${since}, effect: { stale: 1h } }`,
    )
    const { id } = await createPeering(api, 'p', ...(await twoVpcs(api)).ids)
    pass(10 * S)
    await api('DELETE', `${LIST}/${id}`)
    for (const later of [0, 10 * S, 3_590 * S - 1]) {
      pass(later)
      expect((await api('GET', `${LIST}/${id}`)).text).toContain('"status":"ACTIVE"')
    }
    pass(1)
    expect((await api('GET', `${LIST}/${id}`)).text).toContain('"status":"DELETING"')
  })

  test('a request that changes something happens in the present', async () => {
    const { api } = await play('faults:\n  - { id: f, match: { provider: digitalocean }, effect: { stale: 1h } }')
    const plain = await play('faults: []')
    for (const name of ['a', 'b']) {
      const given = { name, region: 'nyc3' }
      const answer = await api('POST', '/v2/vpcs', given)
      expect(answer.status).toBe(201)
      // nothing that the look at the past drew is missing afterwards
      expect(answer.body).toEqual((await plain.api('POST', '/v2/vpcs', given)).body)
    }
  })
})

test('an answer that no rule is about has no mark', async () => {
  const { api, emulator } = await play('faults: []')
  await api('POST', '/x')
  expect([...emulator.world.journal.entries()].at(-1)).toMatchObject({ scenario: 'test@1 seed 1', fault: null })
})
