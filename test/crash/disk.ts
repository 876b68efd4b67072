import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A place for a state folder that can be full. */
export interface Disk {
  /** How it gets full: a small file system of its own, a limit for the size of a process's files, or not at all. */
  readonly kind: 'file system' | 'limit' | 'endless'
  readonly folder: string
  /** Takes all room; a limit is that of one process. */
  fill(pid: number): void
  free(pid: number): void
  /** Where it is a file system. */
  readOnly?(readOnly: boolean): void
  remove(): void
}

const run = (command: string, ...args: readonly string[]): boolean => {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const BLOCK = Buffer.alloc(64 * 1024)

/** A small file system where this user may mount one; else a limit stands for a full disk. */
export const makeDisk = (mib: number): Disk => {
  const root = mkdtempSync(join(tmpdir(), 'peertwin-crash-'))
  const mount = join(root, 'disk')
  const folder = join(mount, 'state')
  mkdirSync(mount)
  if (run('mount', '-t', 'tmpfs', '-o', `size=${mib}m`, 'tmpfs', mount)) {
    const filler = join(mount, 'filler')
    const remove = (): void => {
      run('umount', '-l', mount)
      rmSync(root, { recursive: true, force: true })
    }
    const readOnly = (ro: boolean): boolean => run('mount', '-o', `remount,${ro ? 'ro' : 'rw'}`, mount)
    return { kind: 'file system', folder, fill: () => fillUp(filler), free: () => rmSync(filler), readOnly, remove }
  }
  const limit = (pid: number, bytes: string): boolean => run('prlimit', '--pid', String(pid), `--fsize=${bytes}:`)
  const fill = (pid: number): void => {
    const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size)
    limit(pid, String(Math.max(...sizes)))
  }
  const remove = (): void => rmSync(root, { recursive: true, force: true })
  const kind = limit(process.pid, 'unlimited') ? 'limit' : 'endless'
  return { kind, folder, fill, free: (pid) => limit(pid, 'unlimited'), remove }
}

const fillUp = (path: string): void => {
  const file = openSync(path, 'a')
  for (let size = BLOCK.length; size > 0;) {
    try {
      if (writeSync(file, BLOCK, 0, size) === size) continue
    } catch {
      // as much as there is room for
    }
    size >>= 1
  }
  closeSync(file)
}
