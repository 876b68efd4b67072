import { expect, test } from 'vitest'
import { Directory } from '../../src/cluster/directory.ts'
import type { Entry } from '../../src/log/entries.ts'
import { providers } from '../../src/providers/index.ts'
import { FakeStore, replica } from './engine/fake.ts'

const part = (n: number): Entry => ({ k: 'part', name: `n${n % 3}`, value: n })

test('a directory that has grown is folded, and read by whoever comes later as by those who were there', async () => {
  const store = new FakeStore()
  const [{ engine }, other] = [await replica(store), await replica(store)]
  const first = await Directory.follow(engine, providers, () => {})
  const second = await Directory.follow(other.engine, providers, () => {})
  for (let n = 0; n < 2_100; n++) await first.change(() => [part(n)])
  expect(store.records.length).toBeLessThan(200)
  const seen: boolean[] = []
  const third = await Directory.follow((await replica(store)).engine, providers, (_, whole) => seen.push(whole))
  expect(seen[0]).toBe(true)
  const parts = new Map([2_097, 2_098, 2_099].map((n) => [`n${n % 3}`, n]))
  for (const { parts: found } of [first, second, third]) expect(new Map(found)).toEqual(parts)
})

test('what is refused is not added, and a change that asks for nothing waits for what was added before', async () => {
  const { engine } = await replica(new FakeStore())
  const directory = await Directory.follow(engine, providers, () => {})
  const refusal = new Error('no')
  await expect(
    directory.change(() => {
      throw refusal
    }),
  ).rejects.toBe(refusal)
  await directory.change(() => [part(1)])
  await directory.change(() => [])
  expect([...directory.parts]).toEqual([['n1', 1]])
})
