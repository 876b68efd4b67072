import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { disk } from '../helpers/disk.ts'
import { rowsOf } from '../helpers/rows.ts'
import { things } from '../world/things.ts'
import { begin, freshFolder, idsOf, image, insert, killed } from './setup.ts'

vi.mock('node:fs', async (original) => (await import('../helpers/disk.ts')).onDisk(await original()))

afterEach(() => Object.assign(disk, { room: Infinity, cuts: true }))

const journal = (folder: string): string => readFileSync(join(folder, 'journal-0.ndjson'), 'utf8')

test.each([
  ['at once', true],
  ['later, because the disk refuses that as well', false],
])('a commit that the disk has no room for has not happened; what it left is cut off %s', (_, cuts) => {
  const folder = freshFolder()
  const { world, log } = begin(folder)
  insert(world, 'a')
  const [before, text] = [image(world), journal(folder)]
  Object.assign(disk, { room: 40, cuts })
  expect(() => insert(world, 'b')).toThrow(`${folder}: the disk is full`)
  expect(log.trouble).toBe(`${folder}: the disk is full`)
  expect(image(world)).toEqual(before)
  expect(journal(folder)).toHaveLength(text.length + (cuts ? 0 : 40))
  expect(() => insert(world, 'b')).toThrow('the disk is full')
  const left = killed(folder)

  Object.assign(disk, { room: Infinity, cuts: true })
  insert(world, 'c')
  expect(log.trouble).toBeNull()
  expect(image(begin(killed(folder)).world)).toEqual(image(world))
  expect(idsOf(begin(left).world)).toEqual(['a'])
})

test('a due transition that the disk refuses happens later; reads go on, and nothing comes before it', () => {
  const folder = freshFolder()
  const { world } = begin(folder)
  world.transact((tx) => tx.create(things, { id: 't', tag: 't' }))
  world.clock.advance(100)
  disk.room = 0
  expect(rowsOf(world, things).map(({ state }) => state)).toEqual(['NEW'])
  expect(() => insert(world, 'late')).toThrow('the disk is full')
  disk.room = Infinity
  expect(rowsOf(world, things).map(({ state }) => state)).toEqual(['UP'])
  expect(image(begin(killed(folder)).world)).toEqual(image(world))
})

test('a clock, a restore, a snapshot and a namespace that cannot be kept are as they were', async () => {
  const folder = freshFolder()
  const { namespaces, world } = begin(folder)
  insert(world, 'a')
  namespaces.default.saveSnapshot('one')
  namespaces.create({ name: 'there' })
  insert(world, 'b')
  const before = image(world)
  disk.room = 0
  expect(() => world.clock.advance(5)).toThrow('the disk is full')
  expect(() => namespaces.default.restore(namespaces.default.snapshots.get('one')!.snapshot)).toThrow('disk is full')
  expect(() => namespaces.default.saveSnapshot('two')).toThrow('disk is full')
  expect(() => namespaces.default.deleteSnapshot('one')).toThrow('disk is full')
  expect(() => namespaces.create()).toThrow('disk is full')
  await expect(namespaces.delete('there')).rejects.toThrow('disk is full')
  disk.room = Infinity
  expect(namespaces.default.world).toBe(world)
  expect(image(world)).toEqual(before)
  expect([...namespaces.default.snapshots.keys()]).toEqual(['one'])
  expect(namespaces.list().map(({ name }) => name)).toEqual(['default', 'there'])
  insert(world, 'c')
  expect(image(begin(killed(folder)).world)).toEqual(image(world))
})
