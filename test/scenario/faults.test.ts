import { afterEach, describe, expect, test } from 'vitest'
import type { Emulator } from '../../src/index.ts'
import { TOKEN, createPeering, twoVpcs } from '../providers/digitalocean/setup.ts'
import { type Play, MIN, S, play } from './setup.ts'

const open: Emulator[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((emulator) => emulator.close()))
})

/** The same emulator over a socket. */
const overSocket = async ({ emulator }: Play): Promise<string> => {
  open.push(emulator)
  return (await emulator.listen()).urls['digitalocean']!
}
const ask = (base: string, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(base + path, {
    ...init,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
  })
const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise
    return 'no failure'
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string; message?: string } }
    return cause?.code ?? cause?.message ?? message
  }
}

const LIST = '/v2/vpc_peerings'
const listFault = (effect: string, more = ''): string =>
  `faults:\n  - { id: f, match: { op: digitalocean/vpc_peerings.list }${more}, effect: { ${effect} } }`

describe('error', () => {
  test("is said in the provider's own words, status, headers and request id included", async () => {
    const { api } = await play(listFault('error: too_many_requests, retryAfter: 2s'))
    const answer = await api('GET', LIST)
    expect(answer.status).toBe(429)
    expect(answer.body).toEqual({ id: 'too_many_requests', message: 'API rate limit exceeded.' })
    expect(answer.headers).toMatchObject({
      'retry-after': '2',
      'ratelimit-limit': '5000',
      'x-peertwin-fault': 'f',
      'content-type': 'application/json; charset=utf-8',
    })
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
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
    const answer = await api('GET', LIST)
    expect(answer.status).toBe(status)
    expect(answer.body).toMatchObject({ id })
  })

  test('takes a message of its own', async () => {
    const { api } = await play(listFault('error: conflict, message: "not today"'))
    expect((await api('GET', LIST)).body).toMatchObject({ id: 'conflict', message: 'not today' })
  })
})

describe('status and body', () => {
  test('answer raw, and the journal says so', async () => {
    const { api, emulator } = await play(
      listFault('status: 502, body: "<html>bad gateway</html>", headers: { content-type: text/html, Server: nginx }'),
    )
    const answer = await api('GET', LIST)
    expect(answer).toMatchObject({ status: 502, text: '<html>bad gateway</html>' })
    expect(answer.headers).toMatchObject({ 'content-type': 'text/html', server: 'nginx', 'x-peertwin-fault': 'f' })
    expect([...emulator.world.journal.entries()].at(-1)).toMatchObject({
      status: 502,
      scenario: 'test@1 seed 1',
      fault: { faults: ['f'], effect: 'raw', stage: 'before', raw: true },
    })
  })
})

describe('the wire', () => {
  test('reset: the client gets ECONNRESET', async () => {
    const base = await overSocket(await play(listFault('reset: true')))
    expect(await codeOf(ask(base, LIST))).toBe('ECONNRESET')
  })
  test('close: the client sees the other side hang up', async () => {
    const base = await overSocket(await play(listFault('close: true')))
    expect(await codeOf(ask(base, LIST))).toMatch(/UND_ERR_SOCKET|ECONNRESET/)
  })
  test('hang: nothing comes until the client gives up', async () => {
    const base = await overSocket(await play(listFault('hang: true')))
    expect(await codeOf(ask(base, LIST, { signal: AbortSignal.timeout(50) }))).toMatch(/timeout/)
  })
  test('truncate: the body stops short of its length', async () => {
    const base = await overSocket(await play(listFault('truncate: 10')))
    const response = await ask(base, LIST)
    expect(response.status).toBe(200)
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(10)
    expect(await codeOf(response.text())).toMatch(/UND_ERR_SOCKET|terminated/)
  })
  test('dribble: the body comes whole, in pieces', async () => {
    const base = await overSocket(await play(listFault('dribble: { bytes: 20, every: 5ms }')))
    const response = await ask(base, LIST)
    const started = performance.now()
    expect(await response.json()).toEqual({ vpc_peerings: [], links: {}, meta: { total: 0 } })
    expect(performance.now() - started).toBeGreaterThan(5)
  })
  test('corruptJson: a whole body that does not parse', async () => {
    const base = await overSocket(await play(listFault('corruptJson: true')))
    const text = await (await ask(base, LIST)).text()
    expect(text).toBe('{"vpc_peerings":[],"links":{},"meta":{"total":0}')
  })
  test('delay: wall time passes, emulated time does not', async () => {
    const { api, emulator } = await play(listFault('delay: 30ms'))
    const [started, now] = [performance.now(), emulator.world.clock.now()]
    const { status, headers } = await api('GET', LIST)
    expect({ status, fault: headers['x-peertwin-fault'] }).toEqual({ status: 200, fault: 'f' })
    expect(performance.now() - started).toBeGreaterThanOrEqual(29)
    expect(emulator.world.clock.now()).toBe(now)
  })
})

describe('in this process, where there is no socket', () => {
  test.each([
    ['reset', 'ECONNRESET'],
    ['close', 'UND_ERR_SOCKET'],
  ])('%s rejects as fetch does, with %s', async (effect, code) => {
    const { api } = await play(listFault(`${effect}: true`))
    expect(await codeOf(api('GET', LIST))).toBe(code)
  })
  test('hang waits for the signal of the request', async () => {
    const { emulator } = await play(listFault('hang: true'))
    const request = new Request(`https://api.digitalocean.com${LIST}`, {
      headers: { authorization: `Bearer ${TOKEN}` },
      signal: AbortSignal.timeout(20),
    })
    await expect(async () => emulator.fetch(request)).rejects.toThrow(/timeout/)
  })
  test('truncate fails while the body is read', async () => {
    const { api } = await play(listFault('truncate: 5'))
    expect(await codeOf(api('GET', LIST))).toBe('terminated')
  })
})

describe('stage', () => {
  const lost = (stage: string): string =>
    `faults:\n  - { id: lost, match: { op: digitalocean/vpc_peerings.create }, calls: 1, stage: ${stage}, effect: { reset: true } }`
  const countAfter = async (stage: string): Promise<number> => {
    const { api } = await play(lost(stage))
    const { ids } = await twoVpcs(api)
    expect(await codeOf(api('POST', LIST, { name: 'p', vpc_ids: ids }))).toBe('ECONNRESET')
    return ((await api('GET', LIST)).body as { meta: { total: number } }).meta.total
  }
  test('before: the handler does not run', async () => {
    expect(await countAfter('before')).toBe(0)
  })
  test('after: the state is committed, and the answer lost', async () => {
    expect(await countAfter('after')).toBe(1)
  })
  test('after: the journal keeps the status of the lost answer', async () => {
    const { api, emulator } = await play(lost('after'))
    const { ids } = await twoVpcs(api)
    await codeOf(api('POST', LIST, { name: 'p', vpc_ids: ids }))
    expect([...emulator.world.journal.entries()].at(-1)).toMatchObject({
      status: 0,
      fault: { effect: 'reset', stage: 'after', lost: 202, raw: false },
    })
  })
  test('after: an error stands in for the answer', async () => {
    const { api } = await play(
      'faults:\n  - { id: f, match: { op: digitalocean/vpcs.create }, stage: after, effect: { error: internal } }',
    )
    expect((await api('POST', '/v2/vpcs', { name: 'a', region: 'nyc3' })).status).toBe(500)
    expect((await api('POST', '/v2/vpcs', { name: 'a', region: 'nyc3' })).body).toMatchObject({ id: 'server_error' })
    expect((await api('GET', '/v2/vpcs?per_page=200')).text).toContain('"name":"a"')
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
  test('a request that changes something happens in the present', async () => {
    const { api } = await play('faults:\n  - { id: f, match: { provider: digitalocean }, effect: { stale: 1h } }')
    const { status } = await api('POST', '/v2/vpcs', { name: 'a', region: 'nyc3' })
    expect(status).toBe(201)
    expect([...(await play('faults: []')).emulator.world.sizes()].length).toBeGreaterThan(0)
  })
})

describe('duplicate', () => {
  const twice = (heard: string): string =>
    `faults:\n  - { id: twice, match: { op: digitalocean/vpcs.create }, effect: { duplicate: ${heard} } }`
  test('the request is handled twice, and the client hears the second answer', async () => {
    const { api } = await play(twice('true'))
    expect((await api('POST', '/v2/vpcs', { name: 'a', region: 'nyc3' })).body).toMatchObject({
      message: 'a VPC with the same name already exists in your account',
    })
  })
  test('or the first', async () => {
    const { api } = await play(twice('first'))
    expect((await api('POST', '/v2/vpcs', { name: 'a', region: 'nyc3' })).status).toBe(201)
  })
})

describe('calls', () => {
  const hitsOf = async (calls: string, requests = 6): Promise<number[]> => {
    const { api } = await play(listFault('error: internal', `, calls: ${calls}`))
    const hits: number[] = []
    for (let n = 1; n <= requests; n++) if ((await api('GET', LIST)).status === 500) hits.push(n)
    return hits
  }
  test.each([
    ['2', [2]],
    ['[1, 4]', [1, 4]],
    ['"2-3"', [2, 3]],
    ['"every 2"', [2, 4, 6]],
    ['"from 5"', [5, 6]],
    ['all', [1, 2, 3, 4, 5, 6]],
  ])('%s means %j', async (calls, hits) => {
    expect(await hitsOf(calls)).toEqual(hits)
  })

  test('are counted per operation, resource, credential or namespace', async () => {
    const statuses = async (per: string): Promise<number[]> => {
      const { api } = await play(
        `faults:\n  - { id: f, match: { op: [digitalocean/vpcs.get, digitalocean/vpcs.list] }, per: ${per}, calls: 2, effect: { error: internal } }`,
      )
      const { a, b } = await twoVpcs(api)
      const other = { authorization: 'Bearer dop_v1_other' }
      const list: number[] = []
      for (const [path, headers] of [
        [`/v2/vpcs/${a.id}`, {}],
        [`/v2/vpcs/${b.id}`, {}],
        [`/v2/vpcs/${a.id}`, other],
        ['/v2/vpcs', {}],
      ] as const)
        list.push((await api('GET', path, undefined, headers)).status)
      return list
    }
    expect(await statuses('route')).toEqual([200, 500, 200, 200])
    expect(await statuses('resource')).toEqual([200, 200, 500, 200])
    expect(await statuses('credential')).toEqual([200, 500, 200, 200])
    expect(await statuses('namespace')).toEqual([200, 500, 200, 200])
  })
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

describe('chance and when', () => {
  test('chance is drawn from the seed, call by call', async () => {
    const run = async (seed: number): Promise<string> => {
      const { api } = await play(listFault('error: internal', ', chance: 0.3'), { seed })
      let text = ''
      for (let n = 0; n < 60; n++) text += (await api('GET', LIST)).status === 500 ? 'x' : '.'
      return text
    }
    const one = await run(1)
    expect(await run(1)).toBe(one)
    expect(await run(2)).not.toBe(one)
    expect(one.replaceAll('.', '').length).toBeGreaterThan(8)
    expect(one.replaceAll('.', '').length).toBeLessThan(30)
  })
  test('a window on the emulated clock, from the start of the scenario', async () => {
    const { api, pass } = await play(listFault('error: internal', ', when: { at: 5m, until: 7m }'))
    const statuses: number[] = []
    for (const step of [0, 5 * MIN - 1, 1, 2 * MIN - 1, 1]) {
      pass(step)
      statuses.push((await api('GET', LIST)).status)
    }
    expect(statuses).toEqual([200, 200, 500, 500, 200])
  })
})

describe('order', () => {
  test('latencies add up, the first ending wins, and file order decides', async () => {
    const { api, engine } = await play(
      'faults:\n' +
        '  - { id: slow, effect: { delay: 10ms } }\n' +
        '  - { id: first, calls: 1, effect: { error: rate_limited } }\n' +
        '  - { id: second, effect: { error: internal } }\n' +
        '  - { id: slower, effect: { delay: 15ms } }',
    )
    const started = performance.now()
    const answer = await api('GET', LIST)
    expect(performance.now() - started).toBeGreaterThanOrEqual(24)
    expect(answer).toMatchObject({ status: 429, headers: { 'x-peertwin-fault': 'slow, first, slower' } })
    expect((await api('GET', LIST)).status).toBe(500)
    expect(['slow', 'first', 'second', 'slower'].map((id) => engine.faults.countOf(id).hits)).toEqual([2, 1, 1, 2])
  })
})

test('without a scenario there is no trace of one', async () => {
  const { api, emulator } = await play('faults: []')
  await api('POST', '/x')
  expect([...emulator.world.journal.entries()].at(-1)).toMatchObject({ scenario: 'test@1 seed 1', fault: null })
})

test('latency is capped, so that a typo cannot wedge a test run', async () => {
  const { engine, emulator } = await play(
    'faults:\n  - { id: typo, effect: { delay: 10h } }\n  - { id: late, stage: after, effect: { delay: 1h } }',
  )
  const asked = {
    op: 'vpcs.list',
    method: 'GET',
    target: '/v2/vpcs',
    n: 1,
    now: emulator.world.clock.now(),
    credential: null,
    body: null,
    header: () => undefined,
  }
  expect(engine.judge('digitalocean', asked)).toEqual({
    faults: ['typo', 'late'],
    delay: 30_000,
    lag: 30_000,
    stage: 'before',
    ending: null,
  })
})
