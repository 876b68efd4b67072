import { expect, test } from 'vitest'
import type { Entry } from '../../../src/log/entries.ts'
import { FakeWall } from '../../helpers/wall.ts'
import { newCluster } from './clusters.ts'
import { hasServer } from '../nats.ts'
import { claimed, part, stored } from './fake.ts'

test.skipIf(!hasServer)(
  'what is too large for a record, and what is folded, comes back from a real engine',
  async () => {
    const join = await newCluster()
    const [a, b] = [await join(), await join()]
    const values: unknown[] = []
    const log = await a.claim('team ä/1')
    const add = (value: unknown): void => {
      values.push(value)
      log.add(part(value))
    }
    const present = () => ({ entries: [...values].map(part), end: () => {} })
    log.begin({ present, mark: () => true, wall: new FakeWall() })
    const seen: unknown[] = []
    const follower = await b.follow('team ä/1', (entries: readonly Entry[], _seq, whole) => {
      if (whole) seen.length = 0
      seen.push(...entries.map((entry) => (entry.k === 'part' ? entry.value : entry.k)))
    })
    for (let n = 0; n < 5; n++) add(`${n}${'ä'.repeat(n * 200_000)}`)
    expect(await stored(log)).toBeNull()
    await log.fold()
    add('after')
    expect(await stored(log)).toBeNull()
    await follower.catchUp()
    expect(seen).toEqual(values)
    await log.release(() => ({ journal: 'x'.repeat(600_000) }))
    const next = await claimed(b, 'team ä/1')
    expect(next.found).toEqual([...values, 'closed'])
    expect(next.log.left).toEqual({ journal: 'x'.repeat(600_000) })
  },
)

test.skipIf(!hasServer)('a real engine refuses who comes late, which deposes', async () => {
  const join = await newCluster()
  const [a, b] = [await join(), await join()]
  const { log } = await claimed(a)
  log.add(part(1))
  expect(await stored(log)).toBeNull()
  expect(await b.propose('unit', [part(2)], log.seq)).toBe(log.seq + 1)
  log.add(part(3))
  expect(await stored(log)).toBe('another replica has taken it')
  expect(await b.propose('unit', [part(4)], log.seq)).toBeNull()
  await b.remove('unit')
  expect((await claimed(a)).found).toEqual([])
})

test.skipIf(!hasServer)('objects are put in place of each other, and removed', async () => {
  const engine = await (await newCluster())()
  const large = Buffer.alloc(1_500_000, 'abc')
  await engine.putObject('one', large)
  expect(Buffer.from((await engine.getObject('one'))!).equals(large)).toBe(true)
  await engine.putObject('one', Buffer.from('short'))
  expect(Buffer.from((await engine.getObject('one'))!).toString()).toBe('short')
  await engine.removeObject('one')
  expect(await engine.getObject('one')).toBeNull()
})
