import { describe, expect, test } from 'vitest'
import { snapshotRoutes } from '../../../src/control/routes/snapshots.ts'
import type { Client } from '../../helpers/setup.ts'
import { createPeering, twoVpcs } from '../../providers/digitalocean/setup.ts'
import { DONE, controlOf, covers, createNamespace, invalid, notFound, ok, problem, refused, setup } from '../setup.ts'

covers(snapshotRoutes)

const NOW = '2026-01-01T00:00:00.000Z'

const busy = async () => {
  const bench = setup()
  const { ids } = await twoVpcs(bench.api)
  const { id } = await createPeering(bench.api, 'p', ...ids)
  return { ...bench, id }
}

/** The exact bytes of answers that show rows, ids, numbering, rate windows and time. */
const bytes = async (api: Client, id: string): Promise<unknown[]> => {
  const answers = []
  for (const path of ['/v2/vpcs', `/v2/vpc_peerings/${id}`, '/v2/vpc_peerings', '/v2/nothing'])
    answers.push(await api('GET', path))
  answers.push(await api('POST', '/v2/vpcs', { name: 'next', region: 'ams3' }))
  return answers.map(({ status, headers, text }) => ({ status, headers, text }))
}

describe('restore', () => {
  test('gives the same answers again, to the byte', async () => {
    const { api, control, clock, id } = await busy()
    expect(await control('PUT', '/snapshots/before')).toEqual(ok({ name: 'before', at: NOW, rows: 19 }))
    const first = await bytes(api, id)
    clock.advance(90_000)
    await api('DELETE', `/v2/vpc_peerings/${id}`)
    expect(await bytes(api, id)).not.toEqual(first)
    const restored = {
      restored: true,
      clock: { mode: 'virtual', now: NOW, speed: 0, next_due: '2026-01-01T00:00:02.000Z' },
    }
    for (let round = 0; round < 2; round++) {
      expect(await control('POST', '/snapshots/before/restore')).toEqual(ok(restored))
      expect(await bytes(api, id)).toEqual(first)
    }
  })
})

describe('snapshots', () => {
  test('are listed, shown, replaced and deleted, and are each namespace’s own', async () => {
    const { control, emulator, clock } = await busy()
    await createNamespace(control, { name: 'other' })
    expect(await control('GET', '/snapshots')).toEqual(ok({ snapshots: [] }))
    await control('PUT', '/snapshots/a')
    await control('PUT', '/snapshots/b')
    clock.advance(1_000)
    await control('PUT', '/snapshots/a')
    const [a, b] = [
      { name: 'a', at: '2026-01-01T00:00:01.000Z', rows: 19 },
      { name: 'b', at: NOW, rows: 19 },
    ]
    expect(await control('GET', '/snapshots')).toEqual(ok({ snapshots: [a, b] }))
    expect(await controlOf(emulator, 'other')('GET', '/snapshots')).toEqual(ok({ snapshots: [] }))
    expect(await control('GET', '/snapshots/a')).toEqual(ok((await control('GET', '/state')).body))
    expect(await control('DELETE', '/snapshots/a')).toEqual(DONE)
    expect(await control('GET', '/snapshots')).toEqual(ok({ snapshots: [b] }))
  })

  test('keep away from what happens later', async () => {
    const { control, api } = await busy()
    await control('PUT', '/snapshots/s')
    const before = (await control('GET', '/snapshots/s')).text
    await api('POST', '/v2/vpcs', { name: 'later', region: 'nyc3' })
    expect((await control('GET', '/snapshots/s')).text).toBe(before)
    expect((await control('GET', '/state')).text).not.toBe(before)
  })

  test.each([
    ['GET', '/snapshots/none'],
    ['DELETE', '/snapshots/none'],
    ['POST', '/snapshots/none/restore'],
    ['POST', '/snapshots/none/fork'],
  ] as const)('%s %s is refused', async (method, path) => {
    const { control } = await busy()
    await control('PUT', '/snapshots/one')
    await refused(control, [method, path], notFound("There is no snapshot 'none'."))
  })

  test.each(['a%20b', '.a', `a${'b'.repeat(63)}`])('cannot be called %s', async (name) => {
    const { control } = await busy()
    const said = decodeURIComponent(name)
    await refused(
      control,
      ['PUT', `/snapshots/${name}`],
      invalid(`A snapshot cannot be called '${said}': letters, digits, dots, dashes.`),
    )
  })

  test('are a thousand at most; one more can only replace another', async () => {
    const { control } = setup({ empty: true })
    for (let n = 0; n < 1_000; n++) await control('PUT', `/snapshots/s${n}`)
    await refused(
      control,
      ['PUT', '/snapshots/more'],
      problem(409, 'Too many snapshots', 'There are 1000 snapshots already; delete some.'),
    )
    expect(await control('PUT', '/snapshots/s7')).toEqual(ok({ name: 's7', at: NOW, rows: 0 }))
  })
})

describe('fork', () => {
  test('makes a namespace that goes its own way, with ids of its own', async () => {
    const { control, emulator, api, id } = await busy()
    await control('PUT', '/snapshots/base')
    const token = expect.stringMatching(/^dop_v1_[0-9a-f]{64}$/) as unknown
    expect(await control('POST', '/snapshots/base/fork', { name: 'fork' })).toEqual(
      ok(
        {
          name: 'fork',
          control: '/_peertwin/namespaces/fork',
          url: null,
          expires_at: null,
          credentials: { digitalocean: { token } },
        },
        201,
      ),
    )
    const header = { 'x-peertwin-namespace': 'fork' }
    const fork: Client = (method, path, body) => api(method, path, body, header)
    expect((await fork('GET', `/v2/vpc_peerings/${id}`)).status).toBe(200)
    expect((await fork('DELETE', `/v2/vpc_peerings/${id}`)).status).toBe(202)
    expect((await fork('GET', `/v2/vpc_peerings/${id}`)).body).toMatchObject({ vpc_peering: { status: 'DELETING' } })
    expect((await api('GET', `/v2/vpc_peerings/${id}`)).body).toMatchObject({ vpc_peering: { status: 'PROVISIONING' } })
    const made = async (client: Client) =>
      ((await client('POST', '/v2/vpcs', { name: 'n', region: 'nyc3' })).body as { vpc: { id: string } }).vpc.id
    expect(await made(fork)).not.toBe(await made(api))
    await controlOf(emulator, 'fork')('POST', '/reset')
    expect((await fork('GET', `/v2/vpc_peerings/${id}`)).body).toMatchObject({
      vpc_peering: { status: 'PROVISIONING' },
    })
  })

  test('is refused for a taken name, and for what a snapshot settles', async () => {
    const { control } = await busy()
    await control('PUT', '/snapshots/base')
    await createNamespace(control, { name: 'taken' })
    await refused(
      control,
      ['POST', '/snapshots/base/fork', { name: 'taken' }],
      problem(409, 'Namespace refused', "There is a namespace 'taken' already."),
    )
    await refused(
      control,
      ['POST', '/snapshots/base/fork', { empty: true }],
      invalid("body has no 'empty'; it is one of name, ttl, port, seed, clock, auth, rate_limits"),
    )
  })
})
