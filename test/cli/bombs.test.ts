import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ALIASES } from '../helpers/bombs.ts'
import { run } from '../helpers/cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'peertwin-bombs-'))
afterAll(() => rmSync(folder, { recursive: true }))

const LINT = ['scenario', 'lint']
const startWith = (option: string): string[] => ['start', '--port', '0', option]

test.each<[string, string[], string | number, RegExp]>([
  ['aliases of aliases', LINT, ALIASES, /^: an alias stands for nothing .* more than 1000 values$/],
  ['levels without end', startWith('--scenario'), '- '.repeat(100_000), /^:1:\d+: more than 100 levels$/],
  [
    'a list without end',
    startWith('--fixtures'),
    `[${'1,'.repeat(1_000_000)}`,
    /^:1:\d+: more than 1000000 words and signs$/,
  ],
  ['JSON without end', startWith('--fixtures'), `[${'{},'.repeat(1_000_000)}{}]`, /^: more than 500000 values$/],
  ['a huge file', startWith('--config'), 2 ** 34, /^: the file exceeds 16 MiB$/],
  [
    'variants of very many rules',
    startWith('--scenario'),
    JSON.stringify({
      name: 'n',
      faults: Array.from({ length: 1_000 }, (_, n) => ({ id: `f${n}`, calls: 1, effect: { status: 500 } })),
      variants: Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`v${n}`, {}])),
    }),
    /^:1:\d+: the variants come to 1000000 rules with those of the file in each; at most 100000 are read$/,
  ],
  [
    'very many records of one',
    startWith('--fixtures'),
    `digitalocean: { vpcs: [{ repeat: 10000, name: ${'x'.repeat(10_000)}, region: nyc3 }] }`,
    /^:1:\d+: fixtures\.digitalocean\.vpcs\.0\.repeat: more than 64 MiB of records$/,
  ],
])('%s: one line and exit code 2', async (name, command, content, line) => {
  const file = join(folder, `${name.replaceAll(' ', '-')}.yaml`)
  writeFileSync(file, typeof content === 'string' ? content : '')
  if (typeof content === 'number') truncateSync(file, content)
  const { code, stdout, stderr } = await run([...command, file])
  expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 2, stdout: '', lines: 2 })
  expect(stderr.replace(`peertwin: ${file}`, '').trimEnd()).toMatch(line)
})
