import { expect, test, vi } from 'vitest'
import { Unanswered } from '../../../src/cluster/engine/streams.ts'
import { deferred } from '../peers/setup.ts'
import { type Answer, type Replica, end, fakeCluster } from './setup.ts'

const VPC = { name: 'one', region: 'nyc3', ip_range: '10.10.0.0/16' }
const namesIn = (body: { vpcs: readonly { name: string }[] }): string[] => body.vpcs.map(({ name }) => name)

test('what is made through one replica is there through another, and numbered on', async () => {
  const begin = fakeCluster()
  const [a, b] = [await begin(), await begin()]
  const before = namesIn((await b.ask('GET', '/v2/vpcs')).body)
  const made = await a.ask('POST', '/v2/vpcs', VPC)
  expect(made.status).toBe(201)
  const seen = await b.ask('GET', `/v2/vpcs/${made.body.vpc.id}`)
  expect(seen.status).toBe(200)
  expect(seen.body.vpc).toMatchObject({ ...VPC, id: made.body.vpc.id })
  const listed = await a.ask('GET', '/v2/vpcs')
  expect(namesIn(listed.body).toSorted()).toEqual([...before, 'one'].toSorted())
  expect([made, seen, listed].map(({ headers }) => headers.get('x-peertwin-request'))).toEqual(['2', '3', '4'])
})

test('a namespace is known to all replicas when its making is answered, and to none when its end is', async () => {
  const begin = fakeCluster()
  const [a, b, c] = [await begin(), await begin(), await begin()]
  const made = await b.control('POST', '/namespaces', { name: 'team' })
  expect(made.status).toBe(201)
  const authorization = `Bearer ${made.body.credentials.digitalocean.token}`
  expect((await a.ask('POST', '/v2/vpcs', VPC, { authorization })).status).toBe(201)
  expect(namesIn((await c.ask('GET', '/v2/vpcs', undefined, { authorization })).body)).toContain('one')
  expect(namesIn((await c.ask('GET', '/v2/vpcs')).body)).not.toContain('one')
  expect((await c.control('GET', '/namespaces')).body).toEqual((await a.control('GET', '/namespaces')).body)
  expect((await c.control('DELETE', '/namespaces/team')).status).toBe(204)
  for (const replica of [a, b, c]) {
    expect((await replica.control('GET', '/namespaces/team')).status).toBe(404)
    expect((await replica.ask('GET', '/v2/vpcs', undefined, { authorization })).status).toBe(410)
  }
  const anew = await a.control('POST', '/namespaces', { name: 'team' })
  expect(anew.status).toBe(201)
  expect(namesIn((await b.ask('GET', '/v2/vpcs', undefined, { authorization })).body)).not.toContain('one')
})

test('a name is refused as taken, or as unknown, when all replicas know that', async () => {
  const begin = fakeCluster()
  const [a, b, c] = [await begin(), await begin(), await begin()]
  const order: string[] = []
  const whileDeaf = async (change: () => Promise<Answer>, again: () => Promise<Answer>): Promise<number[]> => {
    const known = async (): Promise<string> => JSON.stringify((await b.control('GET', '/namespaces')).body)
    const before = await known()
    c.streams.deaf = true
    const first = change()
    await vi.waitUntil(async () => (await known()) !== before)
    const second = again().finally(() => order.push('refused'))
    expect((await b.ask('GET', '/v2/vpcs')).status).toBe(200)
    order.push('heard')
    c.streams.deaf = false
    return [(await first).status, (await second).status]
  }
  const make = (replica: Replica) => () => replica.control('POST', '/namespaces', { name: 'team' })
  const remove = (replica: Replica) => () => replica.control('DELETE', '/namespaces/team')
  expect(await whileDeaf(make(a), make(b))).toEqual([201, 409])
  expect(await whileDeaf(remove(a), remove(b))).toEqual([204, 404])
  expect(order).toEqual(['heard', 'refused', 'heard', 'refused'])
})

test('a snapshot of a world begins another one elsewhere', async () => {
  const begin = fakeCluster()
  const [a, b] = [await begin(), await begin()]
  expect((await a.ask('POST', '/v2/vpcs', VPC)).status).toBe(201)
  expect((await a.control('PUT', '/snapshots/one')).status).toBe(200)
  expect((await b.control('POST', '/namespaces', { name: 'from', from: 'one' })).status).toBe(201)
  expect((await b.control('POST', '/snapshots/one/fork', { name: 'fork' })).status).toBe(201)
  expect((await b.control('POST', '/namespaces', { from: 'none' })).status).toBe(404)
  for (const name of ['from', 'fork'])
    expect(namesIn((await b.ask('GET', '/v2/vpcs', undefined, { 'x-peertwin-namespace': name })).body)).toContain('one')
})

test('a replica that ends hands its worlds over', async () => {
  const begin = fakeCluster()
  const [a, b] = [await begin(), await begin()]
  const made = await a.ask('POST', '/v2/vpcs', VPC)
  const path = `/v2/vpcs/${made.body.vpc.id}`
  const before = await a.ask('GET', path)
  expect(before.status).toBe(200)
  const [requests, explained] = [await b.control('GET', '/requests'), await b.control('GET', '/requests/1/explain')]
  expect([requests.body.requests.length, explained.body.changes.length]).toEqual([2, 1])
  await end(a)
  expect((await b.control('GET', '/requests')).body).toEqual(requests.body)
  expect((await b.control('GET', '/requests/1/explain')).body).toEqual(explained.body)
  const after = await b.ask('GET', path)
  expect(after.body).toEqual(before.body)
  expect(after.headers.get('x-peertwin-request')).toBe('3')
})

test("a namespace that ends while its replica hands it over is nobody's", async () => {
  const begin = fakeCluster()
  const [a, b] = [await begin(), await begin()]
  const made = await a.control('POST', '/namespaces', { name: 'team' })
  const authorization = `Bearer ${made.body.credentials.digitalocean.token}`
  expect((await a.ask('POST', '/v2/vpcs', VPC, { authorization })).status).toBe(201)
  const names = async (): Promise<string> => JSON.stringify((await b.control('GET', '/namespaces')).body)
  const closing = deferred()
  const append = a.streams.append.bind(a.streams)
  a.streams.append = async (record) => {
    if (record.subject.endsWith('directory')) await closing.promise
    else if (record.mark.kind === 'closed') {
      const isLate = !(await names()).includes('"team"')
      closing.resolve()
      await vi.waitUntil(async () => !(await names()).includes('"team"'))
      if (!isLate) throw new Unanswered('timeout')
    }
    return append(record)
  }
  const removed = a.control('DELETE', '/namespaces/team')
  await end(a)
  expect((await removed).status).toBe(204)
  expect((await b.ask('GET', '/v2/vpcs', undefined, { authorization })).status).toBe(410)
  expect((await b.control('GET', '/namespaces/team')).status).toBe(404)
})
