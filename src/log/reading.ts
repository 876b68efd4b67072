import { readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import { ConfigError } from '../core/config.ts'
import type { Entry } from './entries.ts'
import { generationsIn, inside, journalName, removeUnfinished, sizesSince, snapshotName } from './folder.ts'
import { type Numbered, checksum, valueOf } from './lines.ts'
import { FORMAT } from './snapshot-file.ts'

/** An entry with where it stands. */
export interface Placed {
  readonly file: string
  readonly line: number
  readonly entry: Entry
}

/** What a folder holds. */
export interface Reading {
  readonly entries: readonly Placed[]
  /** Number of the last entry. */
  readonly seq: number
  readonly generation: number
  /** Bytes of whole lines in the journal of that generation; undefined where there is none yet. */
  readonly length: number | undefined
  /** The generation of the snapshot that it goes on from. */
  readonly since: number
  /** What was cut off or put aside, a line for each. */
  readonly notes: readonly string[]
  /** Bytes of that snapshot, and of the journals since. */
  readonly sizes: { readonly snapshot: number; readonly journals: number }
}

/** That of an empty folder. */
export const NOTHING: Reading = {
  entries: [],
  seq: 0,
  generation: 0,
  length: undefined,
  since: 0,
  notes: [],
  sizes: { snapshot: 0, journals: 0 },
}

/** Something in a file does not hold. */
class Damage extends ConfigError {
  /** Where the part that holds ends. */
  readonly keep: number

  constructor(file: string, line: number | null, what: string, keep = 0) {
    super(`${line === null ? file : `${file}:${line}`}: ${what}`)
    this.keep = keep
  }
}

/** Hands over entries. Throws a ConfigError that names the place of one that does not fit. */
export const visitAll = (entries: readonly Placed[], visit: (entry: Entry) => void): void => {
  for (const { file, line, entry } of entries) {
    try {
      visit(entry)
    } catch (error) {
      if (error instanceof ConfigError) throw new ConfigError(`${file}:${line}: ${error.message}`)
      throw new ConfigError(`${file}:${line}: the entry does not fit: ${(error as Error).message}`)
    }
  }
}

const WAYS_OUT = '--state-recover keeps what comes before it and puts the rest aside; another --state begins anew'

/**
 * Reads a folder: the newest snapshot, and all journals since. A last line without an end is cut off; everything else that
 * does not hold throws a ConfigError, or is put aside where `recover` is set.
 */
export const readFolder = (folder: string, recover: boolean): Reading => {
  removeUnfinished(folder)
  const reading = readGenerations(folder, recover)
  return { ...reading, sizes: sizesSince(folder, reading.since) }
}

const readGenerations = (folder: string, recover: boolean): Omit<Reading, 'sizes'> => {
  const { snapshots, journals } = generationsIn(folder)
  const notes: string[] = []
  for (const since of snapshots.toReversed()) {
    try {
      return readSince(folder, { since, snapshot: true, journals, recover, notes })
    } catch (error) {
      if (!(error instanceof Damage)) throw error
      const path = inside(folder, snapshotName(since))
      if (!recover) throw new ConfigError(`${error.message}; ${WAYS_OUT}`)
      notes.push(`${error.message}; put aside as ${putAside(path)}`)
    }
  }
  if (journals.length === 0) return { ...NOTHING, notes }
  // a folder that never had a snapshot begins with its first journal
  if (journals[0] !== 0) {
    const path = inside(folder, snapshotName(journals.at(-1)!))
    throw new ConfigError(
      `${path} is missing, and ${journalName(journals.at(-1)!)} means nothing without it; put it back, or give another --state`,
    )
  }
  return readSince(folder, { since: 0, snapshot: false, journals, recover, notes })
}

interface Since {
  readonly since: number
  readonly snapshot: boolean
  readonly journals: readonly number[]
  readonly recover: boolean
  readonly notes: string[]
}

const readSince = (folder: string, { since, snapshot, journals, recover, notes }: Since): Omit<Reading, 'sizes'> => {
  const base = snapshot ? readSnapshot(inside(folder, snapshotName(since))) : { entries: [], seq: 0 }
  const entries: Placed[] = [...base.entries]
  let { seq } = base
  let length: number | undefined
  const last = Math.max(since, ...journals)
  for (let generation = since; generation <= last; generation++) {
    const path = inside(folder, journalName(generation))
    try {
      if (!journals.includes(generation)) throw new Damage(path, null, 'the journal is missing')
      const read = readJournal(path, seq, generation === last)
      for (const one of read.entries) entries.push(one)
      ;({ seq, length } = read)
      if (read.torn > 0) {
        truncateSync(path, read.length)
        notes.push(`${path}: cut off ${read.torn} bytes of a line that was not written to its end`)
      }
    } catch (error) {
      if (!(error instanceof Damage)) throw error
      if (!recover) throw new ConfigError(`${error.message}; ${WAYS_OUT}`)
      notes.push(error.message)
      const kept = keepPrefix(path, error.keep, seq, notes)
      for (const one of kept.entries) entries.push(one)
      for (const later of journals.filter((one) => one > generation))
        notes.push(`put aside ${putAside(inside(folder, journalName(later)))}, which comes after it`)
      return { entries, seq: kept.seq, generation, length: error.keep, since, notes }
    }
  }
  return { entries, seq, generation: last, length, since, notes }
}

/** Cuts a journal down to what holds, and keeps the rest beside it. */
const keepPrefix = (path: string, keep: number, seq: number, notes: string[]) => {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch {
    bytes = Buffer.alloc(0)
  }
  if (bytes.length > 0) {
    writeFileSync(asideOf(path), bytes.subarray(keep), { mode: 0o600 })
    notes.push(`kept the ${keep} bytes before it; the rest is in ${asideOf(path)}`)
  }
  writeFileSync(path, bytes.subarray(0, keep), { mode: 0o600 })
  return readJournal(path, seq, true)
}

const asideOf = (path: string): string => path.replace(/[^/\\]+$/, (name) => `damaged-${name}`)

const putAside = (path: string): string => {
  renameSync(path, asideOf(path))
  return asideOf(path)
}

/** The lines of a file as bytes; what follows the last line end comes apart. */
const linesOf = function* (bytes: Buffer): Generator<{ content: Buffer; start: number; whole: boolean }> {
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(10, start)
    const stop = end < 0 ? bytes.length : end
    yield { content: bytes.subarray(start, stop), start, whole: end >= 0 }
    start = stop + 1
  }
}

const readJournal = (path: string, before: number, mayBeTorn: boolean) => {
  const bytes = readFileSync(path)
  const entries: Placed[] = []
  let seq = before
  let [length, line] = [0, 0]
  for (const { content, start, whole } of linesOf(bytes)) {
    line++
    if (!whole) {
      if (!mayBeTorn) throw new Damage(path, line, 'the last line has no end, and a later journal follows', start)
      break
    }
    const value = valueIn(path, line, content, start)
    if (value.seq !== seq + 1)
      throw new Damage(path, line, `entry ${seq + 1} was expected, and this is ${value.seq}`, start)
    ;({ seq } = value)
    length = start + content.length + 1
    entries.push({ file: path, line, entry: value as unknown as Numbered })
  }
  return { entries, seq, length, torn: bytes.length - length }
}

const readSnapshot = (path: string): { entries: Placed[]; seq: number } => {
  const bytes = readFileSync(path)
  const entries: Placed[] = []
  let head: { seq: number; format?: unknown } | undefined
  let end: { lines?: unknown; sum?: unknown } | undefined
  let [line, sum, last] = [0, 0, 0]
  for (const { content, start, whole } of linesOf(bytes)) {
    line++
    if (!whole || end) throw new Damage(path, line, end ? 'the snapshot goes on after its end' : 'the line has no end')
    const value = valueIn(path, line, content, 0)
    if (line === 1) head = formatOf(path, value)
    else if (value['k'] === 'end') {
      end = value as { lines?: unknown; sum?: unknown }
      last = start
    } else entries.push({ file: path, line, entry: value as unknown as Numbered })
  }
  if (!head) throw new Damage(path, null, 'the snapshot is empty')
  if (!end) throw new Damage(path, line, 'the snapshot ends too early')
  sum = checksum(bytes.subarray(0, last))
  if (end.lines !== line - 1 || end.sum !== sum)
    throw new Damage(path, line, 'the checksum of the snapshot does not fit')
  return { entries, seq: head.seq }
}

const formatOf = <V extends { seq: number; format?: unknown }>(path: string, value: V): V => {
  if (typeof value.format !== 'number') throw new Damage(path, 1, 'it does not say its format')
  if (value.format > FORMAT)
    throw new ConfigError(
      `${path}:1: the state has format ${value.format}, which a newer version wrote; this one reads up to ${FORMAT}`,
    )
  return value
}

const valueIn = (path: string, line: number, content: Buffer, keep: number) => {
  try {
    return valueOf(content)
  } catch (error) {
    throw new Damage(path, line, `the line is damaged: ${(error as Error).message}`, keep)
  }
}
