import { appendFileSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type EmulatorOptions, folderLog, openEmulator } from '../../src/index.ts'
import type { World } from '../../src/world/world.ts'
import { rowsOf } from '../helpers/rows.ts'
import { notes, things } from '../world/things.ts'
import { begin, freshFolder, idsOf, image, insert, killed } from './setup.ts'

const work = (world: World): void => {
  world.transact((tx) => {
    for (const id of ['a', 'b', 'c']) tx.table(notes).insert({ id, words: [id] })
    tx.create(things, { id: tx.ids.uuid('thing'), tag: 't' })
  })
  world.clock.advance(3)
  world.transact((tx) => {
    tx.table(notes).delete('a')
    tx.table(notes).update('b', { words: ['changed'] })
  })
}

const journalOf = (folder: string): string => {
  const names = readdirSync(folder).filter((name) => name.startsWith('journal-'))
  return join(folder, names.toSorted().at(-1)!)
}

describe.each(['an orderly end', 'a kill'])('after %s', (how) => {
  const leave = async (folder: string, { log }: ReturnType<typeof begin>): Promise<string> => {
    if (how === 'a kill') return killed(folder)
    await log.close()
    return folder
  }

  test('a world goes on where it stood: rows, order, plans, ids, time and revision', async () => {
    const folder = freshFolder()
    const first = begin(folder)
    work(first.world)
    const before = image(first.world)
    const { world } = begin(await leave(folder, first))
    expect(image(world)).toEqual(before)
    world.clock.advance(7)
    expect(rowsOf(world, things).map(({ state }) => state)).toEqual(['UP'])
    expect(world.transact((tx) => tx.table(notes).insert({ id: 'd', words: [] }).ord)).toBe(4)
  })

  test('namespaces, their options and worlds, and named snapshots are there again', async () => {
    const folder = freshFolder()
    const first = begin(folder)
    work(first.world)
    first.namespaces.default.saveSnapshot('base')
    insert(first.world, 'after')
    const other = first.namespaces.create({ ttl: 60_000, seed: 7 })
    insert(other.world, 'in-other')
    const fork = first.namespaces.create({
      name: 'fork',
      from: first.namespaces.default.snapshots.get('base')!.snapshot,
    })
    insert(fork.world, 'in-fork')
    first.namespaces.create({ name: 'idle' })
    const told = [first.world, other.world, fork.world].map(image)

    const second = begin(await leave(folder, first))
    const names = second.namespaces.list().map(({ name, ttl }) => ({ name, ttl }))
    expect(names).toEqual([
      { name: 'default', ttl: null },
      { name: 'ns-1', ttl: 60_000 },
      { name: 'fork', ttl: null },
      { name: 'idle', ttl: null },
    ])
    const worlds = ['default', 'ns-1', 'fork'].map((name) => second.namespaces.named(name).world)
    expect(worlds.map(image)).toEqual(told)
    expect(second.namespaces.create().name).toBe('ns-2')
    second.namespaces.default.restore(second.namespaces.default.snapshots.get('base')!.snapshot)
    expect(idsOf(second.namespaces.default.world)).toEqual(['b', 'c'])
    second.namespaces.named('fork').reset()
    expect(idsOf(second.namespaces.named('fork').world)).toEqual(['b', 'c'])
  })

  test('a restore, a reset, a deleted snapshot and a deleted namespace stay what they are', async () => {
    const folder = freshFolder()
    const first = begin(folder)
    insert(first.world, 'a')
    first.namespaces.default.saveSnapshot('one')
    first.namespaces.default.saveSnapshot('two')
    insert(first.world, 'b')
    first.namespaces.default.restore(first.namespaces.default.snapshots.get('one')!.snapshot)
    insert(first.namespaces.default.world, 'c')
    first.namespaces.default.deleteSnapshot('two')
    first.namespaces.create({ name: 'gone' })
    await first.namespaces.delete('gone')
    const reset = first.namespaces.create({ name: 'reset' })
    insert(reset.world, 'x')
    reset.reset()
    const second = begin(await leave(folder, first))
    expect(idsOf(second.world)).toEqual(['a', 'c'])
    expect([...second.namespaces.default.snapshots.keys()]).toEqual(['one'])
    expect(second.namespaces.list().map(({ name }) => name)).toEqual(['default', 'reset'])
    expect(idsOf(second.namespaces.named('reset').world)).toEqual([])
  })

  test('a move of a virtual clock without a commit is kept', async () => {
    const folder = freshFolder()
    const first = begin(folder)
    first.world.clock.advance(1_234)
    expect(begin(await leave(folder, first)).world.clock.now()).toBe(1_234)
  })

  test('request numbers go on, and none is given twice', async () => {
    const folder = freshFolder()
    const first = begin(folder)
    for (let n = 0; n < 7; n++) first.world.journal.next()
    const next = begin(await leave(folder, first)).world.journal.next()
    expect(next).toBe(how === 'a kill' ? 1_000_001 : 8)
  })
})

test('a torn last line is cut off with a warning, and the folder goes on', () => {
  const folder = freshFolder()
  insert(begin(folder).world, 'a')
  const copy = killed(folder)
  appendFileSync(journalOf(copy), 'deadbeef {"seq":9,"k":"comm')
  const second = begin(copy)
  expect(second.told).toEqual([`${journalOf(copy)}: cut off 27 bytes of a line that was not written to its end`])
  insert(second.world, 'b')
  expect(idsOf(begin(killed(copy)).world)).toEqual(['a', 'b'])
})

test('a failed unit of work leaves no line', () => {
  const folder = freshFolder()
  const { world } = begin(folder)
  const before = readFileSync(journalOf(folder), 'utf8')
  expect(() =>
    world.transact((tx) => {
      tx.table(notes).insert({ id: 'a', words: [] })
      throw new Error('no')
    }),
  ).toThrow('no')
  expect(readFileSync(journalOf(folder), 'utf8')).toBe(before)
})

describe('a journal that grew', () => {
  const grow = async (bench: ReturnType<typeof begin>, commits: number) => {
    for (let n = 0; n < commits; n++) {
      insert(bench.world, `${n}`, ['x'.repeat(50_000)])
      bench.world.transact((tx) => tx.table(notes).delete(`${n}`))
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  test('is folded while it is written to; what is on the disk stays bounded, and for its owner alone', async () => {
    const above = freshFolder()
    const folder = join(above, 'below')
    const bench = begin(folder)
    await grow(bench, 1_500) // some 75 MB of lines
    insert(bench.world, 'last')
    const modes = readdirSync(folder).map((name) => [name.split(/\W/)[0], statSync(join(folder, name)).mode & 0o777])
    expect([above, folder].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700])
    expect(Object.fromEntries(modes)).toEqual({ journal: 0o600, lock: 0o600, snapshot: 0o600 })
    await bench.log.close()
    const copy = killed(folder)
    const bytes = readdirSync(copy).reduce((sum, name) => sum + statSync(join(copy, name)).size, 0)
    expect(bytes).toBeLessThan(64 * 1024 * 1024)
    const again = begin(copy)
    expect(image(again.world)).toEqual(image(bench.world))
  })

  test('keeps what nobody has come to since the start, and snapshots and forks that share their rows', async () => {
    const folder = freshFolder()
    const first = begin(folder)
    insert(first.world, 'a')
    first.namespaces.default.saveSnapshot('s')
    const { snapshot } = first.namespaces.default.snapshots.get('s')!
    for (const name of ['x', 'y', 'z']) insert(first.namespaces.create({ name, from: snapshot }).world, name)
    await first.namespaces.delete('z')
    const second = begin(killed(folder))
    insert(second.namespaces.named('x').world, 'more')
    await grow(second, 600)
    await second.log.close()
    expect(readdirSync(second.folder).some((name) => name.startsWith('snapshot-'))).toBe(true)
    const { namespaces, world } = begin(second.folder)
    expect(idsOf(world)).toEqual(['a'])
    expect(['x', 'y'].map((name) => idsOf(namespaces.named(name).world))).toEqual([
      ['a', 'x', 'more'],
      ['a', 'y'],
    ])
    namespaces.default.restore(namespaces.default.snapshots.get('s')!.snapshot)
    expect(idsOf(namespaces.default.world)).toEqual(['a'])
    expect(namespaces.list().map(({ name }) => name)).toEqual(['default', 'x', 'y'])
  })
})

describe('refuses, with one line,', () => {
  test('a folder in use', () => {
    const folder = freshFolder()
    begin(folder)
    expect(() => begin(folder)).toThrow(`the folder is in use by process ${process.pid}`)
  })

  test.each<[string, EmulatorOptions, RegExp]>([
    ['an unknown provider', { providers: ['nobody'] }, /^there is no provider 'nobody'/],
    ['an unknown setting', { settings: { nobody: {} } }, /^there is no provider 'nobody'/],
    ['fixtures of nobody', { fixtures: { nobody: {} } }, /nobody/],
    ['an unknown option', { nothing: 1 } as EmulatorOptions, /nothing/],
  ])('%s, and lets go of the folder', async (_, options, message) => {
    const folder = freshFolder()
    const log = folderLog(folder)
    await expect(openEmulator({ ...options, log })).rejects.toThrow(message)
    expect(readdirSync(folder)).toEqual([])
    const emulator = await openEmulator({ log })
    await emulator.close()
  })

  test.each<[string, (folder: string) => void, RegExp]>([
    [
      'a line that was changed',
      (folder) => writeFileSync(journalOf(folder), readFileSync(journalOf(folder), 'utf8').replace('"a"', '"z"')),
      /journal-0\.ndjson:\d+: the line is damaged: its checksum does not fit; --state-recover keeps/,
    ],
    [
      'a line that is null',
      (folder) => appendFileSync(journalOf(folder), 'null\n'),
      /journal-0\.ndjson:\d+: the line is damaged: it does not begin with a checksum/,
    ],
    [
      'a gap',
      (folder) => {
        const lines = readFileSync(journalOf(folder), 'utf8').split('\n')
        writeFileSync(journalOf(folder), lines.toSpliced(1, 1).join('\n'))
      },
      /journal-0\.ndjson:2: entry 2 was expected, and this is 3/,
    ],
  ])('%s; --state-recover keeps what comes before it', (_, damage, message) => {
    const folder = freshFolder()
    const { world } = begin(folder)
    insert(world, 'first')
    insert(world, 'a')
    const copy = killed(folder)
    damage(copy)
    expect(() => begin(copy)).toThrow(message)
    expect(readdirSync(copy)).not.toContain('lock')
    const again = begin(copy, { recover: true })
    expect(['first', 'a'].slice(0, idsOf(again.world).length)).toEqual(idsOf(again.world))
    expect(statSync(join(copy, 'damaged-journal-0.ndjson')).mode & 0o777).toBe(0o600)
    insert(again.world, 'on')
    expect(idsOf(begin(killed(copy)).world)).toContain('on')
  })
})
