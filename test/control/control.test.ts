import { describe, expect, test } from 'vitest'
import { providerNames } from '../../src/index.ts'
import { VERSION } from '../../src/core/version.ts'
import { clientOf } from '../helpers/setup.ts'
import { createPeering, setup as setupApi, twoVpcs } from '../providers/digitalocean/setup.ts'

const setup = (options: Parameters<typeof setupApi>[0] = {}) => {
  const bench = setupApi(options)
  return { ...bench, control: clientOf(bench.emulator, 'http://localhost:4580/_peertwin') }
}

const PROBLEM = { 'content-type': 'application/problem+json' }
const problem = (status: number, title: string, detail: unknown) => ({ type: 'about:blank', title, status, detail })
const standing = { mode: 'virtual', now: '2026-01-01T00:00:00.000Z', speed: 0, next_due: null }

describe('health, ready and version', () => {
  test('answer whole', async () => {
    const { control } = setup()
    const health = await control('GET', '/health')
    expect(health.status).toBe(200)
    const text = `{"status":"ok","version":"${VERSION}","providers":["digitalocean"]}\n`
    expect(health.text).toBe(text)
    expect(health.headers).toEqual({ 'content-type': 'application/json', 'content-length': String(text.length) })
    expect((await control('GET', '/ready')).body).toEqual({ ready: true })
    expect((await control('GET', '/version')).body).toEqual({ name: 'peertwin', version: VERSION })
    expect((await control('GET', '/health/')).status).toBe(200)
  })
})

describe('clock', () => {
  test('tells where it stands and what is next', async () => {
    const { api, control } = setup()
    expect((await control('GET', '/clock')).body).toEqual(standing)
    const { ids } = await twoVpcs(api)
    await createPeering(api, 'p', ...ids)
    expect((await control('GET', '/clock')).body).toEqual({ ...standing, next_due: '2026-01-01T00:00:02.000Z' })
  })

  test('advances by a span or to an instant and tells how much happened', async () => {
    const { api, control } = setup()
    const { ids } = await twoVpcs(api)
    await createPeering(api, 'p', ...ids)
    expect((await control('POST', '/clock/advance', { by: '1s' })).body).toEqual({
      ...standing,
      now: '2026-01-01T00:00:01.000Z',
      next_due: '2026-01-01T00:00:02.000Z',
      happened: 0,
    })
    expect((await control('POST', '/clock/advance', { to: '2026-01-01T00:00:02Z' })).body).toEqual({
      ...standing,
      now: '2026-01-01T00:00:02.000Z',
      happened: 1,
    })
  })

  test('settles from event to event, not beyond its horizon', async () => {
    const { api, control } = setup()
    const { ids } = await twoVpcs(api)
    const { id } = await createPeering(api, 'p', ...ids)
    expect((await control('POST', '/clock/settle', { max: '1s' })).body).toMatchObject({
      now: standing.now,
      happened: 0,
    })
    expect((await control('POST', '/clock/settle')).body).toEqual({
      ...standing,
      now: '2026-01-01T00:00:02.000Z',
      happened: 1,
    })
    expect((await api('GET', `/v2/vpc_peerings/${id}`)).body).toMatchObject({ vpc_peering: { status: 'ACTIVE' } })
  })

  test('changes mode, position and speed', async () => {
    const { control } = setup()
    const moved = { mode: 'virtual', now: '2026-05-01T00:00:00.000Z', speed: 0, next_due: null }
    expect((await control('PUT', '/clock', { now: '2026-05-01T00:00:00Z' })).body).toEqual(moved)
    expect((await control('PUT', '/clock', { mode: 'real', speed: 60 })).body).toMatchObject({
      mode: 'real',
      speed: 60,
    })
    expect((await control('PUT', '/clock', { mode: 'virtual' })).body).toMatchObject({ mode: 'virtual', speed: 0 })
  })

  test.each<[string, string, unknown, number, string, string]>([
    [
      'PUT',
      '/clock',
      { now: '2025-01-01T00:00:00Z' },
      409,
      'Time runs forward',
      'the clock stands at 2026-01-01T00:00:00.000Z and cannot go back to 2025-01-01T00:00:00.000Z',
    ],
    ['PUT', '/clock', { mod: 'real' }, 400, 'Invalid request', "body has no 'mod'; did you mean 'mode'?"],
    [
      'PUT',
      '/clock',
      { mode: 'fast' },
      400,
      'Invalid request',
      'body.mode: Invalid option: expected one of "real"|"virtual"',
    ],
    [
      'PUT',
      '/clock',
      { now: 'tomorrow' },
      400,
      'Invalid request',
      "body.now: expected an RFC 3339 instant such as 2026-01-01T00:00:00Z, got 'tomorrow'",
    ],
    [
      'POST',
      '/clock/advance',
      { by: '1 day' },
      400,
      'Invalid request',
      "body.by: expected a duration such as 250ms, 30s, 5m or 1h, got '1 day'",
    ],
    ['POST', '/clock/advance', {}, 400, 'Invalid request', 'body: expected {"by": duration} or {"to": instant}'],
    [
      'POST',
      '/clock/advance',
      '{"by"',
      400,
      'Invalid request',
      expect.stringMatching(/^The body is not JSON: /) as string,
    ],
    ['DELETE', '/clock', undefined, 405, 'Method not allowed', '/_peertwin/clock takes GET, PUT.'],
  ])('%s %s %j is refused with words that help', async (method, path, body, status, title, detail) => {
    const { control } = setup()
    const answer = await control(method, path, body)
    expect(answer.status).toBe(status)
    expect(answer.headers).toMatchObject(PROBLEM)
    expect(answer.body).toMatchObject(problem(status, title, detail))
    expect((await control('GET', '/clock')).body).toEqual(standing)
  })
})

describe('reset', () => {
  test('puts the world back to its beginning: rows, clock, ids, windows and journal', async () => {
    const { emulator, api, control, clock } = setup()
    const first = await twoVpcs(api)
    clock.advance(60_000)
    expect((await control('POST', '/reset')).body).toEqual({ reset: true, clock: standing })
    expect((await api('GET', '/v2/vpcs')).headers).toMatchObject({
      'ratelimit-remaining': '4999',
      'x-peertwin-request': '1',
    })
    expect(emulator.world.clock.now()).toBe(Date.parse(standing.now))
    expect(await twoVpcs(api)).toEqual(first)
  })
})

describe('resources', () => {
  const peered = async () => {
    const bench = setup()
    const { ids } = await twoVpcs(bench.api)
    const { id } = await createPeering(bench.api, 'p', ...ids)
    return { ...bench, id }
  }
  const shown = (id: string) => ({
    id,
    type: 'digitalocean/vpc_peering',
    state: 'PROVISIONING',
    since: '2026-01-01T00:00:00.000Z',
    due: '2026-01-01T00:00:02.000Z',
    next: 'ACTIVE',
  })

  test('are listed by type, state and page', async () => {
    const { control, id } = await peered()
    expect((await control('GET', '/resources?type=digitalocean/vpc_peering')).body).toEqual({
      resources: [shown(id)],
      next: null,
    })
    expect((await control('GET', '/resources?state=PROVISIONING')).body).toEqual({ resources: [shown(id)], next: null })
    expect((await control('GET', '/resources?state=ACTIVE')).body).toEqual({ resources: [], next: null })
    const page = (await control('GET', '/resources?type=digitalocean/vpc&limit=3')).body as {
      resources: { id: string }[]
      next: string
    }
    expect(page.resources).toHaveLength(3)
    const rest = (await control('GET', `/resources?type=digitalocean/vpc&after=${page.next}`)).body as {
      resources: { id: string }[]
      next: null
    }
    expect(rest.resources).toHaveLength(13)
    expect(rest.next).toBeNull()
    expect((await control('GET', '/resources?provider=nobody')).body).toEqual({ resources: [], next: null })
  })

  test('a timeline tells what happened, why, and what is planned, also after the end', async () => {
    const { api, control, clock, id } = await peered()
    clock.advance(5_000)
    await api('DELETE', `/v2/vpc_peerings/${id}`)
    const transitions = [
      { at: '2026-01-01T00:00:00.000Z', from: null, to: 'PROVISIONING', cause: 3 },
      { at: '2026-01-01T00:00:02.000Z', from: 'PROVISIONING', to: 'ACTIVE', cause: 'time' },
      { at: '2026-01-01T00:00:05.000Z', from: 'ACTIVE', to: 'DELETING', cause: 4 },
    ]
    expect((await control('GET', `/resources/${id}/timeline`)).body).toEqual({
      ...shown(id),
      state: 'DELETING',
      since: '2026-01-01T00:00:05.000Z',
      due: '2026-01-01T00:00:06.000Z',
      next: '@gone',
      transitions,
    })
    clock.advance(1_000)
    expect((await control('GET', `/resources/${id}/timeline`)).body).toEqual({
      ...shown(id),
      state: null,
      since: null,
      due: null,
      next: null,
      transitions: [...transitions, { at: '2026-01-01T00:00:06.000Z', from: 'DELETING', to: '@gone', cause: 'time' }],
    })
  })

  test('a state can be forced, and the world goes on from there', async () => {
    const { api, control, clock, id } = await peered()
    const answer = await control('PATCH', `/resources/${id}`, { state: 'ERROR' })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ id, state: 'ERROR', due: null, next: null })
    clock.advance(60_000)
    expect((await api('GET', `/v2/vpc_peerings/${id}`)).body).toMatchObject({ vpc_peering: { status: 'ERROR' } })
    expect((await control('PATCH', `/resources/${id}`, { state: '@gone' })).body).toMatchObject({ state: null })
    expect((await api('GET', `/v2/vpc_peerings/${id}`)).status).toBe(404)
  })

  test('what cannot be is refused with words that help', async () => {
    const { api, control, id } = await peered()
    const [vpc] = ((await api('GET', '/v2/vpcs')).body as { vpcs: { id: string }[] }).vpcs
    const cases: [string, unknown, number, string][] = [
      [id, { state: 'ACTIV' }, 400, "A digitalocean/vpc_peering knows no state 'ACTIV'; did you mean 'ACTIVE'?"],
      [id, { state: 'ACTIVE', set: { name: 'x' } }, 400, "A digitalocean/vpc_peering has no settable 'name'"],
      [id, {}, 400, 'body.state: Invalid input: expected string, received undefined'],
      [vpc!.id, { state: 'ACTIVE' }, 400, 'A digitalocean/vpc has no states.'],
      ['nobody', { state: 'ACTIVE' }, 404, 'No resource has the id nobody.'],
    ]
    for (const [target, body, status, detail] of cases) {
      const answer = await control('PATCH', `/resources/${target}`, body)
      expect(answer.status).toBe(status)
      expect(answer.body).toMatchObject({ status, detail })
    }
    expect((await control('GET', '/resources/nobody/timeline')).body).toMatchObject({ status: 404 })
    expect((await api('GET', `/v2/vpc_peerings/${id}`)).body).toMatchObject({ vpc_peering: { status: 'PROVISIONING' } })
  })
})

describe('requests', () => {
  test('are journalled whole, with secrets masked', async () => {
    const { api, control } = setup()
    await api('POST', '/v2/vpcs', { name: 'a b', region: 'nyc3', token: 'hidden', password: 'hidden "too"' })
    const { body } = await control('GET', '/requests')
    const { seen, requests } = body as { seen: number; requests: Record<string, unknown>[] }
    expect(seen).toBe(1)
    expect(requests).toEqual([
      {
        n: 1,
        at: '2026-01-01T00:00:00.000Z',
        provider: 'digitalocean',
        op: 'vpcs.create',
        credential: 'dop_v1_…',
        request: {
          method: 'POST',
          target: '/v2/vpcs',
          headers: expect.arrayContaining([['authorization', 'Bearer ***']]) as unknown,
          body: '{"name":"a b","region":"nyc3","token":"***","password":"***"}',
        },
        response: {
          status: 422,
          headers: expect.arrayContaining([['X-Peertwin-Request', '1']]) as unknown,
          body: expect.stringContaining('"id":"unprocessable_entity"') as unknown,
        },
        took_ms: expect.any(Number) as unknown,
        rule: { kind: 'problem', name: 'vpcNameInvalid' },
        scenario: null,
        fault: null,
        transitions: [],
        warnings: [{ kind: 'missing_header', detail: 'No User-Agent says which client this is.' }],
        error: null,
      },
    ])
    expect(JSON.stringify(body)).not.toContain('hidden')
    expect(JSON.stringify(body)).not.toContain('dop_v1_anything')
  })

  test('are filtered by what they were and how they were answered', async () => {
    const { api, control } = setup()
    await api('GET', '/v2/vpcs')
    await api('GET', '/v2/vpcs/x')
    await api('GET', '/v2/nothing')
    const numbers = async (query: string) =>
      ((await control('GET', `/requests?${query}`)).body as { requests: { n: number }[] }).requests.map(({ n }) => n)
    expect(await numbers('')).toEqual([1, 2, 3])
    expect(await numbers('op=vpcs.get')).toEqual([2])
    expect(await numbers('status=404')).toEqual([2, 3])
    expect(await numbers('after=1&limit=1')).toEqual([3])
    expect(await numbers('method=POST')).toEqual([])
    expect((await control('GET', '/requests?stat=404')).body).toMatchObject({
      detail: "query has no 'stat'; did you mean 'status'?",
    })
  })

  test('only the newest thousand are kept, and their numbers go on', async () => {
    const { api, control } = setup()
    for (let n = 0; n < 1_005; n++) await api('GET', '/v2/account')
    const { seen, requests } = (await control('GET', '/requests')).body as { seen: number; requests: { n: number }[] }
    expect([seen, requests.length, requests[0]!.n, requests.at(-1)!.n]).toEqual([1_005, 1_000, 6, 1_005])
  })
})

test('coverage lists every provider served', async () => {
  const { control } = setup()
  const { providers } = (await control('GET', '/coverage')).body as {
    providers: { name: string; coverage: unknown[] }[]
  }
  expect(providers.map(({ name }) => name)).toEqual(['digitalocean'])
  expect(providers[0]!.coverage).toContainEqual({
    op: 'vpc_peerings.list',
    method: 'GET',
    path: '/v2/vpc_peerings',
    status: 'supported',
    rank: 'P0',
  })
})

describe('the guard', () => {
  const emulatorOf = (controlHosts?: string[]) => setupApi({ controlHosts }).emulator
  const ask = async (url: string, headers: Record<string, string> = {}, controlHosts?: string[]) =>
    (await emulatorOf(controlHosts).fetch(new Request(`${url}/_peertwin/health`, { headers }))).status

  test.each([
    'http://localhost',
    'http://127.0.0.1:4580',
    'http://[::1]:4580',
    'http://digitalocean.localhost:4580',
    'http://127.8.8.8',
  ])('lets %s in', async (url) => {
    expect(await ask(url)).toBe(200)
  })

  test('lets its own pages in, and no others', async () => {
    expect(await ask('http://localhost:4580', { origin: 'http://localhost:4580' })).toBe(200)
    expect(await ask('http://localhost:4580', { origin: 'http://localhost:9999' })).toBe(403)
    expect(await ask('http://localhost:4580', { origin: 'https://evil.example' })).toBe(403)
    expect(await ask('http://localhost:4580', { origin: 'null' })).toBe(403)
  })

  test('refuses a name that was rebound to this machine, unless it is configured', async () => {
    expect(await ask('http://evil.example')).toBe(403)
    expect(await ask('http://localhost.evil.example')).toBe(403)
    expect(await ask('http://peertwin:4580', {}, ['peertwin'])).toBe(200)
  })

  test('says why', async () => {
    const response = await emulatorOf().fetch(new Request('http://evil.example/_peertwin/reset', { method: 'POST' }))
    expect(await response.json()).toEqual(
      problem(
        403,
        'Host refused',
        "The control API does not answer to the host name 'evil.example'; allow it with --control-host.",
      ),
    )
  })
})

describe('the gateway', () => {
  const all = (url: string, options = {}) =>
    setupApi({ providers: [...providerNames], ...options }).emulator.fetch(
      new Request(url, { headers: { authorization: 'Bearer x' } }),
    )

  test('picks a provider by path, by host name and by <name>.localhost', async () => {
    for (const url of [
      'http://localhost/v2/account',
      'https://api.digitalocean.com/v2/account',
      'http://digitalocean.localhost:4580/v2/account',
    ]) {
      const response = await all(url)
      expect(response.headers.get('ratelimit-limit')).toBe('5000')
    }
    const own = await all('https://api.digitalocean.com/anything')
    expect(own.status).toBe(404)
    expect(await own.json()).toMatchObject({ id: 'not_found' })
  })

  test('says which prefixes exist when no provider claims a path', async () => {
    const response = await setupApi().emulator.fetch(new Request('http://localhost/v9/things?x=/v2'))
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toEqual({
      ...problem(404, 'No provider answers here', 'No provider claims /v9/things.'),
      prefixes: { '/v2': 'digitalocean', '/_peertwin': 'the emulator itself' },
    })
  })

  test('an unknown control path lists the routes', async () => {
    const { control } = setup()
    const answer = await control('GET', '/helth')
    expect(answer.status).toBe(404)
    expect(answer.body).toMatchObject({ detail: 'The control API has no /_peertwin/helth.' })
    expect((answer.body as { routes: string[] }).routes).toContain('GET /_peertwin/health')
  })
})
