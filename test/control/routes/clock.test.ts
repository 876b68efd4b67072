import { describe, expect, test } from 'vitest'
import { clockRoutes } from '../../../src/control/routes/clock.ts'
import { createPeering, createVpc, ticking, twoVpcs } from '../../providers/digitalocean/setup.ts'
import { turn } from '../../../src/core/clock.ts'
import { type Answered, START } from '../../helpers/setup.ts'
import { covers, invalid, ok, problem, refused, setup } from '../setup.ts'

covers(clockRoutes)

const standing = { mode: 'virtual', now: '2026-01-01T00:00:00.000Z', speed: 0, next_due: null }
const DUE = '2026-01-01T00:00:02.000Z'

/** An emulator in which a peering becomes active in two seconds. */
const waiting = async () => {
  const bench = setup()
  const { ids } = await twoVpcs(bench.api)
  const { id } = await createPeering(bench.api, 'p', ...ids)
  const stateOfPeering = async () =>
    ((await bench.api('GET', `/v2/vpc_peerings/${id}`)).body as { vpc_peering: { status: string } }).vpc_peering.status
  return { ...bench, id, stateOfPeering }
}

test('GET /clock says where it stands and what is next', async () => {
  expect(await setup().control('GET', '/clock')).toEqual(ok(standing))
  const { control } = await waiting()
  expect(await control('GET', '/clock')).toEqual(ok({ ...standing, next_due: DUE }))
})

describe('GET /clock/due', () => {
  test('lists what ends by itself, the soonest first', async () => {
    const { control, id } = await waiting()
    const type = 'digitalocean/vpc_peering'
    const members = { type: 'digitalocean/vpc_member', from: 'JOINING', to: 'LISTED', at: '2026-01-01T00:00:30.000Z' }
    const first = { at: DUE, type, id, from: 'PROVISIONING', to: 'ACTIVE' }
    const { body } = await control('GET', '/clock/due')
    expect(body).toEqual({
      due: [
        first,
        ...Array.from({ length: (body as { planned: number }).planned - 1 }, () => expect.objectContaining(members)),
      ],
      planned: expect.any(Number),
    })
    expect((await control('GET', '/clock/due?limit=1')).body).toEqual({ due: [first], planned: expect.any(Number) })
    await control('POST', '/clock/settle')
    expect(await control('GET', '/clock/due')).toEqual(ok({ due: [], planned: 0 }))
  })

  test('refuses a limit that makes no sense', async () => {
    const { control } = await waiting()
    await refused(control, ['GET', '/clock/due?limit=0'], invalid(expect.stringContaining('limit')))
  })
})

describe('POST /clock/advance', () => {
  test('moves by a span or to an instant and says how much happened', async () => {
    const { control, stateOfPeering } = await waiting()
    expect(await control('POST', '/clock/advance', { by: '1s' })).toEqual(
      ok({ ...standing, now: '2026-01-01T00:00:01.000Z', next_due: DUE, happened: 0 }),
    )
    expect(await stateOfPeering()).toBe('PROVISIONING')
    expect(await control('POST', '/clock/advance', { to: '2026-01-01T01:00:02+01:00' })).toEqual(
      ok({ ...standing, now: DUE, happened: 1 }),
    )
    expect(await stateOfPeering()).toBe('ACTIVE')
  })
})

describe('POST /clock/settle', () => {
  test('goes from event to event, not beyond its horizon', async () => {
    const { control, stateOfPeering } = await waiting()
    expect(await control('POST', '/clock/settle', { max: '1s' })).toEqual(
      ok({ ...standing, next_due: DUE, happened: 0 }),
    )
    expect(await control('POST', '/clock/settle')).toEqual(ok({ ...standing, now: DUE, happened: 1 }))
    expect(await stateOfPeering()).toBe('ACTIVE')
    expect(await control('POST', '/clock/settle')).toEqual(ok({ ...standing, now: DUE, happened: 0 }))
  })
})

test.each([
  ['POST', '/clock/advance', { by: '5s' }],
  ['PUT', '/clock', { now: '2026-01-01T00:00:05Z' }],
])(
  '%s %s tells where it moved the clock, whoever moves it on while what is due happens',
  async (method, path, body) => {
    const { emulator, control, api } = setup()
    emulator.world.planner = ticking
    await createPeering(api, 'p', ...(await twoVpcs(api)).ids)
    const moving = control(method, path, body)
    while (emulator.world.clock.now() === START) await turn()
    emulator.world.clock.advance(1_000)
    const { status, body: moved } = await moving
    expect([status, moved]).toEqual([
      200,
      expect.objectContaining({ mode: 'virtual', speed: 0, now: '2026-01-01T00:00:05.000Z' }),
    ])
  },
)

describe('events without end', () => {
  test(
    'end after a million of them with the name of the machine, and others are let through meanwhile',
    { timeout: 300_000 },
    async () => {
      const { emulator, control, api } = setup()
      emulator.world.planner = ticking
      const { ids } = await twoVpcs(api)
      const { id } = await createPeering(api, 'p', ...ids)
      const settled = control('POST', '/clock/settle', { max: '1000h' })
      let through = 0
      const others = async (): Promise<void> => {
        for (let at = 0; at < 20; at++) if ((await control('GET', '/health')).status === 200) through++
      }
      expect(await Promise.race([settled, others()])).toBe(undefined)
      expect(through).toBe(20)
      const refusal = `more than 1000000 events were due at once: next, digitalocean/vpc_peering ${id} goes from ERROR to ACTIVE at 2026-01-01T00:16:40.001Z`
      expect(await settled).toEqual(problem(409, 'Endless', refusal))
      expect((await control('POST', '/clock/advance', { by: '1ms' })).body).toMatchObject({ happened: 1 })
    },
  )
})

test('a call ends after as many due events as it allows', async () => {
  const { control, api } = setup()
  const { a, ids } = await twoVpcs(api)
  await createPeering(api, 'p', ...ids)
  const { id: third } = await createVpc(api, 'c', '10.204.0.0/24')
  const { id: second } = await createPeering(api, 'q', a.id, third)
  const next = `more than 1 events were due at once: next, digitalocean/vpc_peering ${second} goes from PROVISIONING to ACTIVE at 2026-01-01T00:00:02.000Z`
  expect(await control('POST', '/clock/settle', { max_events: 1 })).toEqual(problem(409, 'Endless', next))
  expect((await control('POST', '/clock/settle', { max_events: 1 })).body).toMatchObject({ happened: 1 })
})

describe('PUT /clock', () => {
  test('changes mode, position and speed; what is not given stays', async () => {
    const { control } = setup()
    const now = '2026-05-01T00:00:00.000Z'
    expect(await control('PUT', '/clock', { now: '2026-05-01T00:00:00Z' })).toEqual(ok({ ...standing, now }))
    expect(await control('PUT', '/clock', {})).toEqual(ok({ ...standing, now }))
    const instant = expect.stringMatching(/^2026-05-01T/) as unknown
    const running = { mode: 'real', now: instant, speed: 60, next_due: null }
    expect(await control('PUT', '/clock', { mode: 'real', speed: 60 })).toEqual(ok(running))
    expect(await control('PUT', '/clock', { mode: 'virtual' })).toEqual(ok({ ...standing, now: instant }))
    expect(await control('PUT', '/clock', { mode: 'real' })).toEqual(ok({ ...running, speed: 1 }))
  })

  test('to a later instant lets happen what is due by then', async () => {
    const { control, stateOfPeering } = await waiting()
    expect(await control('PUT', '/clock', { now: DUE })).toEqual(ok({ ...standing, now: DUE }))
    expect(await stateOfPeering()).toBe('ACTIVE')
  })
})

const backwards = (to: string): Answered =>
  problem(409, 'Time runs forward', `the clock stands at ${standing.now} and cannot go back to ${to}`)
const beyond = problem(
  409,
  'Time runs forward',
  `the clock stands at ${standing.now} and cannot go beyond 9999-12-31T23:59:59.999Z`,
)

test.each<[string, string, unknown, Answered]>([
  ['PUT', '/clock', { now: '2025-01-01T00:00:00Z' }, backwards('2025-01-01T00:00:00.000Z')],
  ['PUT', '/clock', { mode: 'real', speed: 9, now: '2025-01-01T00:00:00Z' }, backwards('2025-01-01T00:00:00.000Z')],
  ['PUT', '/clock', { start: '2027-01-01T00:00:00Z' }, invalid("body has no 'start'; it is one of mode, speed, now")],
  ['PUT', '/clock', { mod: 'real' }, invalid("body has no 'mod'; did you mean 'mode'?")],
  ['PUT', '/clock', { mode: 'fast' }, invalid("body.mode: expected real or virtual, not 'fast'")],
  ['PUT', '/clock', { speed: -1 }, invalid('body.speed: expected at least 0, not -1')],
  [
    'PUT',
    '/clock',
    { now: 'tomorrow' },
    invalid("body.now: expected an RFC 3339 instant such as 2026-01-01T00:00:00Z, got 'tomorrow'"),
  ],
  ['POST', '/clock/advance', { to: '2025-01-01T00:00:00Z' }, backwards('2025-01-01T00:00:00.000Z')],
  ['POST', '/clock/advance', { by: '99999999999999h' }, beyond],
  [
    'POST',
    '/clock/advance',
    { by: '1 day' },
    invalid("body.by: expected a duration such as 250ms, 30s, 5m or 1h, got '1 day'"),
  ],
  ['POST', '/clock/advance', {}, invalid('body: expected {"by": duration} or {"to": instant}')],
  [
    'POST',
    '/clock/advance',
    { by: '1s', to: '2027-01-01T00:00:00Z' },
    invalid('body: expected {"by": duration} or {"to": instant}'),
  ],
  ['POST', '/clock/settle', { max: 5 }, invalid('body.max: expected text, not a number')],
])('%s %s %j is refused', async (method, path, body, answer) => {
  const { control } = await waiting()
  await refused(control, [method, path, body], answer)
})
