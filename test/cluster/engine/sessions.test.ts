import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { TIMING, Taken } from '../../../src/cluster/engine/engine.ts'
import { FakeStore, NAMES, claimed, part, replica, stored } from './fake.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['hrtime', 'setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const later = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const UNIT = NAMES.unit('unit')
const LOST = 'the other replicas gave this one up, because it had not been heard of for too long'
const AWAY = 'the engine has not acknowledged the heartbeat of this replica for too long'

const pair = async () => {
  const store = new FakeStore()
  const [a, b] = [await replica(store), await replica(store)]
  return { store, a, b, ...(await claimed(a.engine)) }
}

test('a session that is renewed lives on', async () => {
  const { a, b, log } = await pair()
  await later(60_000)
  expect([a.engine.session.isLive(), log.isHeld(), a.engine.trouble]).toEqual([true, true, null])
  expect([...b.engine.sessions().keys()].toSorted()).toEqual([a.engine.session.id, b.engine.session.id].toSorted())
})

test('who cannot renew stops serving at the deadline, counted from when the last renewal was sent, whatever the timers do', async () => {
  const { a, log } = await pair()
  a.streams.cut = true
  vi.useFakeTimers({ toFake: ['hrtime'] }) // nothing wakes any more
  vi.advanceTimersByTime(TIMING.lease - 1)
  expect([log.isHeld(), await stored(log)]).toEqual([true, null])
  vi.advanceTimersByTime(1)
  expect([log.isHeld(), a.engine.session.isLive()]).toEqual([false, false])
  expect(await stored(log)).toBe(AWAY)
  expect(log.trouble).toBe(AWAY)
  expect(() => log.add(part(1))).toThrow(AWAY)
})

test('a machine that has slept serves nothing before its session is renewed', async () => {
  const { a, log } = await pair()
  vi.useFakeTimers({ toFake: ['Date'] }) // its monotonic clock stood still meanwhile
  vi.setSystemTime(Date.now() + TIMING.lease)
  expect([a.engine.session.isLive(), log.isHeld(), await stored(log)]).toEqual([false, false, AWAY])
  await a.engine.session.renew()
  expect(await log.verify()).toBe(true)
})

test('nobody takes what a session holds before it has stood still for longer than its lease', async () => {
  const { a, b, log } = await pair()
  a.streams.cut = true
  await later(TIMING.patience - 1)
  expect(log.isHeld()).toBe(false)
  await expect(b.engine.claim('unit')).rejects.toThrow(new Taken(a.engine.session.id))
})

test('who takes over ends the session first, so that a late renewal is refused, and then the unit', async () => {
  const { store, a, b, log } = await pair()
  const before = a.engine.session
  const reasons: string[] = []
  log.onDeposed((reason) => reasons.push(reason))
  a.streams.cut = true
  await later(TIMING.patience)
  const next = await claimed(b.engine)
  expect(next.log.isHeld()).toBe(true)
  const order = store.appended.filter(({ mark }) => mark.kind !== 'beat')
  expect(order.map(({ mark, subject }) => [mark.kind, subject])).toEqual([
    ['open', UNIT],
    ['gone', NAMES.session(before.id)],
    ['open', UNIT],
  ])
  expect(reasons).toEqual([])
  a.streams.cut = false
  await later(1_000)
  expect(reasons).toEqual([LOST])
  expect(log.isHeld()).toBe(false)
  expect(a.engine.session.id).not.toBe(before.id)
  expect(a.engine.session.isLive()).toBe(true)
  await expect(a.engine.claim('unit')).rejects.toThrow(new Taken(b.engine.session.id))
})

test('a session whose heartbeat another has not heard is not ended by that one', async () => {
  const { a, b, log } = await pair()
  b.streams.deaf = true
  await later(60_000)
  await expect(b.engine.claim('unit')).rejects.toThrow(new Taken(a.engine.session.id))
  await later(TIMING.beat)
  expect([log.isHeld(), b.engine.sessions().has(a.engine.session.id)]).toEqual([true, true])
})

test('a holder without a session is shut out before its unit is taken', async () => {
  const { store, a, b, log } = await pair()
  const session = NAMES.session(a.engine.session.id)
  store.purge(session)
  const late = await replica(store) // has never heard of it
  await claimed(late.engine)
  expect(store.of(session).map(({ mark }) => mark.kind)).toEqual(['gone'])
  await later(TIMING.beat)
  expect([log.isHeld(), log.trouble]).toEqual([false, LOST])
  expect(b.engine.sessions().has(late.engine.session.id)).toBe(true)
})

test('a suspended session goes on once it is renewed, and serves what it holds when the engine has said so', async () => {
  const store = new FakeStore()
  const a = await replica(store)
  const { log } = await claimed(a.engine)
  const other = (await claimed(a.engine, 'other')).log
  const { id } = a.engine.session
  a.streams.cut = true
  await later(60_000)
  expect([log.isHeld(), a.engine.trouble]).toEqual([false, 'the cable is cut'])
  const mark = { kind: 'open', session: 'another', epoch: 9, id: 'another-1' } as const
  const subject = NAMES.unit('other')
  store.append({ subject, mark, data: new Uint8Array(), expected: other.seq })
  a.streams.cut = false
  await later(250)
  expect([a.engine.session.id, a.engine.session.isLive(), a.engine.trouble]).toEqual([id, true, null])
  expect(await Promise.all([log.verify(), other.verify()])).toEqual([true, false])
  expect([log.isHeld(), other.isHeld()]).toEqual([true, false])
  expect([log.trouble, other.trouble]).toEqual([null, 'another replica has taken it'])
})

test('entries that wait for the engine too long are the last that are taken, and their answers leave without knowing', async () => {
  const store = new FakeStore()
  const { engine, streams } = await replica(store)
  const { log } = await claimed(engine)
  streams.cut = true
  log.add(part(1))
  const left: (string | null)[] = []
  log.whenStored!((lost) => left.push(lost))
  await new Promise((resolve) => setImmediate(resolve))
  await later(engine.timing.backlog)
  expect(log.trouble).toBeNull()
  await later(1)
  const reason = 'the engine does not acknowledge: the cable is cut'
  expect(log.trouble).toBe(reason)
  expect(() => log.add(part(2))).toThrow(reason)
  expect(left).toEqual([])
  await later(engine.timing.answers)
  expect(left).toEqual([reason])
  streams.cut = false
  await later(1_000)
  expect(log.trouble).toBeNull()
  log.add(part(3))
  const storing = stored(log)
  await later(0)
  expect(await storing).toBeNull()
  log.abandon()
  expect((await claimed(engine)).found).toEqual([1, 3])
})

test('what is confirmed goes out at once, and everybody who had begun is among the sessions of a moment', async () => {
  const store = new FakeStore()
  const a = await replica(store)
  a.streams.deaf = true
  const b = await replica(store)
  const changes: number[] = []
  a.engine.onSessions(() => changes.push(a.engine.sessions().size))
  b.engine.session.confirm(7)
  expect([...a.engine.sessions().keys()]).toEqual([a.engine.session.id])
  const now = a.engine.sessionsNow()
  await later(0)
  a.streams.deaf = false
  expect((await now).get(b.engine.session.id)).toMatchObject({ seen: 7, leaving: false })
  await b.engine.session.leave()
  expect((await a.engine.sessionsNow()).get(b.engine.session.id)!.leaving).toBe(true)
  await b.engine.close()
  expect([...(await a.engine.sessionsNow()).keys()]).toEqual([a.engine.session.id])
  expect(changes).toEqual([2, 2, 1])
})

test('what the first replica says is agreed on', async () => {
  const { a, b } = await pair()
  expect(await a.engine.agree({ seed: 1 })).toEqual({ seed: 1 })
  expect(await b.engine.agree({ seed: 2 })).toEqual({ seed: 1 })
})

test('a proposal stands where nobody was first', async () => {
  const { a, b } = await pair()
  const seen: unknown[] = []
  const follower = await a.engine.follow('list', (entries, _seq, whole) => void seen.push([whole, ...entries]))
  const first = await b.engine.propose('list', [part(1)], 0)
  expect(await a.engine.propose('list', [part(2)], 0)).toBeNull()
  const large = part('x'.repeat(2_000))
  const second = await a.engine.propose('list', [large], first!)
  const third = await b.engine.propose('list', [part(3)], second!, true)
  await follower.catchUp()
  expect(follower.seq).toBe(third)
  expect(seen).toEqual([[false, part(1)], [false, large], [false]])
  const late: unknown[] = []
  await b.engine.follow('list', (entries, _seq, whole) => void late.push([whole, ...entries]))
  expect(late).toEqual([[true, part(3)]])
  await a.engine.remove('list')
  expect(await b.engine.propose('list', [part(4)], 0)).not.toBeNull()
})

test('what cannot be handed over, as the engine is away, is let go of after a while', async () => {
  const store = new FakeStore()
  const { engine, streams } = await replica(store)
  const { log } = await claimed(engine)
  log.add(part(1))
  streams.cut = true
  const released = log.release(() => ({})).catch(String)
  const left = engine.session.leave()
  await new Promise((resolve) => setImmediate(resolve))
  await later(2 * TIMING.answers + 250)
  await left
  expect(await released).toBe('EngineAway: the engine does not answer')
  expect(log.isHeld()).toBe(false)
})

test('what was claimed by a session that was lost meanwhile is not held', async () => {
  const store = new FakeStore()
  const [a, b] = [await replica(store), await replica(store)]
  a.streams.deaf = true // what is claimed is not read
  const claiming = a.engine.claim('unit').catch(String)
  await later(0)
  expect(store.of(UNIT).map(({ mark }) => mark.kind)).toEqual(['open'])
  const mark = { kind: 'gone', session: b.engine.session.id, epoch: 0, id: 'gone-1' } as const
  const subject = NAMES.session(a.engine.session.id)
  store.append({ subject, mark, data: new Uint8Array(), expected: store.of(subject).at(-1)!.seq })
  await later(TIMING.beat)
  a.streams.deaf = false
  expect(await claiming).toBe(`EngineAway: ${LOST}`)
  expect((await claimed(b.engine)).log.isHeld()).toBe(true)
})
