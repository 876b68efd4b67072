import { expect, test } from 'vitest'
import { turn } from '../../../src/core/clock.ts'
import { FakeWall } from '../../helpers/wall.ts'
import { end, fakeCluster } from './setup.ts'

test('a namespace ends on all replicas when nobody has used it for long, wherever it was held', async () => {
  const begin = fakeCluster()
  const wall = new FakeWall()
  const [a, b] = [await begin({ wall }), await begin({ wall })]
  for (const name of ['used', 'idle', 'never'])
    expect((await a.control('POST', '/namespaces', { name, ttl: '1h' })).status).toBe(201)
  const touch = (name: string) => b.ask('GET', '/v2/account', undefined, { 'x-peertwin-namespace': name })
  expect([(await touch('used')).status, (await touch('idle')).status]).toEqual([200, 200])
  wall.advance(50 * 60_000)
  const used = () => a.ask('GET', '/v2/account', undefined, { 'x-peertwin-namespace': 'used' })
  expect((await used()).status).toBe(200)
  wall.advance(20 * 60_000)
  const names = async (): Promise<string[]> =>
    (await a.control('GET', '/namespaces')).body.namespaces.map(({ name }: { name: string }) => name)
  while ((await names()).length > 2) {
    await turn()
    wall.advance(5_000)
  }
  expect(await names()).toEqual(['default', 'used'])
  expect((await used()).status).toBe(200)
  await end(b)
  expect((await used()).status).toBe(200)
})
