import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../../src/core/config.ts'
import { readConfigFile, readConfigText } from '../../../src/core/input/config-file.ts'

const refused = async (text: string): Promise<string> => {
  const error: unknown = await readConfigText(text, 'a.yaml').catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(ConfigError)
  return (error as Error).message
}

describe('a file that would take for ever is one line', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
  for (let at = 1; at < 12; at++) {
    const [before, name] = [String.fromCharCode(96 + at), String.fromCharCode(97 + at)]
    bomb.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(', ')}]`)
  }
  const keys = Array.from({ length: 140_000 }, (_, at) => `k${at}: 1`)

  test.each([
    [
      'aliases of aliases',
      bomb.join('\n'),
      /^a\.yaml: an alias stands for nothing that comes before it, or aliases stand for more than 1000 values$/,
    ],
    ['lists in lists', '['.repeat(100_000), /^a\.yaml:1:\d+: more than 100 levels$/],
    ['maps in maps', '{a: '.repeat(100_000), /^a\.yaml:1:\d+: more than 100 levels$/],
    ['lists in lists by dashes', '- '.repeat(100_000), /^a\.yaml:1:\d+: more than 100 levels$/],
    ['JSON', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, /^a\.yaml:1:\d+: more than 100 levels$/],
    ['a text without end', 'x'.repeat(16 * 1024 * 1024 + 1), /^a\.yaml: the file exceeds 16 MiB$/],
    ['a list without end', `[${'1,'.repeat(2_000_000)}`, /^a\.yaml:1:\d+: more than 1000000 words and signs$/],
    ['spaces without end', ' \n'.repeat(2_000_000), /^a\.yaml:\d+:\d+: more than 1000000 words and signs$/],
    ['JSON without end', `[${'1,'.repeat(2_000_000)}1]`, /^a\.yaml: more than 500000 values$/],
    [
      'large JSON with many levels',
      `${' '.repeat(2_000_000)}${'['.repeat(200)}${']'.repeat(200)}`,
      /^a\.yaml: more than 100 levels$/,
    ],
    [
      'a key of a very long map twice',
      [...keys, 'k7: 2'].join('\n'),
      /^a\.yaml:140001:1: the key "k7" stands here a second time$/,
    ],
  ])('%s', async (_, text, message) => {
    expect(await refused(text)).toMatch(message)
  })

  test('a file on disk is not even read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'peertwin-'))
    const file = join(folder, 'large.yaml')
    await writeFile(file, 'a: 1')
    await truncate(file, 1024 ** 3)
    await expect(readConfigFile(file)).rejects.toThrow(new ConfigError(`${file}: the file exceeds 16 MiB`))
    await rm(folder, { recursive: true })
  })
})

test('a mistake in large JSON is told without its place', async () => {
  const file = await readConfigText(`{"a":"${'x'.repeat(2_000_000)}"}`, 'a.json')
  expect(file.value).toEqual({ a: 'x'.repeat(2_000_000) })
  expect(file.blame(new ConfigError('no', ['a'])).message).toBe('a.json: no')
})

test.each([
  ['an alias of nothing', 'a: *b', /^a\.yaml(:1:4)?: an alias stands for nothing/],
  ['another document', 'a: 1\n---\nb: 2\n', /^a\.yaml:2:1: there is another document$/],
  ['a key twice', '{"a": 1, "a": 2}', /^a\.yaml:1:10: the key "a" stands here a second time$/],
  ['no YAML', 'a: [1', /^a\.yaml:1:\d: /],
])('%s is a mistake', async (_, text, message) => {
  expect(await refused(text)).toMatch(message)
})

test.each([
  ['nothing', '', null],
  ['a byte order mark', '\uFEFFa: 1', { a: 1 }],
  ['aliases', 'a: &a { b: 1 }\nc: [*a, *a]\n', { a: { b: 1 }, c: [{ b: 1 }, { b: 1 }] }],
  ['a hundred levels', `${'['.repeat(100)}${']'.repeat(100)}`, JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`)],
])('%s is read', async (_, text, value) => {
  expect((await readConfigText(text, 'a.yaml')).value).toEqual(value)
})
