import { describe, expect, test } from 'vitest'
import { type JournalEntry, RequestJournal, bodyText } from '../../src/world/request-journal.ts'

const entry = (n: number, size = 0): JournalEntry => ({
  n,
  at: 0,
  started: 0,
  provider: 'test',
  op: null,
  method: 'GET',
  target: '/',
  credential: null,
  requestHeaders: [],
  requestBody: null,
  status: 200,
  responseHeaders: [],
  responseBody: 'x'.repeat(size),
  took: 0,
  error: undefined,
  scenario: undefined,
  fault: null,
})
const numbers = (journal: RequestJournal): number[] => Array.from(journal.entries(), ({ n }) => n)

describe('a journal', () => {
  test('keeps the newest entries, and numbers on behind those that it forgot', () => {
    const journal = new RequestJournal(undefined, 6, { entries: 3, bytes: 1_000_000 })
    for (let i = 0; i < 5; i++) journal.add(entry(journal.next()))
    expect(numbers(journal)).toEqual([9, 10, 11])
    journal.clear()
    expect([numbers(journal), journal.size, journal.bytes, journal.seen, journal.next()]).toEqual([[], 0, 0, 11, 12])
  })

  test('keeps no more bytes than it may, but always the newest entry', () => {
    const journal = new RequestJournal(undefined, 0, { entries: 10, bytes: 10_000 })
    for (let i = 0; i < 4; i++) journal.add(entry(journal.next(), 2_000))
    expect(numbers(journal)).toEqual([2, 3, 4])
    expect(journal.bytes).toBeLessThanOrEqual(10_000)
    journal.add(entry(journal.next(), 20_000))
    expect(numbers(journal)).toEqual([5])
    journal.add(entry(journal.next()))
    expect(numbers(journal)).toEqual([6])
  })

  test('counts what it forgot by operation and status', () => {
    const journal = new RequestJournal(undefined, 0, { entries: 1, bytes: 1_000_000 })
    for (const op of ['list', 'list', null, 'list', 'list']) journal.add({ ...entry(journal.next()), op })
    expect(journal.tally.forgotten).toBe(4)
    expect([...journal.tally.counts()]).toEqual([
      { provider: 'test', op: 'list', status: 200, count: 3 },
      { provider: 'test', op: null, status: 200, count: 1 },
    ])
    journal.mark('here', 7)
    expect([...journal.marks]).toEqual([{ text: 'here', n: 5, at: 7 }])
    journal.clear()
    expect([journal.tally.forgotten, ...journal.tally.counts(), ...journal.marks]).toEqual([0])
  })

  test('tells of each entry once: whoever made it, and whoever watches', () => {
    const told: string[] = []
    const journal = new RequestJournal(({ n }) => told.push(`told ${n}`))
    journal.add(entry(journal.next()))
    journal.watch = ({ n }) => told.push(`watched ${n}`)
    journal.add(entry(journal.next()))
    journal.watch = null
    journal.add(entry(journal.next()))
    expect(told).toEqual(['told 1', 'told 2', 'watched 2', 'told 3'])
  })

  test('keeps headers and targets that repeat once', () => {
    const journal = new RequestJournal()
    const headers = journal.shared(['Host', 'a', 'Accept', 'b'])
    expect(journal.shared(['Host', 'a', 'Accept', 'b'])).toBe(headers)
    expect(journal.shared(['Host', 'a', 'Accept', 'c'])).toEqual(['Host', 'a', 'Accept', 'c'])
    expect([journal.sharedTarget('/a'), journal.sharedTarget('/a'), journal.sharedTarget('/b')]).toEqual([
      '/a',
      '/a',
      '/b',
    ])
  })
})

test('a body is shown as text, whatever it is kept as', () => {
  expect([
    bodyText(null),
    bodyText('ä'),
    bodyText(new TextEncoder().encode('ä')),
    bodyText(new Uint8Array([255])),
  ]).toEqual(['', 'ä', 'ä', '\uFFFD'])
})
