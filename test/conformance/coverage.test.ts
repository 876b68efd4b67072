import { describe, expect, test } from 'vitest'
import * as registry from '../../src/providers/index.ts'

describe.each(Object.values(registry))('coverage of $name', (provider) => {
  const template = (path: string): string => path.replaceAll(/:(\w+)/g, '{}').replaceAll(/\{\w+\}/g, '{}')

  test('lists each registered operation as supported or partial, and nothing else as such', async () => {
    const { operations } = await provider.createApp()
    const registered = operations.map(({ op, method, path }) => `${op} ${method} ${template(path)}`)
    const listed = provider.coverage
      .filter(({ status }) => status !== 'planned')
      .map(({ op, method, path }) => `${op} ${method} ${template(path)}`)
    expect(listed.toSorted()).toEqual(registered.toSorted())
  })

  test('names each operation once and says why one is not whole', () => {
    const names = provider.coverage.map(({ op }) => op)
    expect(names).toEqual([...new Set(names)])
    expect(provider.coverage.filter(({ status, note }) => status !== 'supported' && note === undefined)).toEqual([])
  })
})
