import { describe, expect, test } from 'vitest'
import { createEmulator } from '../../src/index.ts'
import { repeated } from '../../src/world/fixtures/repeating.ts'
import { mistakesIn } from '../scenario/setup.ts'
import { control } from '../helpers/socket.ts'
import { START } from '../helpers/setup.ts'

const records = (list: unknown) => (repeated({ vpcs: list }, 'digitalocean').records as { vpcs: unknown }).vpcs

describe('repeat', () => {
  test('makes as many records, numbered in every text', () => {
    expect(
      records([{ name: 'one' }, { repeat: 2, name: 'filler-{n}', tags: ['{n}', { of: '{n}/{n}' }], size: 3 }]),
    ).toEqual([
      { name: 'one' },
      { name: 'filler-1', tags: ['1', { of: '1/1' }], size: 3 },
      { name: 'filler-2', tags: ['2', { of: '2/2' }], size: 3 },
    ])
  })

  test('calculates with the number', () => {
    expect(
      records([{ repeat: 300, range: '10.{n/256}.{n%256}.0/24', id: '{n:4}', a: '{n+9}', b: '{n-1}', c: '{n*2}' }]),
    ).toEqual(
      expect.arrayContaining([
        { range: '10.0.1.0/24', id: '0001', a: '10', b: '0', c: '2' },
        { range: '10.1.44.0/24', id: '0300', a: '309', b: '299', c: '600' },
      ]),
    )
  })

  test.each([
    [0, 'expected a whole number from 1 to 10000, not 0'],
    ['x', 'expected a whole number from 1 to 10000, not "x"'],
    [10_001, 'expected a whole number from 1 to 10000, not 10001'],
  ])('%j times is refused', (repeat, text) => {
    expect(() => records([{ repeat }])).toThrow(`fixtures.digitalocean.vpcs.0.repeat: ${text}`)
  })

  test.each([
    ['a few large ones', [{ repeat: 10_000, a: 'x'.repeat(10_000) }], 0],
    ['very many small ones', Array.from({ length: 100 }, () => ({ repeat: 10_000 })), 57],
  ])('more than anybody needs is refused before it is made: %s', (_, list, place) => {
    expect(() => records(list)).toThrow(`fixtures.digitalocean.vpcs.${place}.repeat: more than 64 MiB of records`)
  })

  test('nothing is divided by 0', () => {
    expect(() => records([{ repeat: 1, a: '{n%0}' }])).toThrow(
      'fixtures.digitalocean.vpcs.0.repeat: nothing is divided by 0',
    )
  })
})

const filler = { repeat: 250, name: 'filler-{n}', region: 'nyc3', ip_range: '10.{n}.0.0/24' }
const options = {
  clock: { mode: 'virtual', start: START },
  settings: { digitalocean: { defaultVpcs: false } },
} as const

test('a world has the repeated records', async () => {
  const emulator = createEmulator({
    ...options,
    providers: ['digitalocean'],
    fixtures: { digitalocean: { vpcs: [filler] } },
  })
  const { body } = await control(emulator, 'GET', '/resources?type=digitalocean/vpc')
  expect((body as { resources: unknown[] }).resources).toHaveLength(250)
})

test('a mistake is told where the file has it, with the number of the record', async () => {
  const file = (vpc: string): string =>
    `name: t\nfixtures:\n  digitalocean:\n    vpcs:\n      - { name: a, region: nyc3 }\n      - { ${vpc} }\n`
  expect(await mistakesIn(file('repeat: 300, name: "x-{n}", region: nyc3, ip_range: "10.{n}.0.0/24"'))).toEqual([
    expect.stringMatching(/^test\.yaml:6:\d+: .*fixtures\.digitalocean\.vpcs\.1.*\(number 256 of 300\)$/),
  ])
  expect(await mistakesIn(file('repeat: 2, nme: x'))).toEqual([
    expect.stringMatching(
      /^test\.yaml:6:\d+: fixtures\.digitalocean\.vpcs\.1 has no 'nme'; did you mean 'name'\? \(number 1 of 2\)$/,
    ),
  ])
  expect(await mistakesIn(file('repeat: many, name: x'))).toEqual([
    'test.yaml:6:11: fixtures.digitalocean.vpcs.1.repeat: expected a whole number from 1 to 10000, not "many"',
  ])
})
