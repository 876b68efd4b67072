import { cpSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { ConfigError, folderLog, openEmulator } from '../../src/index.ts'
import { disk } from '../helpers/disk.ts'
import { rowsOf } from '../helpers/rows.ts'
import { things } from '../world/things.ts'
import { begin, freshFolder, idsOf, image, insert, killed } from './setup.ts'

vi.mock('node:fs', async (original) => (await import('../helpers/disk.ts')).onDisk(await original()))

afterEach(() => Object.assign(disk, { room: Infinity, cuts: true }))

const LONG = ['x'.repeat(1_000)]

const journal = (folder: string): string => readFileSync(join(folder, 'journal-0.ndjson'), 'utf8')

test.each([
  ['at once', true],
  ['later, because the disk refuses that as well', false],
])('a commit that the disk has no room for has not happened; what it left is cut off %s', (_, cuts) => {
  const folder = freshFolder()
  const { world, log } = begin(folder)
  insert(world, 'a')
  const [before, text] = [image(world), journal(folder)]
  Object.assign(disk, { room: 500, cuts })
  expect(() => insert(world, 'b', LONG)).toThrow(`${folder}: the disk is full`)
  expect(log.trouble).toBe(`${folder}: the disk is full`)
  expect(image(world)).toEqual(before)
  expect(journal(folder)).toHaveLength(text.length + (cuts ? 0 : 500))
  expect(() => insert(world, 'b')).toThrow('the disk is full')
  const left = killed(folder)

  Object.assign(disk, { room: Infinity, cuts: true })
  insert(world, 'c') // shorter than what lies there
  expect(log.trouble).toBeNull()
  expect(image(begin(killed(folder)).world)).toEqual(image(world))
  expect(idsOf(begin(left).world)).toEqual(['a'])
})

test('it heals once there is room for what was refused, within a second also when nobody asks', () => {
  const { world, log, wall, folder } = begin(freshFolder())
  disk.room = 500
  expect(() => insert(world, 'a', LONG)).toThrow('the disk is full')
  disk.room = 500
  insert(world, 'b') // a short line still fits
  wall.advance(1_000)
  expect([log.trouble, idsOf(world)]).toEqual([`${folder}: the disk is full`, ['b']])
  disk.room = Infinity
  wall.advance(999)
  expect(log.trouble).toBe(`${folder}: the disk is full`)
  wall.advance(1)
  expect(log.trouble).toBeNull()
  expect(image(begin(killed(folder)).world)).toEqual(image(world))
})

test('nothing comes before a due transition, not even where there is room again for that alone', () => {
  const { world, folder } = begin(freshFolder())
  world.transact((tx) => tx.create(things, { id: 't', tag: 't' }))
  world.clock.advance(100)
  disk.refuses = 1
  expect(() => insert(world, 'late')).toThrow('the disk is full')
  expect([rowsOf(world, things).map(({ state }) => state), idsOf(world)]).toEqual([['UP'], []])
  expect(image(begin(killed(folder)).world)).toEqual(image(world))
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

test.each([0, 1, 2])('a folder without room for line %i of its beginning ends a start with one line', async (lines) => {
  const folder = freshFolder()
  const options = { providers: ['digitalocean'], log: folderLog(folder) }
  disk.takes = lines
  await expect(openEmulator(options)).rejects.toThrow(
    new ConfigError(`${folder}: the disk is full; give another --state`),
  )
  expect(readdirSync(folder)).toEqual(['journal-0.ndjson'])
  disk.takes = Infinity
  await (await openEmulator(options)).close()
})

test('a folder of format 1 that there is no room to rewrite stays as it is', () => {
  const folder = freshFolder()
  cpSync(new URL('folders/format-1', import.meta.url), folder, { recursive: true })
  disk.takes = 1
  expect(() => begin(folder)).toThrow(
    `${folder}: the folder cannot be used: the disk is full; give another one with --state`,
  )
  disk.takes = Infinity
  expect(idsOf(begin(folder).world)).toEqual(['b'])
})
