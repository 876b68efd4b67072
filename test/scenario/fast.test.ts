import { expect, test } from 'vitest'
import { providerNames } from '../../src/index.ts'
import * as tencent from '../providers/tencent/setup.ts'
import { waitingAt } from './fast-clients.ts'
import { playFile } from './setup.ts'

/** What three looks see after the create, and three after the removal, while the clock stands still. */
const looks = async (provider: string, variant?: string): Promise<unknown[][]> => {
  const play = await playFile('fast.yaml', {
    ...(variant !== undefined && { variant }),
    settings: { tencent: { exampleVpc: false } },
  })
  play.emulator.world.clock.configure({ mode: 'virtual', speed: 0 })
  const { look, remove } = await waitingAt[provider]!(play)
  const three = async () => [await look(), await look(), await look()]
  const ups = await three()
  if (remove === undefined) return [ups]
  await remove()
  return [ups, await three()]
}

test('there is a client for every provider', () => {
  expect(Object.keys(waitingAt).sort()).toEqual([...providerNames].sort())
})

test.each([
  [
    'confluent',
    [
      ['PROVISIONING', 'PENDING_ACCEPT', 'READY'],
      ['DEPROVISIONING', 404, 404],
    ],
  ],
  [
    'digitalocean',
    [
      ['PROVISIONING', 'ACTIVE', 'ACTIVE'],
      ['DELETING', 404, 404],
    ],
  ],
  ['huawei', [['PENDING_ACCEPTANCE', 'PENDING_ACCEPTANCE', 'PENDING_ACCEPTANCE']]],
  ['tencent', [[2, 0, 0]]],
  [
    'upcloud',
    [
      ['provisioning', 'active', 'active'],
      ['provisioning', 'disabled', 'disabled'],
    ],
  ],
])('each wait of %s is seen once', async (provider, seen) => {
  expect(await looks(provider)).toEqual(seen)
})

test.each([
  [
    'confluent',
    [
      ['READY', 'READY', 'READY'],
      [404, 404, 404],
    ],
  ],
  [
    'digitalocean',
    [
      ['ACTIVE', 'ACTIVE', 'ACTIVE'],
      [404, 404, 404],
    ],
  ],
  ['tencent', [[0, 0, 0]]],
  [
    'upcloud',
    [
      ['active', 'active', 'active'],
      ['disabled', 'disabled', 'disabled'],
    ],
  ],
])('no wait of %s is seen in the variant at-once', async (provider, seen) => {
  expect(await looks(provider, 'at-once')).toEqual(seen)
})

test('the other side accepts in the variant accepted', async () => {
  expect(await looks('huawei', 'accepted')).toEqual([['PENDING_ACCEPTANCE', 'ACTIVE', 'ACTIVE']])

  const { emulator } = await playFile('fast.yaml', {
    variant: 'accepted',
    settings: { tencent: { exampleVpc: false } },
  })
  const { api, other } = tencent.clientsOf(emulator)
  const { vpcId } = await tencent.createVpc(api, 'a', '172.16.0.0/16')
  const { vpcId: peerVpcId } = await tencent.createVpc(other, 'b', '192.168.0.0/16')
  const offer = { vpcId, peerVpcId, peerUin: tencent.SECOND.uin, peeringConnectionName: 'p' }
  await tencent.good(api('CreateVpcPeeringConnection', offer))
  const look = async () =>
    (await tencent.good<{ data: { state: number }[] }>(api('DescribeVpcPeeringConnections'))).data[0]!.state
  expect([await look(), await look()]).toEqual([0, 1])
})
