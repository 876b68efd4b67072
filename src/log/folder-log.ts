import {
  closeSync,
  existsSync,
  fdatasyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { LowSync } from 'lowdb'
import { DataFileSync } from 'lowdb/node'
import type { ChangeSet } from '../world/commits.ts'
import type { ClockState } from '../core/clock.ts'
import type { IdsState } from '../core/ids.ts'
import { holdLock } from './lock-file.ts'
import type { Provider } from '../world/provider.ts'
import { ConfigError } from '../core/config.ts'
import { type SnapshotDocument, fromDocument, upgrade, toDocument } from '../world/snapshot.ts'
import type { Row } from '../world/table.ts'
import type { Snapshot, World } from '../world/world.ts'

/** `process` survives the death of this process, `disk` that of the machine. */
export type Durability = 'process' | 'disk'

/** One commit as a line of the log, with what else stood where then. */
interface Line extends ChangeSet {
  readonly clock: ClockState
  readonly ids: IdsState
  readonly requests: number
}

interface FolderDocument extends SnapshotDocument {
  /** Which log goes with this snapshot; a new one begins with every snapshot. */
  readonly generation: number
}

const SNAPSHOT = 'state.json'
// one line: the snapshot of a large world is several times quicker to write than indented
const fileOf = (path: string): DataFileSync<FolderDocument> =>
  new DataFileSync(path, { parse: JSON.parse as (text: string) => FolderDocument, stringify: JSON.stringify })
const logName = (generation: number): string => `commits-${generation}.ndjson`

/**
 * A world in a folder: a snapshot, and a log of the commits since. Each commit is appended before its request is
 * answered; the log is folded into a new snapshot when the world is opened, replaced or closed.
 */
export class FolderLog {
  /** What to go on from; undefined in a fresh folder. */
  readonly found: Snapshot | undefined
  readonly #folder: string
  readonly #durability: Durability
  readonly #release: () => void
  #generation: number
  #log = -1
  /** Bytes of whole lines in the log. */
  #length = 0
  #world: World | undefined

  /** Opens a folder, which is made when it is not there. Throws a ConfigError when it is in use or does not read. */
  constructor(folder: string, providers: readonly Provider[], durability: Durability = 'process') {
    mkdirSync(folder, { recursive: true })
    this.#folder = folder
    this.#durability = durability
    this.#release = holdLock(join(folder, 'lock'))
    try {
      const document = this.#read()
      this.#generation = document?.generation ?? 0
      this.found = document && fromDocument(providers, document)
    } catch (error) {
      this.#release()
      throw error instanceof ConfigError ? new ConfigError(`${folder}: ${error.message}`, error.path) : error
    }
  }

  /** Keeps this world from now on, in place of the one before it. */
  attach(world: World): void {
    if (this.#world) this.#world.commits.onCommit = null
    this.#world = world
    this.#fold()
    world.commits.onCommit = (change) => this.#append(world, change)
  }

  /** Folds the log and lets the folder go. */
  close(): void {
    if (this.#world) {
      this.#world.commits.onCommit = null
      this.#fold()
      closeSync(this.#log)
      this.#world = undefined
    }
    this.#release()
  }

  #append(world: World, change: ChangeSet): void {
    const line: Line = { ...change, clock: world.clock.state, ids: world.ids.state, requests: world.journal.seen }
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`)
    try {
      // a full disk takes a part and says so only when it is offered the rest
      for (let at = 0; at < bytes.length;) at += writeSync(this.#log, bytes, at, bytes.length - at, this.#length + at)
      if (this.#durability === 'disk') fdatasyncSync(this.#log)
    } catch (error) {
      ftruncateSync(this.#log, this.#length) // the commit is taken back, so nothing of it may be left
      throw error
    }
    this.#length += bytes.length
  }

  // the old pair of snapshot and log stays whole until the new snapshot is in its place
  #fold(): void {
    const generation = this.#generation + 1
    const document: FolderDocument = { generation, ...toDocument(this.#world!.snapshot()) }
    const path = join(this.#folder, SNAPSHOT)
    const log = openSync(join(this.#folder, logName(generation)), 'w')
    if (existsSync(path)) renameSync(path, `${path}.bak`)
    new LowSync(fileOf(path), document).write()
    if (this.#log >= 0) closeSync(this.#log)
    this.#log = log
    this.#length = 0
    this.#generation = generation
    for (const name of readdirSync(this.#folder)) {
      const [, number] = /^commits-(\d+)\.ndjson$/.exec(name) ?? []
      if (number !== undefined && Number(number) < generation - 1) rmSync(join(this.#folder, name))
    }
  }

  #read(): FolderDocument | undefined {
    const path = join(this.#folder, SNAPSHOT)
    // a process that died between the two renames of a fold leaves only the copy
    const from = existsSync(path) || !existsSync(`${path}.bak`) ? path : `${path}.bak`
    let document: FolderDocument | null
    try {
      document = fileOf(from).read()
    } catch (error) {
      throw new ConfigError(`${from} is damaged (${(error as Error).message}); the one before it is ${SNAPSHOT}.bak`)
    }
    if (document === null) return undefined
    const present = upgrade(document)
    return replay(present, this.#lines(present.generation))
  }

  #lines(generation: number): Line[] {
    const path = join(this.#folder, logName(generation))
    if (!existsSync(path)) return []
    const texts = readFileSync(path, 'utf8').split('\n')
    texts.pop() // what follows the last newline was cut off while it was written, and its request never answered
    return texts.map((text, n) => {
      try {
        return JSON.parse(text) as Line
      } catch (error) {
        throw new ConfigError(`${path}:${n + 1}: the line is damaged (${(error as Error).message})`)
      }
    })
  }
}

/** A snapshot with the commits that came after it. */
const replay = (document: FolderDocument, lines: readonly Line[]): FolderDocument => {
  const last = lines.at(-1)
  if (!last) return document
  const tables = new Map(
    Object.entries(document.tables).map(([name, { nextOrd, rows }]) => [
      name,
      { nextOrd, rows: new Map(rows.map((row) => [row.id, row])) },
    ]),
  )
  const table = (name: string): { nextOrd: number; rows: Map<string, Row> } => {
    const known = tables.get(name) ?? { nextOrd: 1, rows: new Map<string, Row>() }
    tables.set(name, known)
    return known
  }
  for (const { put, del } of lines) {
    for (const [name, id] of del) table(name).rows.delete(id)
    for (const [name, row] of put) {
      const { rows, nextOrd } = table(name)
      rows.set(row.id, row)
      tables.set(name, { rows, nextOrd: Math.max(nextOrd, row.ord + 1) })
    }
  }
  return {
    ...document,
    rev: last.rev,
    clock: last.clock,
    ids: last.ids,
    journal: last.requests,
    tables: Object.fromEntries(
      Array.from(tables, ([name, { nextOrd, rows }]) => [name, { nextOrd, rows: [...rows.values()] }]),
    ),
  }
}

/** Keeps a world in a folder, for `createEmulator({ log })`. The folder is opened when the emulator is built. */
export const folderLog =
  (folder: string, durability?: Durability) =>
  (providers: readonly Provider[]): FolderLog =>
    new FolderLog(folder, providers, durability)
