import { describe, expect, test } from 'vitest'
import { providers as registry } from '../../src/providers/index.ts'

describe.each(registry)('the facts of $name', (provider) => {
  test('are about something each', async () => {
    const known = (await provider.facts?.()) ?? []
    expect(known.length).toBeGreaterThan(5)
    expect(known.filter(({ ops, status, problem }) => (ops ?? status ?? problem) === undefined)).toEqual([])
  })
})
