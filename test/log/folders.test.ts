import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { lineOf } from '../../src/log/lines.ts'
import { FORMAT } from '../../src/log/snapshot-file.ts'
import { rowsOf } from '../helpers/rows.ts'
import { notes, things } from '../world/things.ts'
import { begin, freshFolder, idsOf, image, insert, killed } from './setup.ts'

/** A copy of a folder as a version of that format left it. */
const stored = (format: string): string => {
  const copy = freshFolder()
  cpSync(new URL(`./folders/${format}`, import.meta.url), copy, { recursive: true })
  return copy
}

test('there is a folder of each format', () => {
  const formats = Array.from({ length: FORMAT }, (_, n) => `format-${n + 1}`)
  expect(readdirSync(new URL('folders', import.meta.url)).toSorted()).toEqual(formats)
})

test('a folder of format 1 opens: the world of `default`', () => {
  const { world } = begin(stored('format-1'))
  expect(rowsOf(world, notes)).toEqual([{ id: 'b', words: [], ord: 3 }])
  expect([world.clock.now(), world.commits.rev, world.journal.seen]).toEqual([9, 3, 1_000_007])
})

test('a folder of format 2 opens, with its snapshot and the journals on both sides of it', () => {
  const { namespaces, world, folder } = begin(stored('format-2'))
  expect(namespaces.list().map(({ name, ttl }) => [name, ttl])).toEqual([
    ['default', null],
    ['fork', null],
    ['ns-1', 60_000],
  ])
  expect(rowsOf(world, notes)).toEqual([
    { id: 'b', words: ['changed'], ord: 2 },
    { id: 'c', words: [], ord: 3 },
  ])
  expect(rowsOf(world, things)).toEqual([
    { id: 'aa10d06d-454f-4351-aa08-a7cbd6071fff', tag: 't', ord: 1, state: 'NEW', since: 0, due: 10, next: 'UP' },
  ])
  expect(world.clock.now()).toBe(3)
  expect(idsOf(namespaces.named('fork').world)).toEqual(['a', 'b', 'in-fork', 'last'])
  namespaces.default.restore(namespaces.default.snapshots.get('base')!.snapshot)
  expect(idsOf(namespaces.default.world)).toEqual(['a', 'b'])
  expect(namespaces.create().name).toBe('ns-2')
  insert(namespaces.default.world, 'on')
  expect(image(begin(killed(folder)).world)).toEqual(image(namespaces.default.world))
})

test.each([false, true])('a folder of a newer version is left to that (recover: %s)', (recover) => {
  const folder = stored('format-2')
  const path = join(folder, 'snapshot-1.ndjson')
  const rest = readFileSync(path, 'utf8').split('\n').slice(1)
  writeFileSync(path, lineOf({ seq: 8, k: 'head', format: FORMAT + 1 }) + rest.join('\n'))
  const files = readdirSync(folder)
  expect(() => begin(folder, { recover })).toThrow(
    `${path}:1: the state has format ${FORMAT + 1}, which a newer version wrote; this one reads up to ${FORMAT}`,
  )
  expect(readdirSync(folder)).toEqual(files)
})

test.each<[string, (lines: string[]) => string[], RegExp]>([
  ['a line less', (lines) => lines.toSpliced(3, 1), /:9: the checksum of the snapshot does not fit; --state-recover/],
  ['two lines in another order', ([a, b, c, ...rest]) => [a!, c!, b!, ...rest], /:10: the checksum of the snapshot/],
  [
    'a letter more',
    (lines) => lines.with(3, lines[3]!.replace('first', 'firsts')),
    /:4: the line is damaged: its check/,
  ],
  ['no end', (lines) => lines.slice(0, -2).concat(''), /:9: the snapshot ends too early; --state-recover/],
  ['more behind its end', (lines) => [...lines.slice(0, -1), lines[1]!, ''], /:11: the snapshot goes on after its end/],
])('a snapshot with %s is refused with its place, and put aside when asked', (_, change, message) => {
  const folder = stored('format-2')
  const path = join(folder, 'snapshot-1.ndjson')
  writeFileSync(path, change(readFileSync(path, 'utf8').split('\n')).join('\n'))
  expect(() => begin(folder)).toThrow(message)
  const { told, world } = begin(folder, { recover: true })
  expect(told[0]).toMatch(/; put aside as .*damaged-snapshot-1\.ndjson$/)
  expect(idsOf(world)).toEqual(['b', 'c'])
})

test.each<[string, (text: string) => string, string, number]>([
  [
    'a line that was changed',
    (text) => text.replace('"first"', '"1st"'),
    ':3: the line is damaged: its checksum does not fit',
    358,
  ],
  [
    'a last line without an end',
    (text) => text.slice(0, -1),
    ':8: the last line has no end, and a later journal follows',
    1494,
  ],
])(
  '%s in a journal that another one follows is refused, and both put aside when asked',
  (_, damage, message, bytes) => {
    const folder = stored('format-2')
    rmSync(join(folder, 'snapshot-1.ndjson'))
    const [path, later] = ['journal-0.ndjson', 'journal-1.ndjson'].map((name) => join(folder, name)) as [string, string]
    const damaged = damage(readFileSync(path, 'utf8'))
    const after = readFileSync(later)
    writeFileSync(path, damaged)
    expect(() => begin(folder)).toThrow(`${path}${message}; --state-recover keeps`)
    const { told, world } = begin(folder, { recover: true })
    const aside = ['damaged-journal-0.ndjson', 'damaged-journal-1.ndjson'].map((name) => join(folder, name))
    expect(told).toEqual([
      `${path}${message}`,
      `kept the ${bytes} bytes before it; the rest is in ${aside[0]}`,
      `put aside ${aside[1]}, which comes after it`,
    ])
    expect(readdirSync(folder).toSorted()).toEqual([...aside.map((one) => basename(one)), 'journal-0.ndjson', 'lock'])
    expect(readFileSync(aside[0]!, 'utf8')).toBe(damaged.slice(bytes))
    expect(readFileSync(aside[1]!)).toEqual(after)
    insert(world, 'on')
    expect(image(begin(killed(folder)).world)).toEqual(image(world))
  },
)
