import { describe, expect, test } from 'vitest'
import { type Operation, check } from './history.ts'

const BEGIN = 1_000

/** What a client does between two moments; with `until` 0 it hears nothing. */
const operation = (call: number, until: number, what: Partial<Operation>): Operation => ({
  namespace: 'one',
  client: 0,
  call,
  return: until,
  do: 'list',
  kind: 'digitalocean',
  name: '',
  to: 0,
  late: false,
  now: BEGIN,
  shown: null,
  ...what,
})

const create = (call: number, until: number, name: string): Operation => operation(call, until, { do: 'create', name })
const remove = (call: number, until: number, name: string): Operation => operation(call, until, { do: 'delete', name })
const advance = (call: number, until: number, by: number, now: number): Operation =>
  operation(call, until, { do: 'advance', kind: '', to: BEGIN + by, now })
const late = (call: number, until: number, by: number): Operation =>
  operation(call, until, { do: 'advance', kind: '', to: BEGIN + by, late: true })
const list = (call: number, until: number, shown: Operation['shown'], now = BEGIN): Operation =>
  operation(call, until, { shown, now })
const get = (call: number, until: number, name: string, state?: string): Operation =>
  operation(call, until, { do: 'get', name, shown: state === undefined ? null : { [name]: state } })

const NEW = 'PROVISIONING'

describe('the checker takes', () => {
  test.each<[string, readonly Operation[]]>([
    [
      'answers that come in another order than the requests',
      [create(1, 9, 'a'), list(2, 8, {}), list(3, 7, { a: NEW })],
    ],
    ['a create without an answer that happens late', [create(1, 0, 'a'), list(2, 3, {}), list(4, 5, { a: NEW })]],
    ['a create without an answer that never happens', [create(1, 0, 'a'), list(2, 3, {}), list(4, 5, {})]],
    [
      'a delete without an answer that happens late',
      [create(1, 2, 'a'), remove(3, 0, 'a'), get(4, 5, 'a', NEW), get(6, 7, 'a', 'DELETING')],
    ],
    ['a clock that may have moved', [advance(1, 0, 5, 0), list(2, 3, {}), list(4, 5, {}, BEGIN + 5)]],
    ['a move that comes too late', [advance(1, 9, 5, BEGIN + 5), late(2, 8, 3), list(3, 7, {}, BEGIN)]],
    [
      'a move without an answer that changes nothing any more',
      [advance(1, 0, 3, 0), advance(2, 3, 5, BEGIN + 5), list(4, 5, {}, BEGIN + 5)],
    ],
    [
      'states that follow the clock',
      [create(1, 2, 'a'), advance(3, 4, 2, BEGIN + 2), list(5, 6, { a: 'ACTIVE' }, BEGIN + 2)],
    ],
    [
      'a create without an answer that happens as long before a state is seen as can be',
      [create(1, 0, 'a'), list(2, 3, { a: NEW }), advance(4, 5, 1, BEGIN + 1), list(6, 7, { a: NEW }, BEGIN + 1)],
    ],
    [
      'a create without an answer that happens as shortly before a state is seen as can be',
      [list(1, 2, {}), create(3, 0, 'a'), advance(5, 6, 2, BEGIN + 2), list(7, 8, { a: 'ACTIVE' }, BEGIN + 2)],
    ],
    [
      'a delete without an answer that happens as long before the end is seen as can be',
      [
        operation(1, 2, { do: 'create', kind: 'confluent', name: 'a' }),
        operation(3, 0, { do: 'delete', kind: 'confluent', name: 'a' }),
        operation(4, 5, { kind: 'confluent', shown: { a: 'DEPROVISIONING' } }),
        advance(6, 7, 1, BEGIN + 1),
        operation(8, 9, { kind: 'confluent', shown: { a: 'DEPROVISIONING' }, now: BEGIN + 1 }),
      ],
    ],
  ])('%s', (_, history) => {
    expect(check(history, BEGIN)).toMatchObject({ namespaces: 1, illegal: [], undecided: [] })
  })
})

test('the checker decides about much without an answer', () => {
  const KINDS = ['digitalocean', 'upcloud', 'confluent', 'huawei', 'tencent']
  const numbers = Array.from({ length: 20 }, (_, n) => n)
  const names = numbers.map((n) => `n${n}`)
  const lost = numbers.flatMap((n) => [
    advance(1 + n, 0, 1 + n, 0),
    ...KINDS.map((kind) => operation(1 + n, 0, { do: 'create', kind, name: names[n]! })),
  ])
  const states: Readonly<Record<string, string>> = { digitalocean: 'ACTIVE', confluent: 'READY', huawei: 'OK' }
  const seen = KINDS.flatMap((kind) => {
    const shown = Object.fromEntries(names.map((name) => [name, states[kind] ?? 'there']))
    return numbers.map((n) => operation(50 + n, 90 + n, { kind, shown, now: BEGIN + 20 }))
  })
  expect(check([...lost, ...seen], BEGIN)).toMatchObject({ operations: 220, unknown: 120, illegal: [], undecided: [] })
})

test('the checker decides about much without an answer that is seen to have happened late', () => {
  const kind = 'confluent'
  const made = Array.from({ length: 10 }, (_, n) => `n${n}`)
  const ended = Array.from({ length: 10 }, (_, n) => `m${n}`)
  const there = Object.fromEntries(ended.map((name) => [name, 'READY']))
  const seen = {
    ...Object.fromEntries(made.map((name) => [name, NEW])),
    ...Object.fromEntries(ended.map((name) => [name, 'DEPROVISIONING'])),
  }
  const history = [
    ...ended.map((name, n) => operation(1 + n, 20 + n, { do: 'create', kind, name })),
    advance(31, 32, 4, BEGIN + 4),
    operation(33, 34, { kind, shown: there, now: BEGIN + 4 }),
    ...made.map((name, n) => operation(35 + n, 0, { do: 'create', kind, name })),
    ...ended.map((name, n) => operation(35 + n, 0, { do: 'delete', kind, name })),
    ...[5, 6, 7, 8, 9].map((by, n) => advance(50 + n, 60 + n, by, BEGIN + by)),
    operation(80, 90, { kind, shown: seen, now: BEGIN + 9 }),
  ]
  expect(check(history, BEGIN)).toMatchObject({ unknown: 20, illegal: [], undecided: [] })
})

describe('the checker objects to', () => {
  test.each<[string, readonly Operation[]]>([
    ['a lost create', [create(1, 2, 'a'), list(3, 4, {})]],
    ['a stale read', [create(1, 2, 'a'), list(3, 4, { a: NEW }), get(5, 6, 'a')]],
    ['a create without an answer that is undone', [create(1, 0, 'a'), list(2, 3, { a: NEW }), list(4, 5, {})]],
    ['a delete that is undone', [create(1, 2, 'a'), remove(3, 4, 'a'), get(5, 6, 'a', NEW)]],
    ['a phantom', [list(1, 2, { a: NEW })]],
    ['a clock that has not moved', [advance(1, 2, 5, BEGIN)]],
    ['a clock that runs back', [advance(1, 2, 5, BEGIN + 5), list(3, 4, {}, BEGIN)]],
    ['a clock that moves further than it was asked to', [advance(1, 0, 5, 0), list(2, 3, {}, BEGIN + 10)]],
    ['a move that is refused for nothing', [late(1, 2, 5)]],
    ['a move that should be refused', [advance(1, 2, 5, BEGIN + 5), advance(3, 4, 3, BEGIN + 5)]],
    [
      'a clock that runs back for another kind of resource',
      [advance(1, 2, 5, BEGIN + 5), operation(3, 4, { kind: 'upcloud', shown: {} })],
    ],
    ['a state that comes too early', [create(1, 2, 'a'), list(3, 4, { a: 'ACTIVE' })]],
  ])('%s', (_, history) => {
    expect(check(history, BEGIN)).toMatchObject({ namespaces: 1, illegal: ['one'] })
  })
})
