import { describe, expect, test } from 'vitest'
import { stateRoutes } from '../../../src/control/routes/state.ts'
import { createPeering, createVpc, twoVpcs } from '../../providers/digitalocean/setup.ts'
import { covers, invalid, ok, refused, setup } from '../setup.ts'

covers(stateRoutes)

const NOW = '2026-01-01T00:00:00.000Z'
const standing = { mode: 'virtual', now: NOW, speed: 0, next_due: null }

const busy = async () => {
  const bench = setup()
  const { ids } = await twoVpcs(bench.api)
  const { id } = await createPeering(bench.api, 'p', ...ids)
  return { ...bench, id }
}

describe('GET and PUT /state', () => {
  test('move a world from one emulator to another, to the byte', async () => {
    const { api, control, id } = await busy()
    const state = await control('GET', '/state')
    expect(state).toEqual(ok(state.body))
    expect(state.body).toMatchObject({ format: 1, journal: 3, auth: 'lax', rateLimits: 'report' })
    const other = setup({ seed: 99, clock: { mode: 'virtual', start: 0 } })
    expect(await other.control('PUT', '/state', state.body)).toEqual(
      ok({ restored: true, clock: { ...standing, next_due: '2026-01-01T00:00:02.000Z' } }),
    )
    expect((await other.control('GET', '/state')).text).toBe(state.text)
    const bytes = async ({ api }: { api: typeof other.api }) => {
      const answers = [await api('GET', '/v2/vpcs'), await api('GET', `/v2/vpc_peerings/${id}`)]
      return [...answers, await api('POST', '/v2/vpcs', { name: 'next', region: 'ams3' })]
    }
    expect(await bytes(other)).toEqual(await bytes({ api }))
    await other.control('POST', '/clock/advance', { by: '2s' })
    expect((await other.api('GET', `/v2/vpc_peerings/${id}`)).body).toMatchObject({ vpc_peering: { status: 'ACTIVE' } })
  })

  type Draft = Record<string, Record<string, unknown>> & { tables: Record<string, { rows: Record<string, unknown>[] }> }

  const without = (state: Draft, name: string): object =>
    Object.fromEntries(Object.entries(state).filter(([key]) => key !== name))

  test.each<[string, (state: Draft) => unknown, RegExp]>([
    ['a newer format', (state) => ({ ...state, format: 2 }), /format 2, which a newer version wrote/],
    ['no format', (state) => without(state, 'format'), /^body\.format: expected a number, but it is missing$/],
    ['no clock', (state) => without(state, 'clock'), /^state\.clock: expected an object, but it is missing$/],
    ['a table of nobody', (state) => ({ ...state, tables: { 'x/y': { nextOrd: 1, rows: [] } } }), /there is no 'x\/y'/],
    ['a setting of nobody', (state) => ({ ...state, settings: { x: {} } }), /no provider 'x' is served/],
    [
      'a row without what its table files it under',
      (state) => {
        delete state.tables['digitalocean/vpc']!.rows[0]!['ipRange']
        return state
      },
      /digitalocean\/vpc .*: the row lacks a field/,
    ],
    [
      'a state that does not exist',
      (state) => {
        state.tables['digitalocean/vpc_peering']!.rows[0]!['state'] = 'READY'
        return state
      },
      /no state 'READY'/,
    ],
    ['no JSON', () => '{"format"', /^body: it is not JSON at line 1, column 10$/],
  ])('refuse %s', async (_, change, detail) => {
    const { control } = await busy()
    const { body } = await control('GET', '/state')
    await refused(
      control,
      ['PUT', '/state', change(structuredClone(body) as Draft)],
      invalid(expect.stringMatching(detail)),
    )
  })
})

describe('POST /reset', () => {
  test('puts the initial world back: rows, clock, ids, windows and journal', async () => {
    const { emulator, api, control, clock } = setup()
    const first = await twoVpcs(api)
    clock.advance(60_000)
    expect(await control('POST', '/reset')).toEqual(ok({ reset: true, clock: standing }))
    expect((await api('GET', '/v2/vpcs')).headers).toMatchObject({
      'ratelimit-remaining': '4999',
      'x-peertwin-request': '1',
    })
    expect(emulator.world.clock.now()).toBe(Date.parse(NOW))
    expect(await twoVpcs(api)).toEqual(first)
  })

  test('?keep= leaves clock, ids or journal as they are', async () => {
    const { api, control, clock } = setup()
    const first = await createVpc(api, 'x')
    clock.advance(60_000)
    expect(await control('POST', '/reset?keep=clock,ids,journal')).toEqual(
      ok({ reset: true, clock: { ...standing, now: '2026-01-01T00:01:00.000Z' } }),
    )
    expect((await createVpc(api, 'x')).id).not.toBe(first.id)
    const { body } = await control('GET', '/requests')
    expect((body as { requests: { n: number }[] }).requests.map(({ n }) => n)).toEqual([1, 2])
    expect(await control('POST', '/reset?keep=')).toEqual(ok({ reset: true, clock: standing }))
  })

  test('refuses to keep what it does not know', async () => {
    const { control } = await busy()
    await refused(
      control,
      ['POST', '/reset?keep=ids,rows'],
      invalid("query.keep.1: expected clock, ids, journal or scenario, not 'rows'"),
    )
  })
})

describe('POST /fixtures', () => {
  const many = {
    digitalocean: { vpcs: [{ repeat: 3, name: 'stranger-{n}', region: 'nyc3', ip_range: '10.{n}.0.0/24' }] },
  }

  test('puts records into the present world', async () => {
    const { api, control } = setup()
    expect(await control('POST', '/fixtures', many)).toEqual(ok({ loaded: ['digitalocean'] }))
    const { vpcs } = (await api('GET', '/v2/vpcs')).body as { vpcs: { name: string }[] }
    expect(vpcs.filter(({ name }) => name.startsWith('stranger-'))).toHaveLength(3)
  })

  test('puts all of them or none', async () => {
    const { control } = setup()
    const wrong = {
      digitalocean: {
        vpcs: [
          { name: 'a', region: 'nyc3' },
          { name: 'b', region: 'nowhere' },
        ],
      },
    }
    const answer = await control('POST', '/fixtures', wrong)
    await refused(control, ['POST', '/fixtures', wrong], answer)
    expect(answer.status).toBe(400)
    await refused(
      control,
      ['POST', '/fixtures', { digitalocan: {} }],
      invalid("there is no provider 'digitalocan'; did you mean 'digitalocean'?"),
    )
  })
})
