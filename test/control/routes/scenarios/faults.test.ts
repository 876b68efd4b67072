import { describe, expect, test } from 'vitest'
import { faultRoutes } from '../../../../src/control/routes/scenarios/faults.ts'
import { type Answered } from '../../../helpers/setup.ts'
import { DONE, covers, invalid, notFound, ok, problem, refused, setup } from '../../setup.ts'
import { CI } from './setup.ts'

covers(faultRoutes)

const NOW = '2026-01-01T00:00:00.000Z'
const RULE = { id: 'x', match: { op: 'digitalocean/vpcs.list' }, calls: '1-3', effect: { error: 'internal' } }
const FRESH = { id: 'x', from: 'api', enabled: true, matched: 0, hits: 0, last: null, remaining: 3, rule: RULE }

const playing = async () => {
  const bench = setup()
  await bench.control('POST', '/scenarios', CI)
  await bench.control('POST', '/scenarios/ci/activate')
  return bench
}

describe('faults', () => {
  test('come, count, change and go without a scenario', async () => {
    const { control, api, emulator } = setup()
    const status = async () => (await api('GET', '/v2/vpcs')).status
    expect(await control('GET', '/faults')).toEqual(ok({ faults: [] }))
    expect(await control('POST', '/faults', RULE)).toEqual(ok(FRESH, 201))
    expect(await status()).toBe(500)
    const hit = { ...FRESH, matched: 1, hits: 1, last: { at: NOW, request: 1 }, remaining: 2 }
    expect(await control('GET', '/faults')).toEqual(ok({ faults: [hit] }))
    expect(await control('PATCH', '/faults/x', { enabled: false })).toEqual(
      ok({ ...FRESH, enabled: false, rule: { ...RULE, enabled: false } }),
    )
    expect(await status()).toBe(200)
    const changed = { enabled: true, calls: 'all', effect: { error: 'conflict' } }
    const { calls: _, effect: __, ...rest } = RULE
    expect((await control('PATCH', '/faults/x', changed)).body).toEqual({
      ...FRESH,
      remaining: null,
      rule: { ...rest, ...changed },
    })
    expect(await status()).toBe(409)
    expect(await control('DELETE', '/faults/x')).toEqual(DONE)
    expect(await status()).toBe(200)
    expect(emulator.world.judge).toBeNull()
  })

  test.each([
    [{ status: 500, headers: { x: 'a\r\nb: c' } }, "'x' cannot be sent: a header has no control characters"],
    [{ status: 500, headers: { 'x y': 'a' } }, "'x y' is no name of a header"],
    [{ delay: '1000h' }, '1000h'],
  ])('that could not happen are refused when they are made: %j', async (effect, detail) => {
    const { control } = setup()
    const contains = expect.stringContaining(detail) as unknown
    await refused(control, ['POST', '/faults', { id: 'x', effect }], invalid(contains))
  })

  test('of a scenario can be changed and disabled, not deleted', async () => {
    const { control, api } = await playing()
    const status = async () => (await api('GET', '/v2/vpc_peerings')).status
    await refused(
      control,
      ['DELETE', '/faults/first'],
      problem(409, 'Part of a scenario', "'first' is part of ci; disable it with PATCH."),
    )
    expect((await control('PATCH', '/faults/first', { enabled: false })).body).toMatchObject({
      id: 'first',
      from: 'api',
      enabled: false,
    })
    expect(await status()).toBe(200)
    expect(await control('DELETE', '/faults/first')).toEqual(DONE)
    expect((await control('GET', '/faults')).body).toMatchObject({
      faults: [{ id: 'first', from: 'ci', enabled: true }],
    })
    expect(await status()).toBe(503)
  })

  test('that were added are all taken away at once', async () => {
    const { control } = await playing()
    await control('POST', '/faults', RULE)
    await control('PATCH', '/faults/first', { enabled: false })
    expect(await control('DELETE', '/faults')).toEqual(ok({ deleted: 2 }))
    expect((await control('GET', '/faults')).body).toMatchObject({
      faults: [{ id: 'first', from: 'ci', enabled: true }],
    })
    expect(await control('DELETE', '/faults')).toEqual(ok({ deleted: 0 }))
  })

  const unknown = notFound("There is no fault 'firts'; did you mean 'first'?")

  test.each<[string, string, unknown, Answered]>([
    [
      'POST',
      '/faults',
      { ...RULE, id: 'first' },
      problem(409, 'Taken', "There is a fault 'first' already; change it with PATCH."),
    ],
    [
      'POST',
      '/faults',
      { ...RULE, effect: { eror: 'x' } },
      invalid("body.effect has no 'eror'; did you mean 'error'?"),
    ],
    [
      'POST',
      '/faults',
      { ...RULE, effect: { error: 'nope' } },
      invalid(expect.stringContaining("there is no error of digitalocean 'nope'")),
    ],
    [
      'POST',
      '/faults',
      { ...RULE, match: { op: 'vpcs.list' } },
      invalid(expect.stringContaining("did you mean 'digitalocean/vpcs.list'?")),
    ],
    ['PATCH', '/faults/firts', { enabled: false }, unknown],
    ['PATCH', '/faults/first', { id: 'second' }, invalid('The id of a fault cannot change.')],
    ['PATCH', '/faults/first', { enabld: true }, invalid("body has no 'enabld'; did you mean 'enabled'?")],
    [
      'PATCH',
      '/faults/first',
      { effect: { error: 'nope' } },
      invalid(expect.stringContaining("there is no error of digitalocean 'nope'")),
    ],
    ['DELETE', '/faults/firts', undefined, unknown],
  ])('%s %s %j is refused', async (method, path, body, answer) => {
    const { control, api } = await playing()
    await api('GET', '/v2/vpc_peerings')
    await refused(control, [method, path, body], answer)
  })
})
