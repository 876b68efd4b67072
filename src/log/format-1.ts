import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { ConfigError } from '../core/config.ts'
import { type SnapshotDocument, upgrade } from '../world/snapshot.ts'
import type { CommitEntry, Entry } from './entries.ts'
import { inside } from './folder.ts'

// a folder of format 1: state.json, its copy of before, and the commits of `default` since, a line for each
const SNAPSHOT = 'state.json'
const COPY = 'state.json.bak'
const commitsName = (generation: number): string => `commits-${generation}.ndjson`

interface Document extends SnapshotDocument {
  readonly generation: number
}

interface Line extends Omit<CommitEntry, 'k' | 'ns' | 'n'> {
  readonly requests: number
}

const IMAGE = 1

/** What a folder of format 1 holds; undefined when it is none. Throws a ConfigError that names file and line of what is damaged. */
export const readFormat1 = (folder: string): Entry[] | undefined => {
  const path = inside(folder, SNAPSHOT)
  const copy = inside(folder, COPY)
  if (!existsSync(path) && !existsSync(copy)) return undefined
  // a process that died between the two renames of a fold leaves only the copy
  const from = existsSync(path) ? path : copy
  const document = readDocument(from, from === path && existsSync(copy))
  const { rev, clock, ids, auth, rateLimits, rates, settings, journal, tables } = document
  const head = { clock, ids, auth, rateLimits, rates, settings, journal }
  const entries: Entry[] = [{ k: 'image', image: IMAGE, of: null, rev }]
  for (const [table, { nextOrd: next, rows }] of Object.entries(tables))
    entries.push({ k: 'rows', image: IMAGE, table, next, rows: rows.toSorted((a, b) => a.ord - b.ord) })
  entries.push({ k: 'world', ns: 'default', image: IMAGE, head, delta: { rev, put: [], del: [], next: {} } })
  let last = rev
  for (let generation = document.generation; ; generation++) {
    const lines = inside(folder, commitsName(generation))
    if (!existsSync(lines)) {
      if (generation === document.generation)
        throw new ConfigError(
          `${lines} is missing, and ${from} is incomplete without it; put it back, or give another --state`,
        )
      return entries
    }
    for (const entry of readCommits(lines, last)) {
      entries.push(entry)
      last = entry.rev
    }
    if (from === path) return entries
  }
}

const readDocument = (path: string, hasCopy: boolean): Document => {
  const wayOut = hasCopy ? `; the one before it is ${COPY}: move ${SNAPSHOT} away to go on from there` : ''
  let document: Partial<Document> | null
  try {
    document = JSON.parse(readFileSync(path, 'utf8')) as Partial<Document> | null
  } catch (error) {
    throw new ConfigError(`${path} is damaged (${(error as Error).message})${wayOut}`)
  }
  if (typeof document?.format === 'number' && document.format > 1) return upgrade(document as Document)
  const { clock, ids, tables, generation, settings } = document ?? {}
  if (document?.format !== 1 || !clock || !ids || !tables || !settings || generation === undefined)
    throw new ConfigError(`${path} holds no state${wayOut || '; give another --state'}`)
  return document as Document
}

const readCommits = function* (path: string, before: number): Generator<CommitEntry> {
  const texts = readFileSync(path, 'utf8').split('\n')
  texts.pop() // what follows the last newline was cut off while it was written, and its request never answered
  let rev = before
  for (const [n, text] of texts.entries()) {
    const damaged = (what: string): ConfigError =>
      new ConfigError(`${path}:${n + 1}: ${what}; cut the file off before this line, or give another --state`)
    let line: Line | null
    try {
      line = JSON.parse(text) as Line | null
    } catch (error) {
      throw damaged(`the line is damaged (${(error as Error).message})`)
    }
    if (!line?.put || !line.del || !line.clock || !line.ids) throw damaged('the line holds no commit')
    if (line.rev !== rev + 1) throw damaged(`commit ${rev + 1} was expected, and this is ${line.rev}`)
    ;({ rev } = line)
    const { requests, ...commit } = line
    yield { k: 'commit', ns: 'default', ...commit, n: requests }
  }
}

/** Removes what is written in the present format by now; a folder is of format 1 until its snapshot is gone. */
export const removeFormat1 = (folder: string): void => {
  const old = readdirSync(folder).filter((name) => /^commits-\d+\.ndjson$/.test(name))
  for (const name of [COPY, SNAPSHOT, ...old]) rmSync(inside(folder, name), { force: true })
}
