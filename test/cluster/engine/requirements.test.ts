import { once } from 'node:events'
import { type AddressInfo, type Server, createServer } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { ConfigError } from '../../../src/core/config.ts'
import { openEngine } from '../../../src/cluster/engine/open-engine.ts'
import type { EngineOptions } from '../../../src/cluster/engine/engine.ts'
import { freePorts, hasServer } from '../nats.ts'
import { newCluster, sharedNats } from './clusters.ts'

const servers: Server[] = []
afterAll(() => {
  for (const server of servers) server.close()
})

/** A server that says of itself what it is told to. */
const introduced = async (greeting: string): Promise<string> => {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.write(greeting)
    socket.on('data', (data) => {
      for (const _ of data.toString().matchAll(/^PING\r$/gm)) socket.write('PONG\r\n')
    })
  }).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return `nats://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const nats = (about: object): Promise<string> =>
  introduced(
    `INFO ${JSON.stringify({ server_id: 'X', server_name: 'x', max_payload: 1_048_576, headers: true, ...about })}\r\n`,
  )

const refusal = async (options: Partial<EngineOptions>): Promise<string> => {
  try {
    const engine = await openEngine({ servers: [], name: 'c', address: '127.0.0.1:1', warn: () => {}, ...options })
    await engine.close()
    return 'taken'
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as ConfigError).message
  }
}

test.each([
  ['2.9.10', 'is NATS 2.9.10, which may lose records; it takes 2.12 or newer'],
  ['2.11.99', 'is NATS 2.11.99, which may lose records; it takes 2.12 or newer'],
])('a server of version %s is refused', async (version, reason) => {
  const url = await nats({ version, jetstream: true })
  expect(await refusal({ servers: [url] })).toBe(`${url}: the server 'x' ${reason}`)
  expect(await refusal({ servers: [url], unsafe: true })).toBe(`${url}: the server 'x' ${reason}`)
})

test('so is one without JetStream', async () => {
  const url = await nats({ version: '2.15.0' })
  expect(await refusal({ servers: [url] })).toBe(
    `${url}: JetStream is off; start nats-server with -js, or with 'jetstream' in its configuration`,
  )
})

test('what is no server of NATS is told', async () => {
  const [port] = await freePorts(1)
  const nowhere = `nats://user:secret@127.0.0.1:${port}`
  const shown = `nats://127.0.0.1:${port}`
  expect(await refusal({ servers: [nowhere] })).toMatch(
    new RegExp(`^${shown}: no server of NATS can be used there: .*ECONNREFUSED`),
  )
  expect(await refusal({ servers: ['127.0.0.1:4222'] })).toBe(
    '127.0.0.1:4222: expected an address such as nats://127.0.0.1:4222',
  )
  const other = await introduced('HTTP/1.1 400 Bad Request\r\n\r\n')
  expect(await refusal({ servers: [other] })).toMatch(new RegExp(`^${other}: no server of NATS can be used there: `))
})

test.skipIf(!hasServer)('servers that do not sync each record are refused, unless that is wanted', async () => {
  const { urls } = await sharedNats({ jetstream: [] })
  expect(await refusal({ servers: urls })).toBe(
    `${urls[0]}: the server 'n0' may lose what it acknowledged when its machine fails: set 'sync_interval: always' in its 'jetstream', or go on with --cluster-unsafe`,
  )
  expect(await refusal({ servers: urls, unsafe: true })).toBe('taken')
})

test.skipIf(!hasServer)('so are servers that do not say', async () => {
  const { urls } = await sharedNats({ open: false })
  expect(await refusal({ servers: urls })).toBe(
    `${urls[0]}: cannot see whether the servers sync each record: let the account import $SYS.REQ.SERVER.PING.JSZ from the system account, or go on with --cluster-unsafe`,
  )
  expect(await refusal({ servers: urls, unsafe: true })).toBe('taken')
})

test.skipIf(!hasServer)(
  'more copies than servers, and other copies than the cluster was made with, are refused',
  async () => {
    const { urls } = await sharedNats()
    expect(await refusal({ servers: urls, name: 'wide', copies: 3 })).toBe(
      `${urls[0]}: the stream 'wide_units_0' cannot be made: replicas > 1 not supported in non-clustered mode; ask for fewer copies with --cluster-copies`,
    )
    await (
      await newCluster()
    )({ name: 'narrow' })
    expect(await refusal({ servers: urls, name: 'narrow', copies: 3 })).toBe(
      `${urls[0]}: the stream 'narrow_units_0' has num_replicas 1, and this replica wants 3; start all replicas alike, or give the cluster another name`,
    )
  },
)

test('a cluster is called by a name that subjects can carry', async () => {
  expect(await refusal({ name: 'a.b' })).toBe(
    "the name of a cluster has letters, digits, '-' and '_', 32 at most: 'a.b'",
  )
})
