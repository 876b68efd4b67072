import type * as node from 'node:fs'

/** So many bytes fit on the disk, how many writes it takes besides or refuses first, and whether it cuts files off where it has no room. */
export const disk = { room: Infinity, takes: Infinity, refuses: 0, cuts: true }

const full = (): never => {
  throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
}

/** `node:fs` on that disk, in place of the real one. */
export const onDisk = (fs: typeof node): typeof node =>
  ({
    ...fs,
    writeSync(fd: number, bytes: Buffer, from: number, length: number, at: number): number {
      const fits = Math.min(disk.room, length)
      if (fits === 0 || disk.refuses-- > 0 || disk.takes-- <= 0) return full()
      disk.room -= fits
      return fs.writeSync(fd, bytes, from, fits, at)
    },
    ftruncateSync: (fd: number, length: number) => (disk.cuts ? fs.ftruncateSync(fd, length) : full()),
  }) as typeof node
