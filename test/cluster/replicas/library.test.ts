import { expect, test } from 'vitest'
import { end, fakeCluster } from './setup.ts'

const scenario = (status: number): string =>
  `name: odd\nfaults:\n  - { id: f, match: { op: digitalocean/account.get }, effect: { status: ${status}, body: "no" } }`

test('a scenario that one replica was given can be played, changed and forgotten through every other', async () => {
  const begin = fakeCluster()
  const [a, b, c] = [await begin(), await begin(), await begin()]
  expect((await a.control('PUT', '/scenarios/odd', scenario(418))).status).toBe(200)
  expect((await b.control('POST', '/scenarios/odd/activate', {})).body.active).toMatchObject({
    name: 'odd',
    version: 1,
  })
  for (const replica of [a, b, c]) expect((await replica.ask('GET', '/v2/account')).status).toBe(418)

  const changed = await c.control('PUT', '/scenarios/odd', scenario(451))
  expect(changed.body).toMatchObject({ name: 'odd', version: 2 })
  for (const replica of [a, b, c]) expect((await replica.ask('GET', '/v2/account')).status).toBe(451)
  expect((await a.control('GET', '/scenarios')).body).toEqual((await c.control('GET', '/scenarios')).body)

  const d = await begin()
  expect((await d.control('GET', '/scenarios/odd')).body).toEqual((await a.control('GET', '/scenarios/odd')).body)
  await end(a)
  await end(b)
  for (const replica of [c, d]) expect((await replica.ask('GET', '/v2/account')).status).toBe(451)

  expect((await d.control('DELETE', '/scenarios/odd')).status).toBe(204)
  for (const replica of [c, d]) {
    expect((await replica.ask('GET', '/v2/account')).status).toBe(200)
    expect((await replica.control('GET', '/scenarios/odd')).status).toBe(404)
  }
})

test('a scenario that is wrong is refused, and changes nothing anywhere', async () => {
  const begin = fakeCluster()
  const [a, b] = [await begin(), await begin()]
  expect((await a.control('PUT', '/scenarios/odd', scenario(418))).status).toBe(200)
  const before = (await b.control('GET', '/scenarios')).body
  expect((await b.control('PUT', '/scenarios/odd', scenario(418).replace('account.get', 'account.got'))).status).toBe(
    400,
  )
  expect((await b.control('DELETE', '/scenarios/even')).status).toBe(404)
  for (const replica of [a, b]) expect((await replica.control('GET', '/scenarios')).body).toEqual(before)
})

test('of two replicas that make namespaces without a name at the same time, each makes others', async () => {
  const begin = fakeCluster()
  const replicas = [await begin(), await begin(), await begin()]
  const made = await Promise.all(
    replicas.flatMap((one) => [one, one]).map((one) => one.control('POST', '/namespaces', {})),
  )
  expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 201])
  expect(new Set(made.map(({ body }) => body.name))).toEqual(new Set(['ns-1', 'ns-2', 'ns-3', 'ns-4', 'ns-5', 'ns-6']))
  const [first, ...others] = await Promise.all(replicas.map((one) => one.control('GET', '/namespaces')))
  for (const other of others) expect(other.body).toEqual(first!.body)
  const twice = await Promise.all(replicas.map((one) => one.control('POST', '/namespaces', { name: 'same' })))
  expect(twice.map(({ status }) => status).filter((status) => status === 409)).toHaveLength(2)
})
