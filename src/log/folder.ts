import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { ConfigError } from '../core/config.ts'

/** Makes a folder, for its owner alone, unless it is there. Throws a ConfigError where there can be none. */
export const makeFolder = (path: string, durable = false): void => {
  const missing: string[] = []
  // one after the other: Node's own recursive way never ends below /proc
  for (let at = resolve(path); !isThere(at); at = dirname(at)) missing.unshift(at)
  for (const folder of missing)
    told(path, () => {
      mkdirSync(folder, { mode: 0o700 })
      if (durable) syncFolderNow(dirname(folder))
    })
  told(path, () => {
    if (!statSync(path).isDirectory()) throw new ConfigError(`${path}: expected a folder, and it is a file`)
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
    if (missing.length > 0) chmodSync(path, 0o700)
  })
}

const isThere = (path: string): boolean => {
  try {
    statSync(path)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && dirname(path) !== path) return false
    if (code === 'ENOTDIR') throw new ConfigError(`${path}: a part of this path is a file, where a folder was expected`)
    throw unusable(path, error)
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  ENOENT: 'no folder can be made there',
  ENOTDIR: 'a part of the path is a file',
  ENAMETOOLONG: 'the path is too long',
  EISDIR: 'there is a folder where a file was expected',
}

/** A disk's refusal for people. */
export const reasonOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException
  return REASONS[code ?? ''] ?? message
}

const unusable = (path: string, error: unknown): ConfigError =>
  error instanceof ConfigError
    ? error
    : new ConfigError(`${path}: the folder cannot be used: ${reasonOf(error)}; give another one with --state`)

/** Does something with a folder. What the disk says against it is thrown as a ConfigError of one line. */
export const told = <R>(path: string, act: () => R): R => {
  try {
    return act()
  } catch (error) {
    throw unusable(path, error)
  }
}

/** Makes what was created and renamed in a folder last. */
export const syncFolderNow = (folder: string): void => {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** The names of a generation: its snapshot, and the journal of what came after it. */
export const snapshotName = (generation: number): string => `snapshot-${generation}.ndjson`
export const journalName = (generation: number): string => `journal-${generation}.ndjson`

/** The generations of which a folder has snapshots and journals, oldest first. */
export const generationsIn = (folder: string): { readonly snapshots: number[]; readonly journals: number[] } => {
  const names = readdirSync(folder)
  const of = (kind: string): number[] =>
    names
      .flatMap((name) => new RegExp(`^${kind}-(\\d+)\\.ndjson$`).exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b)
  return { snapshots: of('snapshot'), journals: of('journal') }
}

/** Removes what folds left that did not get to their end. */
export const removeUnfinished = (folder: string): void => {
  for (const name of readdirSync(folder)) if (/^snapshot-\d+\.ndjson\.tmp$/.test(name)) rmSync(inside(folder, name))
}

/** How many bytes the snapshot of a generation has, and the journals since. */
export const sizesSince = (
  folder: string,
  generation: number,
): { readonly snapshot: number; readonly journals: number } => {
  const { snapshots, journals } = generationsIn(folder)
  const sizeOf = (name: string): number => statSync(inside(folder, name)).size
  return {
    snapshot: snapshots.includes(generation) ? sizeOf(snapshotName(generation)) : 0,
    journals: journals.filter((one) => one >= generation).reduce((sum, one) => sum + sizeOf(journalName(one)), 0),
  }
}

/** Removes what is older than a generation, beside the running work: a large file takes a disk longer than a request. */
export const removeBefore = async (folder: string, generation: number): Promise<void> => {
  const { snapshots, journals } = generationsIn(folder)
  for (const one of snapshots) if (one < generation) await rm(inside(folder, snapshotName(one)))
  for (const one of journals) if (one < generation) await rm(inside(folder, journalName(one)))
}

/** The path of something in a folder. */
export const inside = (folder: string, name: string): string => join(folder, name)
