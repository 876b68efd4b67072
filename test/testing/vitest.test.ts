import { describe } from 'vitest'
import { expect, test, testWith } from '../../src/testing/vitest.ts'
import { NOW, PAIR, ask, peer } from './setup.ts'

const seeded = testWith({ fixtures: PAIR, clock: { mode: 'virtual', start: NOW } })

const meeting = () => {
  let resolve!: (name: string) => void
  const promise = new Promise<string>((done) => (resolve = done))
  return { promise, resolve }
}

describe('tests of one file', () => {
  // each waits for the other inside its test: run one after the other they would never end
  const [first, second] = [meeting(), meeting()]
  test('run at the same time', async ({ pt }) => {
    first.resolve(pt.name)
    expect(await second.promise).not.toBe(pt.name)
  })
  test('in namespaces of their own', async ({ pt }) => {
    second.resolve(pt.name)
    expect(await first.promise).not.toBe(pt.name)
  })
})

seeded.for([1, 2, 3])('a namespace begins fresh (%i)', async (_, { pt, emulator }) => {
  await peer(pt)
  await expect(pt).toHaveResource('digitalocean/vpc_peering', { count: 1, state: 'PROVISIONING' })
  await pt.clock.settle()
  await expect(pt).toHaveResource('digitalocean/vpc_peering', { count: 1, state: 'ACTIVE' })
  await expect(pt).toHaveReceived('digitalocean/vpc_peerings.create', 1)
  await expect(pt).not.toHaveReceived('digitalocean/vpc_peerings.delete')
  await expect(emulator).not.toHaveReceived('digitalocean/vpc_peerings.create')
})

describe('names', () => {
  const names = new Set<string>()
  seeded.sequential('of namespaces are those of their tests: a/b', ({ pt }) => {
    expect(pt.name).toBe('names-of-namespaces-are-those-of-their-tests-a-b')
  })
  for (const nth of ['first', 'second'])
    seeded('that come twice are told apart', ({ pt }) => {
      names.add(pt.name)
      expect(nth).not.toBe(pt.name)
    })
  seeded.sequential('differ', () => {
    const name = 'names-that-come-twice-are-told-apart'
    expect([...names].toSorted()).toEqual([name, `${name}-2`])
  })
})

seeded.sequential('a test may run alone', async ({ pt }) => {
  expect((await ask(pt, 'GET', '/v2/vpcs')).status).toBe(200)
})

test('a matcher that fails shows the timeline', async ({ pt }) => {
  await expect(expect(pt).toHaveResource('digitalocean/vpc_peering')).rejects.toThrow(
    'expected: there are at least 1 digitalocean/vpc_peering\n  there are 0',
  )
})
