import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import type * as node from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FolderLog } from '../../src/log/folder-log.ts'
import { World } from '../../src/world/world.ts'
import { rowsOf } from '../helpers/rows.ts'
import { notes, provider } from '../world/things.ts'

/** Bytes that still fit on the disk. */
let room = Infinity

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof node>()
  const writeSync = (fd: number, bytes: Buffer, from: number, length: number, at: number): number => {
    const fits = Math.min(room, length)
    if (fits === 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
    room -= fits
    return fs.writeSync(fd, bytes, from, fits, at)
  }
  return { ...fs, writeSync }
})

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'peertwin-full-'))
})
afterEach(() => {
  room = Infinity
  for (const path of [folder, `${folder}-copy`]) rmSync(path, { recursive: true, force: true })
})

test('a commit that the disk has no room for has not happened, and the next one is read back', () => {
  const log = new FolderLog(folder, [provider])
  const world = World.create([provider], { clock: { mode: 'virtual', now: 0 } })
  log.attach(world)
  const insert = (id: string) => world.transact((tx) => tx.table(notes).insert({ id, words: [] }))
  const logText = () =>
    readFileSync(
      join(
        folder,
        readdirSync(folder).find((name) => name.endsWith('.ndjson'))!,
      ),
      'utf8',
    )

  insert('a')
  const before = logText()
  room = 40
  expect(() => insert('b')).toThrow('ENOSPC')
  expect(logText()).toBe(before)
  expect(rowsOf(world, notes).map(({ id }) => id)).toEqual(['a'])

  room = Infinity
  insert('c')
  expect(logText().split('\n')).toHaveLength(3)
  // what a process finds that comes after this one was killed
  const copy = `${folder}-copy`
  cpSync(folder, copy, { recursive: true, filter: (path) => !path.endsWith('lock') })
  const second = new FolderLog(copy, [provider])
  expect(rowsOf(World.resume(second.found!), notes)).toEqual(rowsOf(world, notes))
  second.close()
  log.close()
})
