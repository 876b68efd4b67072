import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { begin, freshFolder, idsOf, image, insert, killed } from './setup.ts'

const clock = { mode: 'virtual', now: 5, speed: 0, wall: 0 }
const ids = { seed: [1, 'default'], streams: {} }
const note = (id: string, ord: number) => ({ id, words: [], ord })
const state = {
  generation: 3,
  format: 1,
  rev: 1,
  clock,
  ids,
  auth: 'lax',
  rateLimits: 'report',
  rates: {},
  settings: { test: {} },
  journal: 4,
  tables: { 'test/note': { nextOrd: 3, rows: [note('a', 2)] } },
}
const commit = (rev: number, id: string) => ({
  rev,
  put: [['test/note', note(id, rev + 1)]],
  del: [],
  clock: { ...clock, now: 9 },
  ids,
  requests: 6,
})

/** A folder as the first format has it. */
const formerFolder = (snapshot: string, lines: readonly unknown[], name = 'state.json'): string => {
  const folder = freshFolder()
  mkdirSync(folder)
  writeFileSync(join(folder, name), snapshot)
  writeFileSync(join(folder, 'commits-3.ndjson'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return folder
}

test.each(['state.json', 'state.json.bak'])(
  'a folder of format 1 with its %s opens, and is of the present one',
  (name) => {
    const folder = formerFolder(JSON.stringify(state), [commit(2, 'b'), commit(3, 'c')], name)
    const { world } = begin(folder)
    expect(idsOf(world)).toEqual(['a', 'b', 'c'])
    expect([world.clock.now(), world.commits.rev]).toEqual([9, 3])
    expect(readdirSync(folder).toSorted()).toEqual(['journal-0.ndjson', 'lock'])
    insert(world, 'd')
    expect(image(begin(killed(folder)).world)).toEqual(image(world))
  },
)

describe('of format 1, one line says what is the matter with', () => {
  test.each([
    ['{}', [], /state\.json holds no state; give another --state$/],
    ['[]', [], /state\.json holds no state/],
    ['null', [], /state\.json holds no state/],
    ['', [], /state\.json is damaged/],
    ['{"format":1}', [], /state\.json holds no state/],
    [JSON.stringify(state), [{}], /commits-3\.ndjson:1: the line holds no commit/],
    [JSON.stringify(state), [null], /commits-3\.ndjson:1: the line holds no commit/],
    [
      JSON.stringify(state),
      [commit(2, 'b'), commit(4, 'd')],
      /commits-3\.ndjson:2: commit 3 was expected, and this is 4/,
    ],
    [JSON.stringify({ ...state, generation: 9 }), [], /commits-9\.ndjson is missing/],
  ] as const)('%s with %j', (snapshot, lines, message) => {
    const folder = formerFolder(snapshot, lines)
    expect(() => begin(folder)).toThrow(message)
    expect(readdirSync(folder)).not.toContain('lock')
  })
})

describe('one line says why there can be no folder', () => {
  test('where a file is', () => {
    const folder = freshFolder()
    writeFileSync(folder, '')
    expect(() => begin(folder)).toThrow(`${folder}: expected a folder, and it is a file`)
    expect(() => begin(join(folder, 'below'))).toThrow(/a part of this path is a file/)
  })

  test('below /proc, at once', () => {
    expect(() => begin('/proc/nope/state')).toThrow(/\/proc\/nope\/state: the folder cannot be used: /)
  })

  test('where the lock is a folder', () => {
    const folder = freshFolder()
    mkdirSync(join(folder, 'lock'), { recursive: true })
    expect(() => begin(folder)).toThrow(/the folder cannot be used: there is a folder where a file was expected/)
  })

  test.skipIf(process.getuid?.() === 0)('where nobody may write', () => {
    const folder = freshFolder()
    mkdirSync(folder)
    chmodSync(folder, 0o500)
    expect(() => begin(folder)).toThrow(/the folder cannot be used: this user may not write there/)
    chmodSync(folder, 0o700)
  })
})

describe('of format 2, one line says what is the matter with', () => {
  const folded = (): string => {
    const folder = freshFolder()
    insert(begin(folder).world, 'a')
    return killed(folder)
  }

  test.each([
    ['an empty snapshot', '', /snapshot-7\.ndjson: the snapshot is empty; --state-recover/],
    ['a snapshot that is null', 'null\n', /snapshot-7\.ndjson:1: the line is damaged/],
    ['a snapshot without its end', '7a9b', /snapshot-7\.ndjson:1: the line has no end/],
  ])('%s; --state-recover goes on from what is before it', (_, text, message) => {
    const folder = folded()
    writeFileSync(join(folder, 'snapshot-7.ndjson'), text)
    expect(() => begin(folder)).toThrow(message)
    const { world, told } = begin(folder, { recover: true })
    expect(idsOf(world)).toEqual(['a'])
    expect(told.some((line) => line.includes('damaged-snapshot-7.ndjson'))).toBe(true)
  })

  test('a journal without its snapshot', () => {
    const folder = freshFolder()
    mkdirSync(folder)
    writeFileSync(join(folder, 'journal-7.ndjson'), '')
    expect(() => begin(folder)).toThrow(/snapshot-7\.ndjson is missing, and journal-7\.ndjson means nothing without it/)
  })
})
