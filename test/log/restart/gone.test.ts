import { expect, test } from 'vitest'
import type { Namespace } from '../../../src/namespaces/namespace.ts'
import { FakeWall } from '../../helpers/wall.ts'
import { freshFolder, killed } from '../setup.ts'
import { open, outcome, provider } from './setup.ts'

const COUNT = 10_000

test('the credentials of ten thousand namespaces that were deleted or have expired are refused, also after a restart', async () => {
  const folder = freshFolder()
  const wall = new FakeWall()
  const first = open(folder, wall)
  const tokenOf = (one: Namespace): string => first.namespaces.credentialsOf(one)[provider.name]!.credential['token']!
  const made = Array.from({ length: COUNT }, (_, n) => first.namespaces.create(n % 2 === 0 ? { ttl: 1_000 } : {}))
  const tokens = made.map(tokenOf)
  expect(new Set(tokens.map((token) => outcome(first.namespaces, token))).size).toBe(COUNT)
  for (const [n, { name }] of made.entries()) if (n % 2 === 1) await first.namespaces.delete(name)
  wall.advance(2_000)
  expect(first.namespaces.list().map(({ name }) => name)).toEqual(['default'])
  const stayed = tokenOf(first.namespaces.create({ name: 'stays' }))

  const second = open(killed(folder), wall)
  await first.log.close()
  const third = open(folder, wall)
  for (const { namespaces } of [first, second, third]) {
    expect(new Set(tokens.map((token) => outcome(namespaces, token)))).toEqual(new Set(['gone']))
    expect(outcome(namespaces, stayed)).toBe('stays')
    expect(outcome(namespaces, 'dop_v1_of_nobody')).toBe('default')
  }
  await Promise.all([second.log.close(), third.log.close()])
})
