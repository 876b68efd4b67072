import { expect, test } from 'vitest'
import { Present } from '../../src/namespaces/kept-entries.ts'
import { frozen, noTables } from '../../src/world/frozen-tables.ts'
import { notes } from '../world/things.ts'

const untouchable = new Proxy({} as never, {
  get() {
    throw new Error('somebody looked at a namespace')
  },
})

const kept = new Map<string, never>([['one', untouchable]])
const present = (image: number | undefined, namespaces = kept) =>
  new Present(
    { default: undefined, namespaces, gone: [], parts: [] },
    { worlds: new Map(), users: new Map(), image: () => image, nextImage: () => 99 },
  )
const tables = () => frozen(3, noTables([notes]).tables)

test('a fold of however many namespaces begins without a look at any of them', () => {
  const [first] = present(undefined).entries()
  expect(first).toEqual({ k: 'names', names: ['one'] })
})

test('tables that an entry names while a fold is on its way are written once more, under their number', () => {
  const fold = present(7, new Map<string, never>())
  const shared = tables()
  expect([fold.owe(shared), fold.images.get(shared.tables)]).toEqual([7, 7])
  expect([...fold.entries()]).toEqual([{ k: 'image', image: 7, of: null, rev: 3 }])
  const late = tables()
  expect([fold.owe(late), fold.images.has(late.tables)]).toEqual([undefined, false])
})

test('tables that the log does not have are not promised', () => {
  const fold = present(undefined, new Map<string, never>())
  expect(fold.owe(tables())).toBeUndefined()
  expect([...fold.entries()]).toEqual([])
})
