import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { ConfigError } from '../core/config.ts'

const held = new Set<string>()

/** Takes a lock file that names this process; one of a process that is gone counts for nothing. Returns how to let it go. */
export const holdLock = (path: string): (() => void) => {
  if (!take(path)) {
    const holder = Number(readFileSync(path, 'utf8'))
    // in a container every process has the number 1, also the one that died there
    if (holder === process.pid ? held.has(path) : alive(holder))
      throw new ConfigError(`${path}: the folder is in use by process ${holder}`)
    rmSync(path, { force: true })
    if (!take(path)) throw new ConfigError(`${path}: the folder is in use`)
  }
  held.add(path)
  return () => {
    held.delete(path)
    rmSync(path, { force: true })
  }
}

const take = (path: string): boolean => {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

const alive = (pid: number): boolean => {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
