import { closeSync, fdatasyncSync, fdatasync, ftruncateSync, openSync, writeSync } from 'node:fs'

/** A file that lines are added to, each as a whole or not at all. */
export class JournalFile {
  readonly path: string
  readonly #fd: number
  /** Bytes of whole lines. */
  #length: number
  /** A part of a line lies behind the whole ones. */
  #torn = false
  #syncing = 0
  #closed = false

  /** Opens or makes a file whose first `length` bytes are whole lines; what lies behind them is cut off. */
  constructor(path: string, length: number) {
    this.path = path
    this.#fd = openSync(path, length === 0 ? 'w' : 'r+', 0o600)
    this.#length = length
    if (length > 0) ftruncateSync(this.#fd, length)
  }

  get length(): number {
    return this.#length
  }

  /** Throws what the disk says; then nothing of the lines is in the file once there is room to cut it. */
  append(lines: string): void {
    if (this.#torn) this.#cut()
    const bytes = Buffer.from(lines)
    try {
      // a full disk takes a part and says so only when it is offered the rest
      for (let at = 0; at < bytes.length;) {
        const written = writeSync(this.#fd, bytes, at, bytes.length - at, this.#length + at)
        if (written === 0) throw new Error('the disk took nothing')
        this.#torn = true
        at += written
      }
    } catch (error) {
      if (this.#torn) this.#tryCut()
      throw error
    }
    this.#torn = false
    this.#length += bytes.length
  }

  /** Whether so many bytes could be added now. */
  hasRoomFor(size: number): boolean {
    const length = this.#length
    try {
      this.append(' '.repeat(size))
      this.#length = length
      this.#torn = true
      this.#tryCut()
      return true
    } catch {
      return false
    }
  }

  /** Has the lines so far reach the disk; tells the error if they do not. Once it is closed, that was for the closer to do. */
  sync(done: (error: Error | null) => void): void {
    if (this.#closed) return done(null) // the descriptor may be somebody else's by now
    this.#syncing++
    fdatasync(this.#fd, (error) => {
      this.#syncing--
      if (this.#closed && this.#syncing === 0) closeSync(this.#fd)
      done(error)
    })
  }

  syncNow(): void {
    fdatasyncSync(this.#fd)
  }

  close(): void {
    this.#closed = true
    if (this.#syncing === 0) closeSync(this.#fd)
  }

  #cut(): void {
    ftruncateSync(this.#fd, this.#length)
    this.#torn = false
  }

  // what cannot be cut now is cut before the next line
  #tryCut(): void {
    try {
      this.#cut()
    } catch {
      this.#torn = true
    }
  }
}
