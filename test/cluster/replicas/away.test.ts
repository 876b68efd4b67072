import { expect, test } from 'vitest'
import { turn } from '../../../src/core/clock.ts'
import { end, fakeCluster, type Replica } from './setup.ts'

const VPC = { name: 'one', region: 'nyc3', ip_range: '10.10.0.0/16' }
const TIMING = { beat: 200, lease: 1_000, patience: 1_500, backlog: 300, answers: 500 }

/** Asks again for as long as a replica says that it is away. */
const present = async (ask: () => ReturnType<Replica['ask']>) => {
  for (;;) {
    const answer = await ask()
    if (answer.status !== 503) return answer
    await turn()
  }
}

test('a replica without its engine says in the words of the provider that it is away, and comes back by itself', async () => {
  const begin = fakeCluster(TIMING)
  const a = await begin()
  expect((await a.ask('GET', '/v2/account')).status).toBe(200)
  a.streams.cut = true
  const refused = await a.ask('POST', '/v2/vpcs', VPC)
  expect([refused.status, refused.headers.get('retry-after'), refused.body.id]).toEqual([
    503,
    '2',
    'service_unavailable',
  ])
  while ((await a.control('GET', '/ready')).status !== 503) await turn()
  const ready = await a.control('GET', '/ready')
  expect(ready.body).toMatchObject({ status: 503, title: 'Not ready' })
  const call = await a.control('POST', '/namespaces', { name: 'team' })
  expect([call.status, call.body.title]).toEqual([503, 'Cannot be kept'])
  a.streams.cut = false
  const made = await present(() => a.ask('POST', '/v2/vpcs', { ...VPC, name: 'two', ip_range: '10.11.0.0/16' }))
  expect(made.status).toBe(201)
  while ((await a.control('GET', '/ready')).status !== 200) await turn()
})

test('nobody sees what would have changed by itself if the engine had been there', async () => {
  const a = await fakeCluster({ ...TIMING, backlog: 0 })()
  const huawei = (method: string, body?: string) =>
    a.emulator.fetch(
      new Request('http://vpc.eu-de.otc.t-systems.com/v1/0123456789abcdef0123456789abcdef/vpcs', {
        method,
        headers: { 'x-auth-token': 'x', 'content-type': 'application/json' },
        ...(body && { body }),
      }),
    )
  const stateIn = async (answer: Response) =>
    ((await answer.json()) as { vpcs: { name: string; status: string }[] }).vpcs.find(({ name }) => name === 'one')
      ?.status
  expect((await huawei('GET')).status).toBe(200)
  a.streams.cut = true
  const sent = (): number => a.streams.sent.filter(({ subject }) => subject.includes('.units.')).length
  const before = sent()
  const creating = huawei('POST', '{"vpc":{"name":"one","cidr":"10.0.0.0/8"}}')
  while (sent() === before) await turn()
  const listing = huawei('GET')
  await turn()
  a.streams.cut = false
  expect([(await creating).status, (await listing).status]).toEqual([200, 502])
  while ((await a.control('GET', '/ready')).status !== 200) await turn()
  expect(await stateIn(await huawei('GET'))).toBe('OK')
})

test('a replica that is cut off answers nothing once another one may hold its worlds', async () => {
  const begin = fakeCluster(TIMING)
  const [a, b] = [await begin(), await begin()]
  expect((await a.ask('POST', '/v2/vpcs', VPC)).status).toBe(201)
  a.streams.cut = true
  const { body } = await present(() => b.ask('POST', '/v2/vpcs', { ...VPC, name: 'two', ip_range: '10.11.0.0/16' }))
  const path = `/v2/vpcs/${body.vpc.id}`
  const refused = await a.ask('GET', path)
  expect([refused.status, refused.body.id]).toEqual([503, 'service_unavailable'])
  a.streams.cut = false
  expect((await present(() => a.ask('GET', path))).body.vpc.name).toBe('two')
})

test('a replica that is about to end says so to whoever asks whether it is ready', async () => {
  const a = await fakeCluster()()
  expect((await a.control('GET', '/ready')).body).toEqual({ ready: true })
  const ended = end(a)
  expect((await a.control('GET', '/ready')).body).toEqual({
    type: 'about:blank',
    title: 'Not ready',
    status: 503,
    detail: 'This replica is about to end: it hands over what it holds.',
  })
  await ended
})

test('a replica that ends without its engine says so, and ends all the same', async () => {
  const begin = fakeCluster(TIMING)
  const a = await begin()
  expect((await a.ask('GET', '/v2/account')).status).toBe(200)
  a.streams.cut = true
  await expect(end(a)).rejects.toThrow()
})
