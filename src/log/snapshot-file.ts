import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Adapter, Low } from 'lowdb'
import type { Entry } from './entries.ts'
import { syncFolderNow } from './folder.ts'
import { checksum, lineOf } from './lines.ts'

/** The format that this version writes. It reads all earlier ones. */
export const FORMAT = 2

/** What a snapshot says: the entries that lead to the state after the entry of this number. */
export interface SnapshotData {
  readonly seq: number
  readonly entries: Iterable<Entry>
}

// some milliseconds each: of rows these many bytes, of namespaces these many entries; in between the journal goes on growing
const PART = 512 * 1024
const ENTRIES = 100
/** How many parts of few bytes are written at once at most, for a writer without a pause not to outgrow them. */
const AT_ONCE = 4
const MIB = 1024 * 1024

export interface SnapshotOptions {
  /** Returns once the disk has it. */
  readonly durable: boolean
  /** How many bytes the journal has grown by since the writing began. */
  readonly grown: () => number
}

/** A snapshot file as lowdb writes one: in parts, with whatever else there is to do between them, and whole or not at all. */
class SnapshotFile implements Adapter<SnapshotData> {
  readonly #path: string
  readonly #options: SnapshotOptions
  size = 0

  constructor(path: string, options: SnapshotOptions) {
    this.#path = path
    this.#options = options
  }

  read(): Promise<null> {
    return Promise.resolve(null)
  }

  async write(data: SnapshotData): Promise<void> {
    const unfinished = `${this.#path}.tmp`
    try {
      const file = await open(unfinished, 'w', 0o600)
      try {
        for (const slice of this.#slices(parts(data))) await file.writeFile(slice)
        if (this.#options.durable) await file.sync()
      } finally {
        await file.close()
      }
      await rename(unfinished, this.#path)
      if (this.#options.durable) syncFolderNow(dirname(this.#path))
    } catch (error) {
      await rm(unfinished, { force: true }).catch(() => {}) // what went wrong first is what counts
      throw error
    }
  }

  /** What is written before others get their turn: a part, and one more for each MiB by which the journal is ahead. */
  *#slices(all: Iterable<string>): Generator<string> {
    let slice = ''
    let count = 0
    for (const part of all) {
      slice += part
      this.size += part.length
      const ahead = this.#options.grown() - this.size
      if (++count < Math.min(AT_ONCE, 1 + ahead / MIB) && slice.length < PART) continue
      yield slice
      slice = ''
      count = 0
    }
    if (count > 0) yield slice
  }
}

const parts = function* ({ seq, entries }: SnapshotData): Generator<string> {
  let part = lineOf({ seq, k: 'head', format: FORMAT })
  let sum = 0
  let lines = 1
  for (const entry of entries) {
    part += lineOf({ seq, ...entry })
    lines++
    if (part.length < PART && lines % ENTRIES !== 0) continue
    sum = checksum(part, sum)
    yield part
    part = ''
  }
  sum = checksum(part, sum)
  yield part + lineOf({ seq, k: 'end', lines, sum })
}

/** Writes a snapshot. Returns its size; rejects with what the disk says, and leaves nothing then. */
export const writeSnapshot = async (path: string, data: SnapshotData, options: SnapshotOptions): Promise<number> => {
  const file = new SnapshotFile(path, options)
  await new Low(file, data).write()
  return file.size
}
