import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readScenarioFile } from '../../src/scenario/load.ts'
import { mistakesIn, vocabulary } from './setup.ts'

const folder = await mkdtemp(join(tmpdir(), 'peertwin-'))
afterAll(() => rm(folder, { recursive: true }))

test('all mistakes are told at once', async () => {
  const text = `name: t
lifecycles:
  digitalocean/vpc_peering:
    - { id: a, from: X, to: Y, after: 1s }
faults:
  - { id: f, match: { op: z/z }, effect: { hang: true, reset: true } }
`
  const states = 'PROVISIONING, ACTIVE, ERROR, DELETING'
  const mistakes = await mistakesIn(text)
  expect(mistakes.slice(0, 2)).toEqual([
    `test.yaml:4:25: there is no state of digitalocean/vpc_peering 'Y'; it is one of ${states}, $gone`,
    `test.yaml:4:16: there is no state of digitalocean/vpc_peering 'X'; it is one of ${states}`,
  ])
  expect(mistakes[2]).toMatch(/^test\.yaml:6:23: no provider 'z' is served; it is one of digitalocean/)
  expect(mistakes.slice(3)).toEqual(["test.yaml:6:56: 'f' does hang and reset: one of them is enough"])
})

test.each([
  [
    'members that there are not',
    Array.from({ length: 20_000 }, (_, n) => `x${n}: 1`),
    "test.yaml:2:1: scenario has no 'x0'",
  ],
  [
    'machines that there are not',
    ['lifecycles:', ...Array.from({ length: 20_000 }, (_, n) => `  x${n}: []`)],
    "test.yaml:3:3: there is no machine 'x0'",
  ],
  [
    'providers that there are not',
    ['fixtures:', ...Array.from({ length: 20_000 }, (_, n) => `  x${n}: {}`)],
    "test.yaml:3:3: no provider 'x0' is served",
  ],
])('of very many mistakes the first hundred are told: %s', async (_, lines, first) => {
  const mistakes = await mistakesIn(['name: t', ...lines, ''].join('\n'))
  expect(mistakes).toHaveLength(101)
  expect(mistakes[0]).toContain(first)
  expect(mistakes.at(-1)).toBe('test.yaml:1:1: there are more mistakes than these 100')
})

test.each([
  [
    'a record that cannot be',
    'name: t\nfixtures: { digitalocean: { vpcs: [{ id: 1 }] } }\n',
    'test.yaml:2:38: fixtures.digitalocean.vpcs.0.id: expected text, not a number',
  ],
  [
    'records of a provider that does not exist',
    'name: t\nfixtures: { digitalocan: { vpcs: [] } }\n',
    "test.yaml:2:13: no provider 'digitalocan' is served; did you mean 'digitalocean'?",
  ],
])('fixtures are tried out: %s', async (_, text, message) => {
  expect(await mistakesIn(text)).toEqual([message])
})

test('JSON is taken as well', async () => {
  expect(await mistakesIn(JSON.stringify({ $schema: './scenario.v1.json', name: 't', faults: [] }))).toEqual([])
})

test('a file is read by its path, which stands before what is wrong with it', async () => {
  const file = join(folder, 'a.yaml')
  await writeFile(file, 'name: a\nseed: 7\n')
  expect(await readScenarioFile(file, await vocabulary())).toEqual({ name: 'a', seed: 7 })
  await writeFile(file, 'name: a\nsed: 7\n')
  await expect(readScenarioFile(file, await vocabulary())).rejects.toThrow(
    `${file}:2:1: scenario has no 'sed'; did you mean 'seed'?`,
  )
  const none = join(folder, 'none.yaml')
  await expect(readScenarioFile(none, await vocabulary())).rejects.toThrow(`${none}: there is no such file`)
})
