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
  by: 0,
  now: BEGIN,
  shown: null,
  ...what,
})

const create = (call: number, until: number, name: string): Operation => operation(call, until, { do: 'create', name })
const remove = (call: number, until: number, name: string): Operation => operation(call, until, { do: 'delete', name })
const advance = (call: number, until: number, by: number, now: number): Operation =>
  operation(call, until, { do: 'advance', kind: '', by, now })
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
    ['two moves at the same time', [advance(1, 5, 5, BEGIN + 7), advance(2, 6, 2, BEGIN + 7)]],
    [
      'states that follow the clock',
      [create(1, 2, 'a'), advance(3, 4, 2, BEGIN + 2), list(5, 6, { a: 'ACTIVE' }, BEGIN + 2)],
    ],
  ])('%s', (_, history) => {
    expect(check(history, BEGIN)).toMatchObject({ namespaces: 1, illegal: [], undecided: [] })
  })
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
    ['a clock that moves twice for one request', [advance(1, 0, 5, 0), list(2, 3, {}, BEGIN + 10)]],
    ['a state that comes too early', [create(1, 2, 'a'), list(3, 4, { a: 'ACTIVE' })]],
  ])('%s', (_, history) => {
    expect(check(history, BEGIN)).toMatchObject({ namespaces: 1, illegal: ['one'] })
  })
})
