import { rowsOf } from '../helpers/rows.ts'
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FolderLog } from '../../src/log/folder-log.ts'
import { World } from '../../src/world/world.ts'
import { notes, provider, things } from '../world/things.ts'

let folder = ''
const open: FolderLog[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'peertwin-log-'))
})
afterEach(() => {
  for (const log of open.splice(0)) log.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Opens the folder as a start does. */
const begin = (): World => {
  const log = new FolderLog(folder, [provider])
  open.push(log)
  const world = log.found ? World.resume(log.found) : World.create([provider], { clock: { mode: 'virtual', now: 0 } })
  log.attach(world)
  return world
}
const end = (): void => open.pop()!.close()

/** Leaves the folder as a killed process would. */
const kill = (): void => {
  const copy = `${folder}-killed`
  rmSync(copy, { recursive: true, force: true })
  renameSync(folder, copy)
  open.splice(0) // its process is gone; nothing of it closes
  renameSync(copy, folder)
  writeFileSync(join(folder, 'lock'), '999999999')
}

const image = (world: World) => ({
  notes: rowsOf(world, notes),
  things: rowsOf(world, things),
  now: world.clock.now(),
})

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

describe.each([
  ['an orderly end', end],
  ['a kill', kill],
])('after %s', (_, leave) => {
  test('the world goes on where it stood: rows, order, plans, ids and time', () => {
    const world = begin()
    work(world)
    const before = image(world)
    const nextId = World.resume(world.snapshot()).ids.uuid('thing')
    leave()
    const again = begin()
    expect(image(again)).toEqual(before)
    expect(again.ids.uuid('thing')).toBe(nextId)
    again.clock.advance(7)
    expect(rowsOf(again, things).map(({ state }) => state)).toEqual(['UP'])
    expect(again.transact((tx) => tx.table(notes).insert({ id: 'd', words: [] }).ord)).toBe(4)
  })
})

test('a commit is in the log before the unit of work returns, and its torn end is not', () => {
  const world = begin()
  world.transact((tx) => tx.table(notes).insert({ id: 'a', words: [] }))
  const [log] = readdirSync(folder).filter((name) => name.startsWith('commits-'))
  expect(readFileSync(join(folder, log!), 'utf8')).toMatch(
    /^\{"rev":1,"put":\[\["test\/note",\{"id":"a","words":\[\],"ord":1\}\]\].*\}\n$/,
  )
  kill()
  appendFileSync(join(folder, log!), '{"rev":2,"put":[["test/note",{"id":"b"')
  expect(image(begin()).notes).toEqual([{ id: 'a', ord: 1, words: [] }])
})

test('a failed unit of work leaves no line', () => {
  const world = begin()
  expect(() =>
    world.transact((tx) => {
      tx.table(notes).insert({ id: 'a', words: [] })
      throw new Error('no')
    }),
  ).toThrow('no')
  kill()
  expect(image(begin()).notes).toEqual([])
})

test('a world put in place of another is the one that is kept', () => {
  work(begin())
  const fresh = World.create([provider], { clock: { mode: 'virtual', now: 0 } })
  open[0]!.attach(fresh)
  fresh.transact((tx) => tx.table(notes).insert({ id: 'z', words: [] }))
  kill()
  expect(image(begin()).notes).toEqual([{ id: 'z', ord: 1, words: [] }])
})

test('a process that died between the two renames of a fold lost nothing', () => {
  work(begin())
  kill()
  renameSync(join(folder, 'state.json'), join(folder, 'state.json.bak'))
  expect(image(begin()).notes.map(({ id }) => id)).toEqual(['b', 'c'])
})

test('the folder keeps one snapshot before the present one, and no older logs', () => {
  for (let n = 0; n < 5; n++) {
    begin()
    end()
  }
  expect(existsSync(join(folder, 'state.json.bak'))).toBe(true)
  expect(readdirSync(folder).filter((name) => name.startsWith('commits-')).length).toBeLessThanOrEqual(2)
  expect(readdirSync(folder)).not.toContain('lock')
})

describe('refuses with a message', () => {
  test('a folder in use', () => {
    begin()
    expect(() => new FolderLog(folder, [provider])).toThrow(`the folder is in use by process ${process.pid}`)
  })

  test.each([
    ['state.json', '{"format":1,', /state\.json is damaged .* the one before it is state\.json\.bak/],
    ['state.json', '{"format":99}', /the state has format 99, which a newer version wrote/],
  ])('a %s that does not read', (name, text, message) => {
    begin()
    end()
    writeFileSync(join(folder, name), text)
    expect(() => new FolderLog(folder, [provider])).toThrow(message)
    expect(existsSync(join(folder, 'lock'))).toBe(false)
  })

  test('a log that is damaged before its end', () => {
    work(begin())
    kill()
    const [log] = readdirSync(folder).filter((name) => name.startsWith('commits-'))
    const path = join(folder, log!)
    writeFileSync(path, readFileSync(path, 'utf8').replace('{"rev":1', '{"rev":'))
    expect(() => new FolderLog(folder, [provider])).toThrow(new RegExp(`${log}:1: the line is damaged`))
  })
})

test('a lock of this process number that this process does not hold is left over from a container', () => {
  begin()
  end()
  writeFileSync(join(folder, 'lock'), String(process.pid))
  expect(() => begin()).not.toThrow()
})
