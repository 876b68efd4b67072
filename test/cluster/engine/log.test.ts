import { expect, test } from 'vitest'
import { Taken } from '../../../src/cluster/engine/engine.ts'
import { encode } from '../../../src/cluster/engine/records.ts'
import type { Entry } from '../../../src/log/entries.ts'
import { FakeWall } from '../../helpers/wall.ts'
import { FakeStore, NAMES, claimed, part, replica, stored } from './fake.ts'

const UNIT = NAMES.unit('unit')
const kinds = (store: FakeStore): string[] => store.of(UNIT).map(({ mark }) => mark.kind)
const objects = (store: FakeStore): string[] => [
  ...new Set(store.records.map(({ subject }) => subject).filter((subject) => subject.includes('.objects.'))),
]

/** Another session's record behind the last one of the unit. */
const intrude = (store: FakeStore): void => {
  const mark = { kind: 'open', session: 'other', epoch: 9, id: 'other-1' } as const
  store.append({ subject: UNIT, mark, data: encode(''), expected: store.of(UNIT).at(-1)!.seq })
}

test('entries of one turn go in one record, and those that come while it is under way in the next', async () => {
  const store = new FakeStore()
  const { engine } = await replica(store)
  const { log } = await claimed(engine, 'unit', [part(0)])
  for (let n = 1; n < 10; n++) log.add(part(n))
  expect(await stored(log)).toBeNull()
  expect(kinds(store)).toEqual(['open', 'entries'])
  expect(log.seq).toBe(store.of(UNIT).at(-1)!.seq)
})

test('what was added is there for who comes next, and who comes before hears who holds it', async () => {
  const store = new FakeStore()
  const [a, b] = [await replica(store), await replica(store)]
  const { log } = await claimed(a.engine)
  log.add(part(1))
  await stored(log)
  await expect(b.engine.claim('unit')).rejects.toThrow(new Taken(a.engine.session.id))
  expect(await b.engine.holderOf('unit')).toBe(a.engine.session.id)
  await log.release(() => ({ journal: [1, 2] }))
  expect(await b.engine.holderOf('unit')).toBeNull()
  const next = await claimed(b.engine)
  expect([next.found, next.log.left]).toEqual([[1, 'closed'], { journal: [1, 2] }])
})

test('what the owner before has left is for the next one alone', async () => {
  const store = new FakeStore()
  const { engine } = await replica(store)
  await (await claimed(engine)).log.release(() => ({ journal: 'x'.repeat(5_000) }))
  const next = await claimed(engine)
  expect(next.log.left).toEqual({ journal: 'x'.repeat(5_000) })
  next.log.abandon()
  expect((await claimed(engine)).log.left).toBeUndefined()
})

test('where another has taken it, what waits leaves with the reason, and nothing can be added', async () => {
  const store = new FakeStore()
  const { engine } = await replica(store)
  const { log } = await claimed(engine)
  const reasons: string[] = []
  log.onDeposed((reason) => reasons.push(reason))
  log.add(part(1))
  await stored(log)
  intrude(store)
  log.add(part(2))
  expect(await stored(log)).toBe('another replica has taken it')
  expect(reasons).toEqual(['another replica has taken it'])
  expect([log.isHeld(), log.trouble]).toEqual([false, 'another replica has taken it'])
  expect(() => log.add(part(3))).toThrow('another replica has taken it')
  expect(await stored(log)).toBe('another replica has taken it')
  expect(kinds(store)).toEqual(['open', 'entries', 'open'])
})

test('who claims again what it holds goes on with the later log alone', async () => {
  const store = new FakeStore()
  const { engine } = await replica(store)
  const { log } = await claimed(engine)
  log.add(part(1))
  await stored(log)
  const again = await claimed(engine)
  expect([log.isHeld(), await stored(log)]).toEqual([false, 'it was claimed again'])
  expect([again.found, again.log.isHeld()]).toEqual([[1], true])
})

test('it is verified with the engine', async () => {
  const store = new FakeStore()
  const { engine } = await replica(store)
  const { log } = await claimed(engine)
  log.add(part(1))
  expect(await log.verify()).toBe(true)
  intrude(store)
  expect(log.isHeld()).toBe(true)
  expect(await log.verify()).toBe(false)
  expect(log.isHeld()).toBe(false)
})

test('entries that are too large for a record go through an object', async () => {
  const store = new FakeStore()
  const { engine } = await replica(store)
  const { log } = await claimed(engine)
  const large = 'x'.repeat(3_500)
  log.add(part(1))
  log.add(part(large))
  log.add(part(2))
  expect(await stored(log)).toBeNull()
  expect(kinds(store)).toEqual(['open', 'entries', 'large', 'entries'])
  await log.close()
  expect((await claimed(engine)).found).toEqual([1, large, 2, 'closed'])
})

test.each([
  ['a record', 10, 0],
  ['an object', 2_000, 1],
  ['objects', 900, 2],
])('a fold into %s takes the place of all before, with what was added meanwhile', async (_, size, left) => {
  const store = new FakeStore()
  const { engine } = await replica(store)
  const values: unknown[] = []
  const log = await engine.claim('unit')
  const add = (value: unknown): void => {
    values.push(value)
    log.add(part(value))
  }
  const present = () => {
    const all = values.map(part)
    const entries = function* (): Generator<Entry> {
      for (const entry of all) {
        add(`meanwhile ${values.length}${'y'.repeat(left === 2 ? size : 0)}`)
        yield entry
      }
    }
    return { entries: entries(), end: () => {} }
  }
  log.begin({ present, mark: () => true, wall: new FakeWall() })
  for (let n = 0; n < 3; n++) add(`${n}${'x'.repeat(size)}`)
  await stored(log)
  for (let n = 0; n < 2; n++) await log.fold()
  add('last')
  await stored(log)
  expect([kinds(store), objects(store).length]).toEqual([['fold', 'entries'], left])
  const next = await claimed(engine)
  expect(next.found).toEqual(values)
})

test('who follows is told of entries once, over folds, and who comes late of the whole', async () => {
  const store = new FakeStore()
  const [a, b] = [await replica(store), await replica(store)]
  const { log } = await claimed(a.engine, 'unit', [part(0)])
  const seen: unknown[] = []
  const visit = (entries: readonly Entry[], _seq: number, whole: boolean): void =>
    void seen.push(...(whole ? ['whole'] : []), ...entries.map((entry) => (entry.k === 'part' ? entry.value : entry.k)))
  const follower = await b.engine.follow('unit', visit)
  await stored(log)
  await log.fold()
  log.add(part(1))
  await stored(log)
  await follower.catchUp()
  expect(follower.seq).toBe(log.seq)
  expect(seen).toEqual([0, 1])
  follower.stop()
  seen.length = 0
  await b.engine.follow('unit', visit)
  expect(seen).toEqual(['whole', 0, 1])
})

test('nothing is served from the moment of its release, and what waits for its answer is among what is left', async () => {
  const store = new FakeStore()
  const { engine } = await replica(store)
  const { log } = await claimed(engine)
  const answered: number[] = []
  const answer = (n: number): void => {
    log.add(part(n))
    void stored(log).then((lost) => answered.push(lost === null ? n : -n))
  }
  answer(1)
  const released = log.release(() => ({ answered }))
  expect([log.isHeld(), await log.verify()]).toEqual([false, false])
  answer(2)
  await released
  expect(answered).toEqual([1, 2])
  const next = await claimed(engine)
  expect([next.found, next.log.left]).toEqual([[1, 2, 'closed'], { answered: [1, 2] }])
})
