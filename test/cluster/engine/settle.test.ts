import { expect, test } from 'vitest'
import { EngineAway } from '../../../src/cluster/engine/engine.ts'
import { settle } from '../../../src/cluster/engine/settle.ts'
import type { Append } from '../../../src/cluster/engine/streams.ts'
import { type Fault, FakeStore, FakeStreams } from './fake.ts'

const record = (id: string, expected = 0): Append => ({
  subject: 'a',
  mark: { kind: 'entries', session: 's', epoch: 1, id },
  data: new Uint8Array([1]),
  expected,
})

const bench = (...faults: Fault[]) => {
  const store = new FakeStore()
  const streams = new FakeStreams(store)
  streams.faults = faults
  const ids = (): string[] => store.of('a').map(({ mark }) => mark.id)
  return { store, streams, ids, over: new AbortController() }
}

test('a record that is acknowledged stands there', async () => {
  const { streams, over, ids } = bench()
  expect(await settle(streams, record('one'), over.signal)).toEqual({ seq: 1 })
  expect([ids(), streams.asked]).toEqual([['one'], 0])
})

test('without an answer the same record goes out again, and nobody asks what stands there', async () => {
  const { streams, over, ids } = bench('unanswered', 'unanswered', 'unanswered')
  const told: string[] = []
  expect(await settle(streams, record('one'), over.signal, (why) => told.push(why))).toEqual({ seq: 1 })
  expect(streams.sent).toEqual([record('one'), record('one'), record('one'), record('one')])
  expect([ids(), streams.asked, told]).toEqual([['one'], 0, ['timeout', 'timeout', 'timeout']])
})

test('a record that was stored without an answer is known again by its id', async () => {
  const { streams, over, ids } = bench('stored, unanswered')
  expect(await settle(streams, record('one'), over.signal)).toEqual({ seq: 1 })
  expect([ids(), streams.asked]).toEqual([['one'], 1])
})

test.each([10_164, 10_158, 10_008])('error %i means again, and says nothing about who was first', async (code) => {
  const { streams, over, ids } = bench(code, code)
  expect(await settle(streams, record('one'), over.signal)).toEqual({ seq: 1 })
  expect([ids(), streams.sent.length, streams.asked]).toEqual([['one'], 3, 0])
})

test('a wrong last sequence alone deposes nobody: what the leader has must be the record of another', async () => {
  const { streams, over, ids } = bench(10_071, 10_071)
  expect(await settle(streams, record('one'), over.signal)).toEqual({ seq: 1 })
  expect([ids(), streams.asked]).toEqual([['one'], 2])
})

test('the record of another in its place is told', async () => {
  const { store, streams, over, ids } = bench()
  store.append(record('other'))
  const settled = await settle(streams, record('one'), over.signal)
  expect(settled).toMatchObject({ seq: null, standing: { seq: 1, mark: { id: 'other' } } })
  expect(ids()).toEqual(['other'])
})

test('so is that everything before it is gone', async () => {
  const { streams, over } = bench()
  expect(await settle(streams, record('one', 7), over.signal)).toEqual({ seq: null, standing: null })
})

test('a leader that is behind what is expected is asked again', async () => {
  const { store, streams, over } = bench()
  store.append(record('zero'))
  const behind = { ...store.of('a')[0]!, seq: 0 }
  const real = streams.last.bind(streams)
  let times = 0
  streams.last = (subject) => (times++ < 2 ? Promise.resolve(behind) : real(subject))
  store.append(record('other', 1))
  expect(await settle(streams, record('one', 1), over.signal)).toMatchObject({ seq: null, standing: { seq: 2 } })
  expect(times).toBe(3)
})

test('while the leader cannot be asked, nothing is concluded', async () => {
  const { store, streams, over } = bench()
  store.append(record('other'))
  const real = streams.last.bind(streams)
  let times = 0
  streams.last = (subject) => (times++ < 2 ? Promise.reject(new EngineAway('no leader')) : real(subject))
  expect(await settle(streams, record('one'), over.signal)).toMatchObject({ seq: null })
  expect(streams.sent).toHaveLength(3)
})

test('it ends when nobody wants it any more', async () => {
  const { streams, over } = bench()
  streams.cut = true
  const settling = settle(streams, record('one'), over.signal)
  over.abort(new EngineAway('enough'))
  await expect(settling).rejects.toThrow(new EngineAway('enough'))
})
