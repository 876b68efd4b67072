import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigError } from '../../src/core/config.ts'
import type { Entry } from '../../src/log/entries.ts'
import { FolderLog } from '../../src/log/folder-log.ts'
import { type Log, type LogSource, noLog } from '../../src/log/log.ts'
import { newCluster } from '../cluster/engine/clusters.ts'
import { hasServer } from '../cluster/nats.ts'
import { FakeWall } from '../helpers/wall.ts'
import { freshFolder } from './setup.ts'

/** A place in which logs are kept, one after the other. */
interface Place {
  /** Opens it. Whatever takes its time to be read has been read by then. */
  open(): Promise<Log>
  /** Whether who comes next finds what was added. */
  readonly keeps: boolean
}

const ENGINE = 'engine that replicas share'

// another implementation is one more line
const places: Readonly<Record<string, () => Place>> = {
  none: () => ({ keeps: false, open: () => Promise.resolve(noLog) }),
  folder: () => folder('process'),
  'folder that survives the machine': () => folder('disk'),
  [ENGINE]: () => unit(),
}

const folder = (durability: 'process' | 'disk'): Place => {
  const path = freshFolder()
  return { keeps: true, open: () => Promise.resolve(new FolderLog(path, { durability })) }
}

const cluster = hasServer ? newCluster().then((join) => join()) : undefined
let units = 0

const unit = (): Place => {
  const name = `unit ${++units}`
  return { keeps: true, open: async () => (await cluster!).claim(name) }
}

const open: Log[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((log) => log.close()))
})

const part = (value: number): Entry => ({ k: 'part', name: 'n', value })

/** Opens a log, reads it and begins. */
const begin = async (place: Place, source: Partial<LogSource> = {}) => {
  const log = await place.open()
  open.push(log)
  const found: Entry[] = []
  log.read((entry) => found.push(entry))
  const wall = new FakeWall()
  log.begin({ present: () => ({ entries: [part(0)], end: () => {} }), mark: () => true, wall, ...source })
  return { log, wall, found: found.map(({ k, ...rest }) => (k === 'part' ? (rest as { value: unknown }).value : k)) }
}

const stored = async (log: Log): Promise<void> => {
  if (log.whenStored) expect(await new Promise(log.whenStored)).toBeNull()
}

describe.each(Object.entries(places))('a log in: %s', (name, make) => {
  beforeEach(({ skip }) => skip(name === ENGINE && !hasServer, 'there is no Go to build the engine with'))

  const expected = (place: Place, all: readonly unknown[]): readonly unknown[] => (place.keeps ? all : [])

  test('is empty at first, then has the present, what was added in its order, and its end', async () => {
    const place = make()
    const first = await begin(place)
    expect(first.found).toEqual([])
    for (const value of [1, 2, 3]) first.log.add(part(value))
    await stored(first.log)
    expect(first.log.trouble).toBeNull()
    await first.log.close()
    const second = await begin(place)
    expect(second.found).toEqual(expected(place, [0, 1, 2, 3, 'closed']))
    second.log.add(part(4))
    await second.log.close()
    expect((await begin(place)).found).toEqual(expected(place, [0, 1, 2, 3, 'closed', 4, 'closed']))
  })

  test('answers leave once everything that they have seen is stored, and at once when nothing waits', async () => {
    const { log } = await begin(make())
    await stored(log)
    log.add(part(1))
    await Promise.all([stored(log), stored(log)])
    let left = false
    log.whenStored?.(() => {
      left = true
    })
    expect(left).toBe(log.whenStored !== null)
  })

  test('has the source write what is only written now and then: every second, and at the end', async () => {
    const place = make()
    const marks: number[] = []
    const { log, wall } = await begin(place, {
      mark() {
        marks.push(wall.now())
        log.add(part(9))
        return true
      },
    })
    const start = wall.now()
    wall.advance(1_000)
    wall.advance(1_000)
    await log.close()
    expect(marks).toEqual(expected(place, [start + 1_000, start + 2_000, start + 2_000]))
    wall.advance(1_000)
    expect(marks).toHaveLength(place.keeps ? 3 : 0)
    expect((await begin(place)).found).toEqual(expected(place, [0, 9, 9, 9, 'closed']))
  })

  test('says the place of an entry that does not fit, and lets go of it', async () => {
    const place = make()
    const { log } = await begin(place)
    log.add(part(1))
    await log.close()
    const again = await place.open()
    const visit = (): never => {
      throw new ConfigError('no')
    }
    const said = (): string => {
      try {
        again.read(visit)
        return ''
      } catch (error) {
        return (error as ConfigError).message
      }
    }
    expect(said()).toMatch(place.keeps ? /:1: no$/ : /^$/)
    again.abandon()
    expect((await begin(place)).found).toEqual(expected(place, [0, 1, 'closed']))
  })

  test('ends once, however often it is asked to', async () => {
    const { log } = await begin(make())
    await Promise.all([log.close(), log.close()])
    expect(log.trouble).toBeNull()
  })
})
