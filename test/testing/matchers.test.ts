import { describe, expect, test } from 'vitest'
import { matchers } from '../../src/testing/index.ts'
import { PAIR, VPCS, ask, peer, started } from './setup.ts'

const PEERING = 'digitalocean/vpc_peering'
const CREATE = 'digitalocean/vpc_peerings.create'

const said = async (result: ReturnType<(typeof matchers)['toHaveReceived']>) => {
  const { pass, message } = await result
  return [pass, message().split('\n')]
}

const peered = async () => {
  const pt = await started({ fixtures: PAIR, seed: 42 })
  return { pt, id: await peer(pt) }
}

describe('toHaveResource', () => {
  test('counts, and shows the timelines', async () => {
    const { pt, id } = await peered()
    const line = `  a-b ${id}: PROVISIONING 2026-01-01T00:00:00.000Z, then ACTIVE in 2s`
    expect(await said(matchers.toHaveResource(pt, PEERING))).toEqual([
      true,
      [`expected not: there are at least 1 ${PEERING}`, '  there are 1', line],
    ])
    expect(await said(matchers.toHaveResource(pt, PEERING, { count: 2 }))).toEqual([
      false,
      [`expected: there are 2 ${PEERING}`, '  there are 1', line],
    ])
    expect(await said(matchers.toHaveResource(pt, PEERING, { id, state: 'ACTIVE' }))).toEqual([
      false,
      [
        `expected: there are at least 1 ${PEERING} with {"id":"${id}","state":"ACTIVE"}`,
        '  there are 0',
        '  none fits; there are',
        line,
      ],
    ])
    await pt.clock.settle()
    expect((await matchers.toHaveResource(pt, PEERING, { name: 'a-b', state: 'ACTIVE', count: 1 })).pass).toBe(true)
    expect((await matchers.toHaveResource(pt, PEERING, { where: { name: 'b-a' } })).pass).toBe(false)
  })

  test('refuses a kind that there is not', async () => {
    const pt = await started()
    await expect(matchers.toHaveResource(pt, 'digitalocean/vpc_pering')).rejects.toThrow(
      "did you mean 'digitalocean/vpc_peering'?",
    )
  })
})

describe('toHaveReceived', () => {
  test('counts, and shows the calls', async () => {
    const { pt, id } = await peered()
    await ask(pt, 'POST', '/v2/vpc_peerings', { name: 'again', vpc_ids: VPCS })
    const calls = ['202', '422'].map(
      (status, n) => `  #${n + 1} 2026-01-01T00:00:00.000Z POST /v2/vpc_peerings: ${status}`,
    )
    expect(await said(matchers.toHaveReceived(pt, CREATE, 1))).toEqual([
      false,
      [`expected: ${CREATE} is called once`, '  it was called 2 times', ...calls],
    ])
    expect(await said(matchers.toHaveReceived(pt, CREATE))).toEqual([
      true,
      [`expected not: ${CREATE} is called at least once`, '  it was called 2 times', ...calls],
    ])
    expect((await matchers.toHaveReceived(pt, CREATE, { answered: 202, atMost: 1 })).pass).toBe(true)
    expect((await matchers.toHaveReceived(pt, CREATE, { match: { body: { name: 'again' } }, exactly: 1 })).pass).toBe(
      true,
    )
    expect((await matchers.toHaveReceived(pt, 'digitalocean/vpc_peerings.get', { match: { resource: id } })).pass).toBe(
      false,
    )
  })

  test('refuses an operation that there is not, and what is no emulator', async () => {
    const pt = await started()
    await expect(matchers.toHaveReceived(pt, 'digitalocean/vpc_peerings.creat')).rejects.toThrow(
      "did you mean 'digitalocean/vpc_peerings.create'?",
    )
    await expect(matchers.toHaveReceived({}, CREATE)).rejects.toThrow('expect(pt).toHaveReceived takes what start()')
  })
})
