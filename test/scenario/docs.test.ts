import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { mistakesIn } from './setup.ts'

const text = readFileSync(new URL('../../docs/scenarios.md', import.meta.url), 'utf8')
const blocks = Array.from(text.matchAll(/^```yaml(?: \S+)?\n([\s\S]*?)^```$/gm), ([, yaml]) => yaml!)

describe('docs/scenarios.md', () => {
  test('shows files', () => expect(blocks.length).toBeGreaterThan(6))
  test.each(blocks.map((yaml) => [/^name: (.+)$/m.exec(yaml)?.[1] ?? yaml, yaml]))('%s is valid', async (_, yaml) => {
    expect(await mistakesIn(yaml)).toEqual([])
  })
})
