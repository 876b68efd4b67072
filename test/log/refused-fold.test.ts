import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { notes } from '../world/things.ts'
import { begin, freshFolder, image, insert, killed } from './setup.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const churn = async ({ world }: ReturnType<typeof begin>, until: () => boolean): Promise<void> => {
  while (!until()) {
    insert(world, 'churn', ['x'.repeat(500_000)])
    world.transact((tx) => tx.table(notes).delete('churn'))
    await turn()
  }
}

test('a fold that fails is told, journalling goes on, and a later one succeeds', async () => {
  const folder = freshFolder()
  const bench = begin(folder)
  insert(bench.world, 'before')
  const inTheWay = join(folder, 'snapshot-1.ndjson.tmp')
  mkdirSync(inTheWay)
  await churn(bench, () => bench.told.length > 0)
  expect(bench.told).toEqual([
    `${folder}: the journal could not be folded, and grows: there is a folder where a file was expected`,
  ])
  expect(bench.log.trouble).toBeNull()
  insert(bench.world, 'after')
  rmSync(inTheWay, { recursive: true })
  expect(image(begin(killed(folder)).world)).toEqual(image(bench.world))

  await churn(bench, () => readdirSync(folder).some((name) => /^snapshot-\d\.ndjson$/.test(name)))
  insert(bench.world, 'last')
  expect(image(begin(killed(folder)).world)).toEqual(image(bench.world))
  expect(bench.told).toHaveLength(1)
})

test('folds that were killed leave nothing behind, and the next start makes up for them', async () => {
  const folder = freshFolder()
  const first = begin(folder)
  insert(first.world, 'kept')
  const unfinished = (): string[] => readdirSync(first.folder).filter((name) => name.endsWith('.tmp'))
  await churn(first, () => unfinished().length > 0)
  const copy = killed(folder)
  expect(readdirSync(copy).filter((name) => name.endsWith('.tmp'))).toHaveLength(1)
  const second = begin(copy)
  expect(image(second.world)).toEqual(image(first.world))
  while (!readdirSync(copy).some((name) => /^snapshot-\d\.ndjson$/.test(name))) await turn()
  await second.log.close()
  expect(readdirSync(copy).filter((name) => name.endsWith('.tmp'))).toEqual([])
  expect(image(begin(copy).world)).toEqual(image(first.world))
})
