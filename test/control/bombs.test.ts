import { describe, test } from 'vitest'
import { ALIASES } from '../helpers/bombs.ts'
import { invalid, problem, refused, setup } from './setup.ts'

const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`
const wide = (member: string): string => `[${`${member},`.repeat(600_000)}${member}]`

const LEVELS = 'more than 100 levels'
const VALUES = 'more than 500000 values'

const RULES = JSON.stringify({
  name: 's',
  limits: Array.from({ length: 1_000 }, () => ({ max: 1 })),
  variants: Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`v${n}`, {}])),
})

describe('what would take for ever is refused at once', () => {
  test.each<[string, string, string, string]>([
    ['levels', 'POST', '/faults', `{"id":"f","effect":{"status":500,"body":${deep(5_000)}}}`],
    ['levels', 'POST', '/fixtures', `{"digitalocean":{"vpcs":[{"name":${deep(100_000)}}]}}`],
    ['levels', 'POST', '/namespaces', `{"name":"n","fixtures":{"digitalocean":${deep(200)}}}`],
    ['levels', 'POST', '/requests/find', `{"op":${deep(101)}}`],
    ['levels', 'PUT', '/state', `{"format":1,"tables":{"digitalocean/vpc":{"rows":[${deep(200_000)}]}}}`],
    ['values', 'POST', '/requests/verify', `{"expect":${wide('{}')}}`],
    ['values', 'POST', '/fixtures', `{"digitalocean":{"vpcs":${wide('{}')}}}`],
    ['values', 'POST', '/faults', `{"id":"f","match":{"op":${wide('1')}},"effect":{"status":500}}`],
  ])('%s in a body: %s %s', async (what, method, path, body) => {
    const { control } = setup()
    await refused(control, [method, path, body], invalid(`body: ${what === 'levels' ? LEVELS : VALUES}`))
  })

  test.each([
    ['levels', '{a: '.repeat(100_000), `scenarios/s:1:406: ${LEVELS}`],
    ['words', `name: s\nfaults: [${'1,'.repeat(1_000_000)}`, 'scenarios/s:2:666668: more than 1000000 words and signs'],
    [
      'aliases',
      `name: s\n${ALIASES}`,
      'scenarios/s: an alias stands for nothing that comes before it, or aliases stand for more than 1000 values',
    ],
    [
      'rules in variants',
      RULES,
      `scenarios/s:1:${RULES.indexOf('"variants"') + 1}: the variants come to 1000000 rules with those of the file in each; at most 100000 are read`,
    ],
  ])('%s in a scenario', async (_, text, detail) => {
    const { control } = setup()
    await refused(control, ['PUT', '/scenarios/s', text], invalid(detail))
  })

  test('a large scenario', async () => {
    const { control } = setup()
    const text = `name: s\n${'#'.repeat(16 * 1024 * 1024)}`
    await refused(control, ['PUT', '/scenarios/s', text], problem(413, 'Too large', 'The body exceeds 16 MiB.'))
  })

  test('records that one stands for', async () => {
    const { control } = setup()
    const vpcs = [{ repeat: 10_000, name: 'x'.repeat(10_000), region: 'nyc3' }]
    const detail = 'fixtures.digitalocean.vpcs.0.repeat: more than 64 MiB of records'
    await refused(control, ['POST', '/fixtures', { digitalocean: { vpcs } }], invalid(detail))
    await refused(control, ['POST', '/namespaces', { fixtures: { digitalocean: { vpcs } } }], invalid(detail))
  })
})
