import { describe, expect, onTestFinished, test } from 'vitest'
import { createEmulator } from '../../src/index.ts'
import { ControlError, type Peertwin, VerificationError, connect } from '../../src/testing/index.ts'
import { NOW, PAIR, ask, peer, started } from './setup.ts'

const OPTIONS = { clock: { mode: 'virtual', start: NOW }, fixtures: PAIR, seed: 42 } as const
const PEERING = 'digitalocean/vpc_peering'
const CREATE = 'digitalocean/vpc_peerings.create'

const built = () => {
  const emulator = createEmulator({ ...OPTIONS, clock: { mode: 'virtual', start: Date.parse(NOW) } })
  onTestFinished(() => emulator.close())
  return emulator
}

/** Every way to one and the same object. */
const WAYS: readonly [string, () => Promise<Peertwin>][] = [
  ['started here', () => started(OPTIONS)],
  ['started here without a socket', () => started({ ...OPTIONS, listen: false })],
  ['running elsewhere', async () => connect((await started(OPTIONS)).control)],
  ['running elsewhere, by its address', async () => connect((await started(OPTIONS)).url('digitalocean'))],
  ['built by hand', () => connect(built())],
  ['a namespace of one started here', async () => (await started(OPTIONS)).namespace({ name: 'work' })],
  [
    'a namespace of one elsewhere',
    async () => {
      const pt = await started(OPTIONS)
      await pt.namespace({ name: 'work' })
      return connect(pt.control, { namespace: 'work' })
    },
  ],
]

describe.each(WAYS)('%s', (_, open) => {
  test('moves the clock, and things happen', async () => {
    const pt = await open()
    const id = await peer(pt)
    expect(await pt.timeline(id)).toEqual({
      id,
      type: PEERING,
      state: 'PROVISIONING',
      since: '2026-01-01T00:00:00.000Z',
      due: '2026-01-01T00:00:02.000Z',
      next: 'ACTIVE',
      transitions: [{ at: '2026-01-01T00:00:00.000Z', from: null, to: 'PROVISIONING', cause: 1 }],
    })
    expect(await pt.clock.advance('1s')).toMatchObject({ now: '2026-01-01T00:00:01.000Z', happened: 0 })
    expect(await pt.clock.settle()).toMatchObject({ now: '2026-01-01T00:00:02.000Z', happened: 1, next_due: null })
    expect(await pt.resources({ type: PEERING, state: 'ACTIVE' })).toMatchObject([{ id }])
    expect(await pt.clock.advance({ to: '2026-01-02T00:00:00Z' })).toMatchObject({ now: '2026-01-02T00:00:00.000Z' })
    expect(await pt.clock.set({ mode: 'real', speed: 0 })).toMatchObject({ mode: 'real', speed: 0 })
    expect(await pt.clock.freeze()).toMatchObject({ mode: 'virtual', speed: 0 })
    await expect(pt.clock.set({ now: NOW })).rejects.toThrow(ControlError)
  })

  test('adds a fault, counts its hits and takes it away', async () => {
    const pt = await open()
    const fault = await pt.fault('digitalocean/vpcs.list', { effect: { error: 'internal' } })
    expect(fault.id).toBe('digitalocean-vpcs.list-1')
    expect(await fault.hits()).toBe(0)
    expect((await ask(pt, 'GET', '/v2/vpcs')).status).toBe(500)
    expect(await fault.hits()).toBe(1)
    expect((await pt.faults()).map(({ id, hits }) => [id, hits])).toEqual([[fault.id, 1]])
    await fault.change({ enabled: false })
    expect((await ask(pt, 'GET', '/v2/vpcs')).status).toBe(200)
    await fault.remove()
    expect(await pt.faults()).toEqual([])
    await expect(fault.hits()).rejects.toThrow("There is no fault 'digitalocean-vpcs.list-1'")
    await pt.fault({ id: 'all', match: { provider: 'digitalocean' }, effect: { status: 503 } })
    expect((await ask(pt, 'GET', '/v2/account')).status).toBe(503)
  })

  test('plays a scenario, releases what it holds, and verifies', async () => {
    const pt = await open()
    const scenario = {
      name: 'held',
      lifecycles: { [PEERING]: [{ id: 'provision', from: 'PROVISIONING', to: 'ACTIVE', on: 'manual' }] },
      expect: [{ resource: PEERING, eventually: 'ACTIVE' }],
      variants: { odd: { seed: 3 } },
    }
    expect(await pt.scenario(scenario, { variant: 'odd' })).toMatchObject({ name: 'held', variant: 'odd', seed: 3 })
    const id = await peer(pt)
    await pt.clock.advance('1h')
    const failure = await pt.verify().catch((error: unknown) => error as VerificationError)
    expect(failure).toBeInstanceOf(VerificationError)
    expect((failure as VerificationError).message).toBe(
      [
        `FAIL  ${PEERING} gets ACTIVE`,
        `      a-b ${id}: PROVISIONING 2026-01-01T00:00:00.000Z`,
        '1 checked, 1 failed; scenario held:odd@1 seed 3',
      ].join('\n'),
    )
    expect((await pt.release(id, 'provision')).state).toBe('ACTIVE')
    expect((await pt.verify()).passed).toBe(true)
    expect((await pt.check([{ op: CREATE, calls: 2 }])).passed).toBe(false)
    await pt.deactivate()
    await expect(pt.verify()).rejects.toThrow('no scenario is active')
    await pt.reset()
    expect(await pt.resources({ type: PEERING })).toEqual([])
  })

  test('forces states, with their fields', async () => {
    const pt = await open()
    const id = await peer(pt)
    expect((await pt.set(id, 'ERROR')).state).toBe('ERROR')
    await expect(pt.set(id, 'EROR', { type: PEERING })).rejects.toThrow("knows no state 'EROR'; did you mean 'ERROR'?")
  })

  test('reads the journal', async () => {
    const pt = await open()
    await peer(pt)
    await ask(pt, 'GET', '/v2/vpc')
    const [create] = await pt.requests({ op: CREATE })
    expect(create).toMatchObject({
      n: 1,
      provider: 'digitalocean',
      op: 'vpc_peerings.create',
      response: { status: 202 },
    })
    expect(await pt.requests({ op: CREATE, status: '4xx' })).toEqual([])
    expect((await pt.explain(1)).handled_by?.op).toBe('vpc_peerings.create')
    expect((await pt.unmatched()).map(({ near_misses: [nearest] }) => nearest)).toEqual(['GET /v2/vpcs'])
  })

  test('goes back to snapshots and states', async () => {
    const pt = await open()
    const empty = await pt.snapshot()
    const state = await pt.state()
    expect(empty.name).toBe('snapshot-1')
    await peer(pt)
    await pt.snapshot('peered')
    await pt.restore(empty)
    expect(await pt.resources({ type: PEERING })).toEqual([])
    await pt.restore('peered')
    expect(await pt.resources({ type: PEERING })).toHaveLength(1)
    await pt.restore(state)
    expect(await pt.resources({ type: PEERING })).toEqual([])
    expect((await pt.snapshots()).map(({ name }) => name)).toEqual(['snapshot-1', 'peered'])
    const fork = await pt.fork('peered', { seed: 7 })
    onTestFinished(() => fork.close())
    expect(await fork.resources({ type: PEERING })).toHaveLength(1)
    expect(await pt.call('GET', '/snapshots/peered')).toHaveProperty('format')
    await expect(pt.restore('nothing')).rejects.toThrow("There is no snapshot 'nothing'.")
  })

  test('says how its clients get in', async () => {
    const pt = await open()
    expect(pt.env('digitalocean')).toEqual({
      PEERTWIN_CONTROL: pt.control,
      ...(pt.name !== 'default' && { PEERTWIN_NAMESPACE: pt.name }),
      PEERTWIN_URL: pt.url('digitalocean'),
      DIGITALOCEAN_API_URL: pt.url('digitalocean'),
      DIGITALOCEAN_TOKEN: pt.token('digitalocean'),
      DIGITALOCEAN_ACCESS_TOKEN: pt.token('digitalocean'),
      DIGITALOCEAN_API_ENDPOINT: pt.url('digitalocean'),
      DIGITALOCEAN_API_TOKEN: pt.token('digitalocean'),
      DO_API_TOKEN: pt.token('digitalocean'),
    })
    expect(Object.keys(pt.credential('upcloud'))).toEqual(['username', 'password', 'token'])
    expect(() => pt.token('confluent')).toThrow('a credential of confluent has no token; it has api_key, api_secret')
  })
})

describe('namespaces', () => {
  test('share nothing, and end with their object', async () => {
    const pt = await started(OPTIONS)
    const one = await pt.namespace()
    const other = await pt.namespace({ clock: { start: '2030-01-01T00:00:00Z' }, rateLimits: 'enforce', port: true })
    await peer(one)
    expect(await other.resources({ type: PEERING })).toEqual([])
    expect((await other.clock.read()).now).toBe('2030-01-01T00:00:00.000Z')
    expect(other.url('digitalocean')).not.toBe(one.url('digitalocean'))
    await one.close()
    expect((await ask(one, 'GET', '/v2/account')).status).toBe(410)
    await expect(one.clock.read()).rejects.toThrow(ControlError)
    await expect(connect(pt.control, { namespace: one.name })).rejects.toThrow(`There is no namespace '${one.name}'`)
  })

  test('are taken into a request without a credential of their own', async () => {
    const pt = await started({ ...OPTIONS, listen: false })
    const ns = await pt.namespace()
    const answer = await ns.fetch('https://api.digitalocean.com/v2/vpcs', { headers: { authorization: 'Bearer any' } })
    expect(answer.status).toBe(200)
    expect([(await ns.requests()).length, (await pt.requests()).length]).toEqual([1, 0])
  })
})

test('an emulator that does not answer is told with its address', async () => {
  await expect(connect('http://127.0.0.1:9')).rejects.toThrow(
    /^no emulator answers at http:\/\/127\.0\.0\.1:9\/_peertwin\/namespaces\/default: /,
  )
})

test('a token is passed on', async () => {
  const pt = await started({ controlToken: 'sesame' })
  await expect(connect(pt.control)).rejects.toThrow('The control API wants the token that start was given')
  expect((await connect(pt.control, { token: 'sesame' })).name).toBe('default')
})

test('two namespaces may play the same scenario, each from its beginning', async () => {
  const pt = await started(OPTIONS)
  const scenario = {
    name: 'late',
    clock: { mode: 'virtual', start: '2025-01-01T00:00:00Z' },
    faults: [{ id: 'once', match: { op: CREATE }, calls: 1, effect: { error: 'internal' } }],
  } as const
  const [one, other] = [await pt.namespace(), await pt.namespace()]
  await expect(one.scenario(scenario)).rejects.toThrow('cannot go back to 2025-01-01T00:00:00.000Z')
  expect((await one.scenario(scenario, { restart: true })).version).toBe(1)
  await ask(one, 'POST', '/v2/vpc_peerings', {})
  expect((await other.scenario(scenario, { restart: true })).version).toBe(1)
  const [hits, untouched] = await Promise.all([one, other].map(async (ns) => (await ns.faults())[0]!.hits))
  expect([hits, untouched]).toEqual([1, 0])
  expect((await other.clock.read()).now).toBe('2025-01-01T00:00:00.000Z')
})
