import type * as node from 'node:fs'
import type * as promises from 'node:fs/promises'
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { basename, join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { JournalFile } from '../../src/log/journal-file.ts'
import { notes } from '../world/things.ts'
import { begin, freshFolder, idsOf, image, insert, killed } from './setup.ts'

const disk = vi.hoisted(() => ({ seen: [] as string[], names: new Map<number, string>(), broken: false }))

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof node>()
  const { seen, names } = disk
  const nameOf = (fd: number): string => names.get(fd) ?? '?'
  return {
    ...fs,
    openSync(path: string, flags: string, mode?: number): number {
      if (flags === 'w' && !fs.existsSync(path)) seen.push(`create ${basename(path)}`)
      const fd = fs.openSync(path, flags, mode)
      names.set(fd, basename(path))
      return fd
    },
    mkdirSync(path: string, options: object) {
      seen.push(`mkdir ${basename(path)}`)
      return fs.mkdirSync(path, options)
    },
    fsyncSync(fd: number): void {
      seen.push(`sync ${nameOf(fd).startsWith('peertwin-log-') ? 'parent' : nameOf(fd)}`)
    },
    fdatasyncSync: (fd: number) => void seen.push(`sync ${nameOf(fd)} at once`),
    fdatasync(fd: number, done: (error: Error | null) => void): void {
      seen.push(`sync ${nameOf(fd)}`)
      setImmediate(done, disk.broken ? Object.assign(new Error('EIO: i/o error'), { code: 'EIO' }) : null)
    },
  }
})

vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof promises>()
  const { seen } = disk
  return {
    ...fs,
    async open(path: string, flags: string, mode: number) {
      const handle = await fs.open(path, flags, mode)
      seen.push(`create ${basename(path)}`)
      handle.sync = () => Promise.resolve(void seen.push(`sync ${basename(path)}`))
      return handle
    },
    rename(from: string, to: string) {
      seen.push(`rename ${basename(to)}`)
      return fs.rename(from, to)
    },
  }
})

beforeEach(() => {
  disk.seen.length = 0
  disk.broken = false
})

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const folded = async ({ world, log }: ReturnType<typeof begin>): Promise<string[]> => {
  disk.seen.length = 0
  const done = (): boolean => disk.seen.includes('rename snapshot-1.ndjson')
  while (!done()) {
    insert(world, 'churn', ['x'.repeat(1_000_000)])
    world.transact((tx) => tx.table(notes).delete('churn'))
    await turn()
  }
  await log.close()
  return disk.seen.filter((what) => !/^sync journal-\d\.ndjson$/.test(what)) // those that answers wait for
}

test('`disk` syncs each file before it counts, and a folder after each creation and renaming in it', async () => {
  const bench = begin(freshFolder(), { durability: 'disk' })
  expect(disk.seen.slice(0, 5)).toEqual([
    'mkdir state',
    'sync parent',
    'create journal-0.ndjson',
    'sync journal-0.ndjson at once',
    'sync state',
  ])
  disk.seen.length = 0
  await new Promise((stored) => {
    insert(bench.world, 'a')
    insert(bench.world, 'b')
    bench.log.whenStored!(stored)
  })
  expect(disk.seen).toEqual(['sync journal-0.ndjson'])
  expect(await folded(bench)).toEqual([
    'sync journal-0.ndjson at once',
    'create journal-1.ndjson',
    'sync state',
    'create snapshot-1.ndjson.tmp',
    'sync snapshot-1.ndjson.tmp',
    'rename snapshot-1.ndjson',
    'sync state',
    'sync journal-1.ndjson at once',
  ])
})

test('`process` syncs nothing', async () => {
  const bench = begin(freshFolder())
  insert(bench.world, 'a')
  expect(bench.log.whenStored).toBeNull()
  expect((await folded(bench)).filter((what) => what.startsWith('sync'))).toEqual([])
})

test('a sync that is asked for after the end touches no descriptor, not even one that was given out again', async () => {
  const folder = freshFolder()
  mkdirSync(folder)
  const file = new JournalFile(join(folder, 'journal'), 0)
  file.append('one\n')
  file.close()
  const other = openSync(join(folder, 'other'), 'w') // gets the number that is free again
  expect(await new Promise((done) => file.sync(done))).toBeNull()
  writeSync(other, 'whole')
  closeSync(other)
  expect(readFileSync(join(folder, 'other'), 'utf8')).toBe('whole')
})

test('after a sync that failed nothing is taken and no answer leaves, until a snapshot has everything', async () => {
  const { world, log, wall, folder } = begin(freshFolder(), { durability: 'disk' })
  const stored = (): Promise<unknown> => new Promise((left) => log.whenStored!(left))
  insert(world, 'a')
  await stored()
  disk.broken = true
  insert(world, 'b')
  let left = false
  const leaving = stored().then(() => {
    left = true
  })
  while (log.trouble === null) await turn()
  expect(log.trouble).toBe(`${folder}: EIO: i/o error`)
  expect(() => insert(world, 'c')).toThrow('EIO: i/o error')
  expect([left, idsOf(world)]).toEqual([false, ['a', 'b']])

  disk.broken = false
  wall.advance(1_000)
  await leaving
  expect(log.trouble).toBeNull()
  expect(disk.seen.slice(-3)).toEqual(['sync snapshot-1.ndjson.tmp', 'rename snapshot-1.ndjson', 'sync state'])
  insert(world, 'c')
  await stored()
  expect(image(begin(killed(folder)).world)).toEqual(image(world))
})
