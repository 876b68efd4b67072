import { describe, expect, test } from 'vitest'
import { createPeering, createVpc, twoVpcs } from '../../providers/digitalocean/setup.ts'
import { play } from '../setup.ts'

const PEERINGS = '/v2/vpc_peerings'
const failing = (op: string, since: string, calls = '1-2'): string =>
  `faults:\n  - { id: f, match: { op: digitalocean/${op} }, since: { ${since} }, calls: ${calls}, effect: { error: internal } }`

const statuses = async (api: Awaited<ReturnType<typeof play>>['api'], path: string, times: number) => {
  const seen: number[] = []
  for (let n = 0; n < times; n++) seen.push((await api('GET', path)).status)
  return seen
}

describe('calls are counted since', () => {
  test('a call was answered so', async () => {
    const { api } = await play(failing('vpc_peerings.list', 'op: digitalocean/vpc_peerings.create, answered: 2xx'))
    const { ids } = await twoVpcs(api)
    const another = [ids[0]!, (await createVpc(api, 'third')).id]
    expect(await statuses(api, PEERINGS, 2)).toEqual([200, 200])
    await api('POST', PEERINGS, {})
    expect(await statuses(api, PEERINGS, 1)).toEqual([200])
    await createPeering(api, 'a-b', ...ids)
    expect(await statuses(api, PEERINGS, 4)).toEqual([500, 500, 200, 200])
    await createPeering(api, 'again', ...another)
    expect(await statuses(api, PEERINGS, 1)).toEqual([200])
  })

  test('a resource got into a state', async () => {
    const { api, pass } = await play(
      failing('vpc_peerings.get', 'resource: digitalocean/vpc_peering, enters: ACTIVE', '1'),
    )
    const { id } = await createPeering(api, 'a-b', ...(await twoVpcs(api)).ids)
    expect(await statuses(api, `${PEERINGS}/${id}`, 1)).toEqual([200])
    pass(5_000)
    expect(await statuses(api, `${PEERINGS}/${id}`, 2)).toEqual([500, 200])
  })

  test('a mark', async () => {
    const { api, active } = await play(failing('vpcs.list', 'mark: second run', 'all'))
    expect(await statuses(api, '/v2/vpcs', 1)).toEqual([200])
    active.marked('another')
    expect(await statuses(api, '/v2/vpcs', 1)).toEqual([200])
    active.marked('second run')
    expect(await statuses(api, '/v2/vpcs', 2)).toEqual([500, 500])
  })

  test('and a fault that does not count yet has matched nothing', async () => {
    const { api, active } = await play(failing('vpcs.list', 'mark: go'))
    await api('GET', '/v2/vpcs')
    expect(active.faults.countOf('f').matched).toBe(0)
    active.marked('go')
    await api('GET', '/v2/vpcs')
    expect(active.faults.countOf('f').matched).toBe(1)
  })

  test('and a moment that has come stays so, whoever goes on with what was counted', async () => {
    const file = failing('vpcs.list', 'mark: go')
    const { api, active } = await play(file)
    active.marked('go')
    await api('GET', '/v2/vpcs')
    const resumed = await play(file)
    expect(resumed.active.faults.waiting.map(({ id }) => id)).toEqual(['f'])
    resumed.active.faults.resume(new Map(active.notes()), () => expect.unreachable())
    expect(resumed.active.faults.waiting).toEqual([])
    expect(await statuses(resumed.api, '/v2/vpcs', 2)).toEqual([500, 200])
  })
})
