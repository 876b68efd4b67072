import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { FolderLog, type FolderOptions } from '../../src/log/folder-log.ts'
import { Namespaces } from '../../src/namespaces/namespaces.ts'
import type { NamespacesOptions } from '../../src/namespaces/initial-worlds.ts'
import type { World } from '../../src/world/world.ts'
import { FakeWall } from '../helpers/wall.ts'
import { rowsOf } from '../helpers/rows.ts'
import { notes, provider, things } from '../world/things.ts'

const folders: string[] = []
const open: FolderLog[] = []

afterEach(async () => {
  await Promise.allSettled(open.splice(0).map((log) => log.close()))
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A fresh folder that the test leaves behind. */
export const freshFolder = (): string => {
  const parent = mkdtempSync(join(tmpdir(), 'peertwin-log-'))
  folders.push(parent)
  return join(parent, 'state')
}

/** The folder as a process leaves it that is killed now. */
export const killed = (folder: string): string => {
  const copy = freshFolder()
  cpSync(folder, copy, { recursive: true, filter: (path) => !path.endsWith('lock') })
  return copy
}

/** Opens a folder as a start does, with namespaces of the provider of the tests. */
export const begin = (folder: string, options: FolderOptions = {}, more: Partial<NamespacesOptions> = {}) => {
  const notesOfLog: string[] = []
  const wall = new FakeWall()
  const log = new FolderLog(folder, { warn: (note) => notesOfLog.push(note), ...options })
  open.push(log)
  const namespaces = new Namespaces([provider], { clock: { mode: 'virtual', start: 0 }, wall, ...more }, log)
  return { folder, log, namespaces, wall, world: namespaces.default.world, told: notesOfLog }
}

export const insert = (world: World, id: string, words: readonly string[] = []): void =>
  void world.transact((tx) => tx.table(notes).insert({ id, words: [...words] }))

/** All that is to come back. */
export const image = (world: World) => ({
  notes: rowsOf(world, notes),
  things: rowsOf(world, things),
  clock: world.clock.state,
  ids: world.ids.state,
  rev: world.commits.rev,
})

export const idsOf = (world: World): string[] => rowsOf(world, notes).map(({ id }) => id)
