import { describe, expect, test } from 'vitest'
import type { EmulatorOptions } from '../../src/index.ts'
import type { Client } from '../helpers/setup.ts'
import { createPeering, setup as setupApi, twoVpcs } from '../providers/digitalocean/setup.ts'
import { controlOf, createNamespace } from './setup.ts'

const setup = (options: EmulatorOptions = {}) => {
  const bench = setupApi(options)
  return { ...bench, control: controlOf(bench.emulator) }
}

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

describe('snapshots', () => {
  test('snapshot, change, restore: the answers are the same to the byte', async () => {
    const { api, control, clock, id } = await busy()
    const saved = await control('PUT', '/snapshots/before')
    expect(saved.body).toEqual({ name: 'before', at: '2026-01-01T00:00:00.000Z', rows: 19 })
    const first = await bytes(api, id)
    clock.advance(90_000)
    await api('DELETE', `/v2/vpc_peerings/${id}`)
    expect(await bytes(api, id)).not.toEqual(first)
    for (let round = 0; round < 2; round++) {
      expect((await control('POST', '/snapshots/before/restore')).body).toEqual({
        restored: true,
        clock: { mode: 'virtual', now: '2026-01-01T00:00:00.000Z', speed: 0, next_due: '2026-01-01T00:00:02.000Z' },
      })
      expect(await bytes(api, id)).toEqual(first)
    }
  })

  test('are listed, shown, replaced and forgotten, and are each namespace’s own', async () => {
    const { control, emulator } = await busy()
    await createNamespace(control, { name: 'other' })
    await control('PUT', '/snapshots/a')
    await control('PUT', '/snapshots/b')
    await control('PUT', '/snapshots/a')
    const list = async (client: Client) =>
      ((await client('GET', '/snapshots')).body as { snapshots: { name: string }[] }).snapshots.map(({ name }) => name)
    expect(await list(control)).toEqual(['a', 'b'])
    expect(await list(controlOf(emulator, 'other'))).toEqual([])
    expect((await control('GET', '/snapshots/a')).body).toEqual((await control('GET', '/state')).body)
    expect((await control('DELETE', '/snapshots/a')).status).toBe(204)
    expect(await list(control)).toEqual(['b'])
    for (const [method, path] of [
      ['GET', '/snapshots/a'],
      ['DELETE', '/snapshots/a'],
      ['POST', '/snapshots/a/restore'],
      ['POST', '/snapshots/a/fork'],
    ] as const)
      expect((await control(method, path)).body).toMatchObject({ status: 404, detail: "There is no snapshot 'a'." })
    expect((await control('PUT', '/snapshots/a%20b')).status).toBe(400)
  })

  test('fork into namespaces that go their own ways, with ids of their own', async () => {
    const { control, emulator, api, id } = await busy()
    await control('PUT', '/snapshots/base')
    const { name } = (await control('POST', '/snapshots/base/fork', { name: 'fork' })).body as { name: string }
    const byFrom = await createNamespace(control, { from: 'base' })
    const header = { 'x-peertwin-namespace': name }
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
    expect((await controlOf(emulator, byFrom.name)('GET', `/resources/${id}/timeline`)).status).toBe(200)
  })
})

describe('state', () => {
  test('moves a world from one emulator to another, to the byte', async () => {
    const { api, control, id } = await busy()
    const { body } = await control('GET', '/state')
    const other = setup({ seed: 99, clock: { mode: 'virtual', now: 0 } })
    expect((await other.control('PUT', '/state', body)).status).toBe(200)
    expect((await other.control('GET', '/state')).text).toBe(JSON.stringify(body) + '\n')
    expect(await bytes(other.api, id)).toEqual(await bytes(api, id))
    await other.control('POST', '/clock/advance', { by: '2s' })
    expect((await other.api('GET', `/v2/vpc_peerings/${id}`)).body).toMatchObject({ vpc_peering: { status: 'ACTIVE' } })
  })

  type Draft = Record<string, Record<string, unknown>> & { tables: Record<string, { rows: Record<string, unknown>[] }> }

  const without = (state: Draft, name: string): object =>
    Object.fromEntries(Object.entries(state).filter(([key]) => key !== name))

  test.each<[string, (state: Draft) => unknown, RegExp]>([
    ['a newer format', (state) => ({ ...state, format: 2 }), /format 2, which a newer version wrote/],
    ['no format', (state) => without(state, 'format'), /body\.format: Invalid input/],
    ['no clock', (state) => without(state, 'clock'), /state\.clock: Invalid input/],
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
    ['no JSON', () => '{"format"', /The body is not JSON/],
  ])('refuses %s and stays as it is', async (_, change, detail) => {
    const { control } = await busy()
    const before = await control('GET', '/state')
    const answer = await control('PUT', '/state', change(structuredClone(before.body) as Draft))
    expect(answer.status).toBe(400)
    expect((answer.body as { detail: string }).detail).toMatch(detail)
    expect((await control('GET', '/state')).text).toBe(before.text)
  })
})
