import { describe, expect, test } from 'vitest'
import { namesText, namesView } from '../../../src/scenario/document/name-list.ts'
import { type Vocabulary, machineOf } from '../../../src/scenario/document/names.ts'
import { templateFor } from '../../../src/scenario/document/template.ts'
import { GONE } from '../../../src/world/lifecycle.ts'
import { mistakesIn, vocabulary } from '../setup.ts'

const door = {
  name: 'shed/door',
  indexes: {},
  settable: { 'status.text': 'text' },
  machine: {
    name: 'shed/door',
    initial: 'OPENING',
    states: {
      OPENING: { after: { ms: 1_500, to: 'OPEN' } },
      OPEN: { on: { close: 'SHUT', lock: 'SHUT' } },
      SHUT: { on: { lock: 'SHUT' }, after: { ms: 10, to: GONE } },
    },
  },
} as const
const small: Vocabulary = new Map([
  ['shed', { name: 'shed', operations: ['doors.list'], errors: ['stuck', 'stuck'], tables: [door], machines: [door] }],
]) as unknown as Vocabulary

describe('all names', () => {
  test('as text', () => {
    expect(namesText(small)).toBe(`shed
  operations
    shed/doors.list
  machine shed/door
    states  OPENING, OPEN, SHUT, $gone
    events  close, lock
    set     status.text
  errors  stuck
`)
  })

  test('as a value', () => {
    expect(namesView(small)).toEqual({
      providers: [
        {
          name: 'shed',
          operations: ['shed/doors.list'],
          machines: [
            {
              name: 'shed/door',
              initial: 'OPENING',
              states: ['OPENING', 'OPEN', 'SHUT'],
              events: ['close', 'lock'],
              settable: ['status.text'],
            },
          ],
          errors: ['stuck', 'stuck'],
        },
      ],
    })
  })
})

describe('a new file', () => {
  test('does what the machine does without it', () => {
    expect(templateFor('dir/my door.yaml', door as never, '../s.json')).toBe(`# yaml-language-server: $schema=../s.json
# What goes wrong here, and where it was seen.
name: my-door
seed: 1
lifecycles:
  shed/door:
    # states: OPENING, OPEN, SHUT
    # events: close, lock
    - { id: open-from-opening, from: OPENING, after: 1500ms, to: OPEN }
    - { id: gone-from-shut, from: SHUT, after: 10ms, to: $gone }
faults: []
expect:
  - { resource: shed/door, count: { atMost: 1 }, because: a retried create must not leave a duplicate }
`)
  })

  test('has no mistake, whatever it is made for', async () => {
    const names = await vocabulary()
    const machines = [...names.values()].flatMap(({ machines: all }) => all.map(({ name }) => name))
    const mistakes = machines.map((name) => mistakesIn(templateFor('new.yaml', machineOf(names, name)!, './s.json')))
    expect(await Promise.all(mistakes)).toEqual(machines.map(() => []))
  })
})
