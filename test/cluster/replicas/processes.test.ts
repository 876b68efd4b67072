import { expect, test } from 'vitest'
import { type Running, run, start } from '../../helpers/cli.ts'
import { sharedNats } from '../engine/clusters.ts'
import { hasServer } from '../nats.ts'

let number = 0
const SECRET = { PEERTWIN_CLUSTER_SECRET: 'secret of the test' }

const newCluster = async () => {
  const { urls } = await sharedNats()
  const args = ['--cluster', urls.join(','), '--cluster-name', `processes-${++number}`]
  return { args, begin: (...more: string[]): Promise<Running> => start([...args, ...more], SECRET) }
}

const ask = async ({ urls }: Running, method: string, path: string, body?: object) => {
  const answer = await fetch(urls['digitalocean'] + path, {
    method,
    headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  // oxlint-disable-next-line typescript/no-explicit-any -- what it should be is asserted
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as any }
}

const create = (replica: Running, n: number) =>
  ask(replica, 'POST', '/v2/vpcs', {
    name: `vpc-${n}`,
    region: 'nyc3',
    ip_range: `10.200.${n >> 4}.${(n & 15) * 16}/28`,
  })

const names = async (replica: Running): Promise<string[]> => {
  const all: string[] = []
  for (let page = 1; ; page++) {
    const { body } = await ask(replica, 'GET', `/v2/vpcs?per_page=200&page=${page}`)
    for (const { name } of body.vpcs) all.push(name)
    if (body.links.pages?.next === undefined) return all
  }
}

test.skipIf(!hasServer)('a replica that ends while it is asked leaves no request without its answer', async () => {
  const { begin } = await newCluster()
  const [a, b] = [await begin(), await begin()]
  expect((await create(a, 0)).status).toBe(201)
  const ended = new AbortController()
  let n = 0
  const statuses = new Set<number>()
  const load = Array.from({ length: 4 }, async () => {
    while (!ended.signal.aborted) statuses.add((await create(b, ++n)).status)
  })
  expect(await a.stop()).toBe(0)
  ended.abort()
  await Promise.all(load)
  expect([...statuses]).toEqual([201])
  expect(await names(b)).toEqual(expect.arrayContaining(Array.from({ length: n + 1 }, (_, i) => `vpc-${i}`)))
  expect(await b.stop()).toBe(0)
})

test.skipIf(!hasServer)('a replica that is started otherwise than the others is refused in one line', async () => {
  const { args, begin } = await newCluster()
  const a = await begin('--seed', '7')
  const { code, stderr } = await run(['start', '--port', '0', ...args], SECRET)
  expect(code).toBe(2)
  expect(stderr).toBe(
    `peertwin: the cluster '${args[3]}' was begun with 7 and not 1 for --seed: start all of its replicas alike, or choose another --cluster-name\n`,
  )
  expect(await a.stop()).toBe(0)
})

test.each([
  [['--cluster-name', 'x'], '--cluster-name needs --cluster, with the addresses of the NATS servers'],
  [
    ['--cluster', 'nats://127.0.0.1:1'],
    '--cluster needs --cluster-name: replicas with the same name share their state',
  ],
  [
    ['--cluster', 'nats://127.0.0.1:1', '--cluster-name', 'x'],
    '--cluster needs --cluster-secret or PEERTWIN_CLUSTER_SECRET: a text that all replicas know',
  ],
  [
    ['--cluster', 'nats://127.0.0.1:1', '--cluster-name', 'x', '--cluster-secret', 'y', '--state', 'z'],
    '--state and --cluster exclude each other: a cluster keeps the state',
  ],
  [
    ['--cluster', 'nats://127.0.0.1:1', '--cluster-name', 'x', '--cluster-secret', 'y', '--proxy'],
    '--proxy and --cluster exclude each other: a proxy is for one process',
  ],
  [
    ['--cluster', 'nats://127.0.0.1:1', '--cluster-name', 'x', '--cluster-secret', 'y', '--cluster-peer', 'here'],
    "--cluster-peer takes host:port, such as 10.0.0.7:4581, not 'here'",
  ],
])('%j is refused', async (args, message) => {
  const { code, stderr } = await run(['start', '--port', '0', ...args])
  expect(code).toBe(2)
  expect(stderr).toBe(`peertwin: ${message}\n`)
})
