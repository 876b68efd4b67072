import { afterEach, expect, test, vi } from 'vitest'
import { Units } from '../../../src/cluster/units.ts'
import { START } from '../../helpers/setup.ts'
import { type Replica, end, fakeCluster } from './setup.ts'

afterEach(() => void vi.restoreAllMocks())

/** Lets something happen between the moment when the holder of a world takes a call and that when it carries it out. */
const atHandover = (happens: () => void): void => {
  const { value: serves } = Object.getOwnPropertyDescriptor(Units.prototype, 'serves')!
  let times = 0
  vi.spyOn(Units.prototype, 'serves').mockImplementation(function (this: Units, namespace) {
    const isHere = serves.call(this, namespace)
    if (!isHere || ++times !== 2) return isHere
    happens()
    return false
  })
}

test.each<[string, (holder: Replica) => Promise<void>]>([
  ['keeps the world', () => Promise.resolve()],
  ['ends', end],
])('a call that a replica took and gives back is carried out once, in full, when that replica %s', async (_, then) => {
  const begin = fakeCluster()
  const [a, b] = [await begin(), await begin()]
  expect((await a.control('GET', '/clock')).body.mode).toBe('virtual')
  let after: Promise<void> | undefined
  atHandover(() => (after = then(a)))
  const moved = await b.control('POST', '/clock/advance', { by: '90s' })
  await after
  expect([after !== undefined, moved.status]).toEqual([true, 200])
  expect(moved.body).toMatchObject({ mode: 'virtual', happened: 0 })
  const times = [moved.body.now, (await b.control('GET', '/clock')).body.now]
  expect(times.map((now) => Date.parse(now) - START)).toEqual([90_000, 90_000])
})
