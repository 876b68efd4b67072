import { describe, expect, test } from 'vitest'
import { providers as registry } from '../../src/providers/index.ts'
import { coverageOf } from '../../src/world/provider.ts'

describe.each(registry)('the endpoints of $name', (provider) => {
  test('have a handler each, unless they are planned', async () => {
    await expect(provider.createApp()).resolves.toMatchObject({ errors: expect.arrayContaining(['rate_limited']) })
  })

  test('have one operation per method and path', () => {
    const targets = Object.values(provider.endpoints).map(({ method, path }) => `${method} ${path}`)
    expect(targets).toEqual([...new Set(targets)])
  })

  test('say why one is not whole', () => {
    const silent = Object.values(provider.endpoints)
      .map(coverageOf)
      .filter(({ status, note }) => status !== 'supported' && !note)
    expect(silent).toEqual([])
  })
})
