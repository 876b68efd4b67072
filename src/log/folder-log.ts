import { KeepError } from '../world/commits.ts'
import type { Entry } from './entries.ts'
import { inside, journalName, makeFolder, reasonOf, removeBefore, snapshotName, syncFolderNow, told } from './folder.ts'
import { GroupCommit } from './group-commit.ts'
import { JournalFile } from './journal-file.ts'
import { lineOf } from './lines.ts'
import { holdLock } from './lock-file.ts'
import { type Log, type LogSource, markEverySecond } from './log.ts'
import { readFormat1, removeFormat1 } from './format-1.ts'
import { NOTHING, type Reading, readFolder, visitAll } from './reading.ts'
import { writeSnapshot } from './snapshot-file.ts'

/** `process` survives the death of this process, `disk` that of the machine. */
export type Durability = 'process' | 'disk'

export interface FolderOptions {
  readonly durability?: Durability | undefined
  /** Keeps what comes before damage, and puts the rest aside. */
  readonly recover?: boolean | undefined
  /** Told what was cut off or put aside; default a line on stderr for each. */
  readonly warn?: ((note: string) => void) | undefined
}

const MIB = 1024 * 1024
// the journal is folded when it has outgrown what a fold writes
const foldFrom = (snapshot: number): number => Math.max(12 * MIB, 2 * snapshot)
const FOLD_AGAIN = 5 * MIB

/**
 * A folder with a snapshot and a journal of the entries since. Each entry is appended before its request is answered; when
 * the journal has grown, a new one begins and a snapshot of that moment is written beside the running work.
 */
export class FolderLog implements Log {
  readonly whenStored: Log['whenStored']
  trouble: string | null = null
  readonly #folder: string
  readonly #durable: boolean
  readonly #release: () => void
  readonly #warn: (note: string) => void
  #found: Reading
  #old: readonly Entry[] | undefined
  readonly #group: GroupCommit
  #journal: JournalFile | undefined
  #seq: number
  #generation: number
  /** The generation whose snapshot the journals go on from. */
  #since: number
  #snapshotSize = 0
  #foldFrom = Infinity
  #folding: Promise<void> | undefined
  #source: LogSource | undefined
  #stopMarking = (): void => {}
  /** How large what was refused last is. */
  #refused = 0
  #closing = false
  /** A sync failed, so nobody knows what of the journal is on the disk: only a new snapshot tells. */
  #lost = false

  /** Opens a folder, which is made when it is not there. Throws a ConfigError when it is in use or does not read. */
  constructor(folder: string, { durability = 'process', recover = false, warn = onStderr }: FolderOptions = {}) {
    makeFolder(folder, durability === 'disk')
    this.#folder = folder
    this.#durable = durability === 'disk'
    this.#release = told(folder, () => holdLock(inside(folder, 'lock')))
    try {
      this.#old = readFormat1(folder)
      this.#found = this.#old ? NOTHING : told(folder, () => readFolder(folder, recover))
    } catch (error) {
      this.#release()
      throw error
    }
    this.#warn = warn
    for (const note of this.#found.notes) warn(note)
    this.#seq = this.#found.seq
    this.#generation = this.#found.generation
    this.#since = this.#found.since
    this.#group = new GroupCommit(
      () => this.#seq,
      (done) => this.#journal!.sync(done),
      (error) => this.#loseTrack(error),
    )
    this.whenStored = this.#durable ? this.#group.whenStored : null
  }

  read(visit: (entry: Entry) => void): void {
    for (const entry of this.#old ?? []) visit(entry)
    visitAll(this.#found.entries, visit)
  }

  begin(source: LogSource): void {
    this.#source = source
    const { length } = this.#found
    try {
      told(this.#folder, () => {
        this.#journal = new JournalFile(this.#pathOf(journalName(this.#generation)), length ?? 0)
        if (length !== undefined) return
        const { entries, end } = source.present()
        for (const entry of entries) this.#append(lineOf({ seq: this.#seq + 1, ...entry }))
        end()
        if (!this.#durable && !this.#old) return
        this.#journal.syncNow()
        syncFolderNow(this.#folder)
        this.#group.reached(this.#seq)
      })
      if (this.#old) removeFormat1(this.#folder)
      this.#old = undefined
      this.#found = { ...this.#found, entries: [] }
    } catch (error) {
      this.abandon()
      throw error
    }
    const { snapshot, journals } = this.#found.sizes
    this.#snapshotSize = snapshot
    this.#foldFrom = foldFrom(snapshot)
    if (journals > this.#foldFrom) setImmediate(() => void this.#fold()) // earlier folds came to no end
    this.#stopMarking = markEverySecond(source, () => this.#look())
  }

  add(entry: Entry): void {
    if (this.#lost) throw new KeepError(this.trouble!)
    const line = lineOf({ seq: this.#seq + 1, ...entry })
    try {
      this.#append(line)
    } catch (error) {
      this.#refused = line.length
      this.trouble = `${this.#folder}: ${reasonOf(error)}`
      throw new KeepError(this.trouble)
    }
    if (this.trouble !== null) this.#lookForRoom(line.length)
    if (this.#durable) this.#group.start()
    // the commit that this entry is about is made only now
    if (this.#journal!.length > this.#foldFrom) setImmediate(() => void this.#fold())
  }

  abandon(): void {
    if (this.#closing) return
    this.#closing = true
    this.#stopMarking()
    this.#source = undefined
    this.#journal?.close()
    this.#release()
  }

  async close(): Promise<void> {
    if (this.#closing) return
    this.#closing = true
    this.#stopMarking()
    await this.#folding
    try {
      this.#source?.mark()
      if (this.#source) this.add({ k: 'closed' })
      if (this.#durable) this.#journal?.syncNow()
    } finally {
      this.#source = undefined
      this.#journal?.close()
      this.#release()
    }
  }

  #pathOf(name: string): string {
    return inside(this.#folder, name)
  }

  #append(line: string): void {
    this.#journal!.append(line)
    this.#seq++
  }

  // the last bytes of a full disk still take a short line
  #lookForRoom(taken: number): void {
    if (taken >= this.#refused || this.#journal!.hasRoomFor(this.#refused)) this.trouble = null
  }

  #look(): void {
    if (this.#lost) void this.#fold()
    else if (this.trouble !== null) this.#lookForRoom(0)
  }

  #loseTrack(error: Error): void {
    this.#lost = true
    this.trouble = `${this.#folder}: ${reasonOf(error)}`
  }

  #fold(): Promise<void> {
    if (this.#closing) return Promise.resolve()
    this.#folding ??= this.#foldNow().finally(() => {
      this.#folding = undefined
    })
    return this.#folding
  }

  // what came before stays whole until the new snapshot is in its place
  async #foldNow(): Promise<void> {
    const next = this.#generation + 1
    let present: ReturnType<LogSource['present']> | undefined
    this.#foldFrom = Infinity
    try {
      await this.#source!.prepare?.()
      if (!this.#source) return
      if (this.#durable && !this.#lost) {
        this.#journal!.syncNow()
        this.#group.reached(this.#seq)
      }
      const journal = new JournalFile(this.#pathOf(journalName(next)), 0)
      if (this.#durable) syncFolderNow(this.#folder)
      present = this.#source.present()
      const data = { seq: this.#seq, entries: present.entries }
      this.#journal!.close()
      this.#journal = journal
      this.#generation = next
      const options = { durable: this.#durable, grown: () => journal.length }
      this.#snapshotSize = await writeSnapshot(this.#pathOf(snapshotName(next)), data, options)
      this.#foldFrom = foldFrom(this.#snapshotSize)
      if (this.#lost) {
        this.#lost = false
        this.trouble = null
        this.#group.reached(data.seq)
      }
      await removeBefore(this.#folder, this.#since) // the snapshot before the newest stays, with all journals since
      this.#since = next
    } catch (error) {
      this.#foldFrom = this.#journal!.length + FOLD_AGAIN // journalling goes on, and the next fold is tried later
      this.#warn(`${this.#folder}: the journal could not be folded, and grows: ${reasonOf(error)}`)
    } finally {
      present?.end()
    }
  }
}

const onStderr = (note: string): void => void process.stderr.write(`peertwin: ${note}\n`)

/** Keeps an emulator in a folder, for `createEmulator({ log })`. The folder is opened when the emulator is built. */
export const folderLog =
  (folder: string, options?: Durability | FolderOptions): (() => Log) =>
  () =>
    new FolderLog(folder, typeof options === 'string' ? { durability: options } : options)
