import { cpSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rowsOf } from '../helpers/rows.ts'
import { notes, things } from '../world/things.ts'
import { begin, freshFolder, idsOf, image, insert, killed } from './setup.ts'

/** A copy of a folder as a version of that format left it. */
const stored = (format: string): string => {
  const copy = freshFolder()
  cpSync(new URL(`./folders/${format}`, import.meta.url), copy, { recursive: true })
  return copy
}

test('a folder of format 1 opens: the world of `default`', () => {
  const { world } = begin(stored('format-1'))
  expect(rowsOf(world, notes)).toEqual([{ id: 'b', words: [], ord: 3 }])
  expect([world.clock.now(), world.commits.rev, world.journal.seen]).toEqual([9, 3, 1_000_007])
})

test('a folder of format 2 opens, with its snapshot and the journals on both sides of it', () => {
  const { namespaces, world, folder } = begin(stored('format-2'))
  expect(namespaces.list().map(({ name, ttl }) => [name, ttl])).toEqual([
    ['default', null],
    ['fork', null],
    ['ns-1', 60_000],
  ])
  expect(rowsOf(world, notes)).toEqual([
    { id: 'b', words: ['changed'], ord: 2 },
    { id: 'c', words: [], ord: 3 },
  ])
  expect(rowsOf(world, things)).toEqual([
    { id: 'aa10d06d-454f-4351-aa08-a7cbd6071fff', tag: 't', ord: 1, state: 'NEW', since: 0, due: 10, next: 'UP' },
  ])
  expect(world.clock.now()).toBe(3)
  expect(idsOf(namespaces.named('fork').world)).toEqual(['a', 'b', 'in-fork', 'last'])
  namespaces.default.restore(namespaces.default.snapshots.get('base')!.snapshot)
  expect(idsOf(namespaces.default.world)).toEqual(['a', 'b'])
  expect(namespaces.create().name).toBe('ns-2')
  insert(namespaces.default.world, 'on')
  expect(image(begin(killed(folder)).world)).toEqual(image(namespaces.default.world))
})
