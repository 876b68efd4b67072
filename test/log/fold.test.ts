import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Entry } from '../../src/log/entries.ts'
import { writeSnapshot } from '../../src/log/snapshot-file.ts'
import { Dice } from '../crash/work.ts'
import { notes } from '../world/things.ts'
import { begin, freshFolder, image, insert, killed } from './setup.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const isFolding = (folder: string): boolean => readdirSync(folder).some((name) => name.endsWith('.tmp'))
const snapshotsIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => /^snapshot-\d+\.ndjson$/.test(name))

/** Fills the journal until a fold begins. */
const untilFolding = async ({ folder, world }: ReturnType<typeof begin>): Promise<void> => {
  while (!isFolding(folder)) {
    insert(world, 'churn', ['x'.repeat(100_000)])
    world.transact((tx) => tx.table(notes).delete('churn'))
    await turn()
  }
}

/** Everything of all namespaces that is to come back. */
const all = ({ namespaces }: ReturnType<typeof begin>) =>
  namespaces.list().map((one) => ({
    name: one.name,
    world: image(one.world),
    snapshots: Array.from(one.snapshots, ([name, { at, rows }]) => ({ name, at, rows })),
  }))

const peopled = (folder: string) => {
  const bench = begin(folder)
  for (let n = 0; n < 400; n++) insert(bench.world, `base-${n}`, ['y'.repeat(200)])
  bench.namespaces.default.saveSnapshot('base')
  const { snapshot } = bench.namespaces.default.snapshots.get('base')!
  for (let n = 0; n < 600; n++) {
    const { world } = bench.namespaces.create({ name: `n${n}`, from: n % 3 === 0 ? undefined : snapshot })
    for (let row = 0; row < 5; row++) insert(world, `own-${row}`, ['z'.repeat(100)])
  }
  return bench
}

describe('while a fold is on its way', () => {
  test.each([1, 2])('whatever happens is there after a kill in the middle and at the end (seed %i)', async (seed) => {
    const bench = peopled(freshFolder())
    const { folder, namespaces } = bench
    const dice = new Dice('fold', seed)
    await untilFolding(bench)
    const before = snapshotsIn(folder).length
    const half: unknown[] = []
    let happened = 0
    for (; snapshotsIn(folder).length === before; happened++) {
      const name = `n${dice.below(600)}`
      const one = namespaces.list().find((other) => other.name === name) ?? namespaces.default
      const snapshot = [...one.snapshots.values()][0]?.snapshot
      const what = dice.below(8)
      if (what === 0) one.saveSnapshot('s')
      else if (what === 1 && snapshot) one.restore(snapshot)
      else if (what === 2) one.reset()
      else if (what === 3 && snapshot)
        insert(namespaces.create({ name: `f${happened}`, from: snapshot }).world, 'in-fork')
      else if (what === 4 && one !== namespaces.default) await namespaces.delete(one.name)
      else if (what === 5) one.world.clock.advance(dice.below(9))
      else if (what === 6) one.deleteSnapshot('s')
      else insert(one.world, `late-${happened}`)
      if (dice.below(4) === 0) await turn()
      if (happened === 10) half.push(all(begin(killed(folder))), all(bench))
    }
    expect(half).toHaveLength(2)
    expect(half[0]).toEqual(half[1])
    expect(all(begin(killed(folder)))).toEqual(all(bench))
    await bench.log.close()
    expect(all(begin(killed(folder)))).toEqual(all(bench))
  })

  test('a world that nobody has come to since a restart is written as the difference that it was', async () => {
    const first = peopled(freshFolder())
    await first.log.close()
    const second = begin(first.folder)
    await untilFolding(second)
    await second.log.close()
    const copy = killed(second.folder)
    const newest = snapshotsIn(copy).toSorted().at(-1)!
    const { size } = statSync(`${copy}/${newest}`)
    expect(size).toBeLessThan(4_000_000) // 400 namespaces share the 400 rows of one
    expect(all(begin(copy)).slice(1)).toEqual(all(first).slice(1))
  })
})

describe('a snapshot is written in parts', () => {
  /** How many entries are asked for between two turns of everybody else, at most, and how often they got one. */
  const turnsOf = async (count: number, entry: Entry, grown = () => 0) => {
    const folder = freshFolder()
    mkdirSync(folder)
    let [turns, most, here, going] = [0, 0, 0, true]
    const others = (): void => {
      turns++
      here = 0
      if (going) setImmediate(others)
    }
    const entries = function* (): Generator<Entry> {
      for (let n = 0; n < count; n++) {
        most = Math.max(most, ++here)
        yield entry
      }
    }
    setImmediate(others)
    const options = { durable: false, grown }
    await writeSnapshot(join(folder, 'snapshot-1.ndjson'), { seq: 1, entries: entries() }, options)
    going = false
    return { most, turns }
  }

  test('of few entries, where they cost more than their bytes', async () => {
    const { most, turns } = await turnsOf(1_000, { k: 'used', ns: 'one', at: 1 })
    expect(most).toBeLessThanOrEqual(100)
    expect(turns).toBeGreaterThanOrEqual(10)
  })

  test('of several parts at once, while the journal outgrows it', async () => {
    const { most } = await turnsOf(2_000, { k: 'used', ns: 'one', at: 1 }, () => 1e9)
    expect(most).toBe(400)
  })

  test('of one part more for each MiB by which the journal is ahead', async () => {
    const { most } = await turnsOf(2_000, { k: 'used', ns: 'one', at: 1 }, () => 1.5 * 1024 * 1024)
    expect(most).toBe(300)
  })

  test('of no more bytes at once, however far the journal is ahead', async () => {
    const rows = Array.from({ length: 200 }, (_, n) => ({ id: `id-${n}`, ord: n, text: 'x'.repeat(200) }))
    const entry = { k: 'rows', image: 1, table: 'test/note', next: 1, rows } as const
    const [calm, hurried] = [await turnsOf(60, entry), await turnsOf(60, entry, () => 1e9)]
    expect(hurried.most).toBe(calm.most)
  })

  test('of enough bytes that a busy writer does not outgrow the fold', async () => {
    const rows = Array.from({ length: 200 }, (_, n) => ({ id: `id-${n}`, ord: n, text: 'x'.repeat(200) }))
    const { most } = await turnsOf(60, { k: 'rows', image: 1, table: 'test/note', next: 1, rows })
    expect(most).toBeGreaterThanOrEqual(10)
    expect(most).toBeLessThanOrEqual(20)
  })
})

test('what an earlier run left is looked at without being made anew', async () => {
  const { folder, log } = peopled(freshFolder())
  await log.close()
  const [, one, other] = begin(folder).namespaces.list()
  const { left } = one!
  expect([left === undefined, one!.left === left, one!.snapshots]).toEqual([false, true, new Map()])
  expect(one!.snapshots).toBe(other!.snapshots)
})
