import { afterEach, describe, expect, test } from 'vitest'
import { type Emulator, type EmulatorOptions, createEmulator } from '../../../src/index.ts'

interface Event {
  readonly id: number | undefined
  readonly event: string
  readonly data: Record<string, unknown>
}

const open: Emulator[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((emulator) => emulator.close()))
})

const setup = async (options: EmulatorOptions = {}) => {
  const emulator = createEmulator({ providers: ['digitalocean'], ...options })
  open.push(emulator)
  const { control, urls } = await emulator.listen()
  const api = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
    fetch(urls['digitalocean'] + path, {
      method,
      headers: { authorization: 'Bearer dop_v1_secret_of_mine', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    })
  const call = (method: string, path: string, body?: object) =>
    fetch(control + path, { method, ...(body && { body: JSON.stringify(body) }) })
  return { emulator, control, api, call }
}

/** Reads a stream event by event. */
const watch = async (url: string, headers: Record<string, string> = {}) => {
  const abort = new AbortController()
  const response = await fetch(url, { headers, signal: abort.signal })
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const utf8 = new TextDecoder()
  let text = ''
  const next = async (): Promise<Event | undefined> => {
    for (;;) {
      const end = text.indexOf('\n\n')
      if (end >= 0) {
        const block = text.slice(0, end)
        text = text.slice(end + 2)
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
        const id = field('id')
        if (field('event') !== undefined)
          return {
            id: id === undefined ? undefined : Number(id),
            event: field('event')!,
            data: JSON.parse(field('data')!) as Record<string, unknown>,
          }
        continue
      }
      const { done, value } = await reader.read()
      if (done) return undefined
      text += utf8.decode(value)
    }
  }
  return { response, next, close: () => abort.abort() }
}

const VIRTUAL: EmulatorOptions = { clock: { mode: 'virtual', start: 0 } }
const vpc = { name: 'a', region: 'nyc3' }

describe('GET /events', () => {
  test('tells requests, transitions and clock, with every secret masked', async () => {
    const { control, api, call } = await setup(VIRTUAL)
    const { response, next } = await watch(`${control}/events`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const a = ((await (await api('POST', '/v2/vpcs', vpc)).json()) as { vpc: { id: string } }).vpc.id
    const b = ((await (await api('POST', '/v2/vpcs', { ...vpc, name: 'b' })).json()) as { vpc: { id: string } }).vpc.id
    await api('POST', '/v2/vpc_peerings', { name: 'p', vpc_ids: [a, b] })
    await call('POST', '/clock/advance', { by: '2s' })
    const seen = [await next(), await next(), await next(), await next(), await next(), await next()]
    expect(seen.map((event) => [event!.id, event!.event])).toEqual([
      [1, 'request'],
      [2, 'request'],
      [3, 'transition'],
      [4, 'request'],
      [5, 'transition'],
      [6, 'clock'],
    ])
    expect(seen[0]!.data).toMatchObject({ n: 1, op: 'vpcs.create', status: 201, rule: null, warnings: [] })
    expect(seen[4]!.data).toMatchObject({ from: 'PROVISIONING', to: 'ACTIVE', cause: 'time' })
    expect(seen[5]!.data).toEqual({ mode: 'virtual', speed: 0, now: '1970-01-01T00:00:02.000Z' })
    expect(JSON.stringify(seen)).not.toContain('secret_of_mine')
  })

  test('tells limits, resets and only what was asked for', async () => {
    const { control, api, call } = await setup({
      ...VIRTUAL,
      rateLimits: 'enforce',
      settings: { digitalocean: { burstLimit: 1 } },
    })
    const { next } = await watch(`${control}/events?types=limit,reset`)
    await api('GET', '/v2/vpcs')
    await api('GET', '/v2/vpcs')
    await call('POST', '/reset')
    await api('GET', '/v2/vpcs')
    await api('GET', '/v2/vpcs')
    const seen = [await next(), await next(), await next()]
    expect(seen.map((event) => event!.event)).toEqual(['limit', 'reset', 'limit'])
    expect(seen[2]!.data).toMatchObject({ n: 2, status: 429, rule: { kind: 'failure', name: 'rate_limited' } })
  })

  test('goes on behind Last-Event-ID, and says how much is lost', async () => {
    const { control, api } = await setup(VIRTUAL)
    const first = await watch(`${control}/events`)
    await api('GET', '/v2/vpcs')
    expect((await first.next())!.id).toBe(1)
    first.close()
    for (let i = 0; i < 3; i++) await api('GET', '/v2/vpcs')
    const second = await watch(`${control}/events`, { 'last-event-id': '2' })
    expect([(await second.next())!.id, (await second.next())!.id]).toEqual([3, 4])
    for (let i = 0; i < 1_001; i++) await api('GET', '/v2/account')
    const late = await watch(`${control}/events?last_event_id=3`)
    expect(await late.next()).toEqual({ id: undefined, event: 'gap', data: { missed: 2 } })
    expect((await late.next())!.id).toBe(6)
  })

  test('tells what a scenario does to requests, and when it comes and goes', async () => {
    const { control, api, call } = await setup(VIRTUAL)
    const { next } = await watch(`${control}/events?types=scenario,fault`)
    const document = {
      name: 'busy',
      faults: [{ id: 'full', match: { op: 'digitalocean/vpcs.list' }, effect: { status: 503 } }],
    }
    await call('PUT', '/scenarios/busy', document)
    await call('POST', '/scenarios/busy/activate')
    expect((await api('GET', '/v2/vpcs')).status).toBe(503)
    await call('POST', '/scenarios/deactivate')
    const seen = [await next(), await next(), await next()]
    expect(seen.map((event) => event!.event)).toEqual(['scenario', 'fault', 'scenario'])
    expect(seen[0]!.data).toMatchObject({ active: { name: 'busy' } })
    expect(seen[1]!.data).toMatchObject({ n: 1, status: 503, rule: { kind: 'scenario', name: 'full' } })
    expect(seen[2]!.data).toEqual({ active: null })
  })

  test('a running clock tells a transition when it is due, without anybody asking', async () => {
    const { control, api } = await setup({ clock: { mode: 'real', speed: 100 } })
    const { next } = await watch(`${control}/events?types=transition`)
    const ids = []
    for (const name of ['a', 'b'])
      ids.push(((await (await api('POST', '/v2/vpcs', { ...vpc, name })).json()) as { vpc: { id: string } }).vpc.id)
    await api('POST', '/v2/vpc_peerings', { name: 'p', vpc_ids: ids })
    expect((await next())!.data).toMatchObject({ to: 'PROVISIONING' })
    expect((await next())!.data).toMatchObject({ to: 'ACTIVE', cause: 'time' })
  })

  test('a namespace has a stream of its own', async () => {
    const { control, api, call } = await setup(VIRTUAL)
    await call('POST', '/namespaces', { name: 'a' })
    const { next } = await watch(`${control}/namespaces/a/events`)
    await api('GET', '/v2/vpcs')
    await api('GET', '/v2/regions', undefined, { 'x-peertwin-namespace': 'a' })
    expect((await next())!.data).toMatchObject({ n: 1, op: 'regions.list' })
  })

  test('ends when the emulator closes, or its namespace is deleted', async () => {
    const { control, call, emulator } = await setup(VIRTUAL)
    await call('POST', '/namespaces', { name: 'a' })
    const [own, home] = [await watch(`${control}/namespaces/a/events`), await watch(`${control}/events`)]
    await call('DELETE', '/namespaces/a')
    expect(await own.next()).toBeUndefined()
    const closed = emulator.close()
    expect(await home.next()).toBeUndefined()
    await closed
  })

  test('refuses events and parameters that there are not', async () => {
    const { control } = await setup(VIRTUAL)
    for (const [query, detail] of [
      ['types=requests', "There is no event 'requests'; did you mean 'request'?"],
      ['type=request', "query has no 'type'; did you mean 'types'?"],
      ['last_event_id=-1', 'query.last_event_id: expected at least 0, not -1'],
    ]) {
      const response = await fetch(`${control}/events?${query}`)
      expect(response.status).toBe(400)
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect(await response.json()).toEqual({ type: 'about:blank', title: 'Invalid request', status: 400, detail })
    }
  })
})
