import { once } from 'node:events'
import { type AddressInfo, type Socket, connect, createServer } from 'node:net'
import { describe, expect, test, vi } from 'vitest'
import type { ForwardedExchange } from '../../../src/cluster/peers/peers.ts'
import type { WireAnswer } from '../../../src/http/exchange.ts'
import type { Gateway } from '../../../src/server/gateway.ts'
import { WebExchange } from '../../../src/server/web-exchange.ts'
import { HOST, closing, deferred, edge, heardOn, owner, peers, served } from './setup.ts'

const DONE: WireAnswer = { status: 204, headers: [], body: null }
const exchange = (): WebExchange => new WebExchange(new Request('http://api.example/x'))
const done: Gateway = (given) => given.answer(DONE)

/** A listener that does something with each connection. */
const listener = async (then: (socket: Socket) => void): Promise<string> => {
  const server = createServer(then)
  server.listen(0, HOST)
  await once(server, 'listening')
  const address = `${HOST}:${(server.address() as AddressInfo).port}`
  closing({ close: () => void server.close() })
  return address
}

describe('a request is taken back', () => {
  test('from a replica that does not hold the unit, which does nothing', async () => {
    const { address } = await owner({ serve: () => expect.unreachable() })
    const given = exchange()
    expect(await peers().forward(given, {}, { address, unit: 'other' })).toEqual({ kind: 'elsewhere' })
    expect(given.answered).toBe(false)
  })

  test('from one that has just let go of it', async () => {
    const there = await owner({ serve: (given: ForwardedExchange) => given.decline() })
    expect(await peers().forward(exchange(), {}, there)).toEqual({ kind: 'elsewhere' })
  })

  test('from one that cannot tell', async () => {
    const away = new Error('the engine is away')
    const there = await owner({ serve: done, holds: () => Promise.reject(away) })
    expect(await peers().forward(exchange(), {}, there)).toEqual({
      kind: 'unreached',
      reason: `${there.address}: the engine is away`,
    })
  })

  test('from one of another cluster', async () => {
    const there = await owner({ serve: () => expect.unreachable() })
    for (const secret of ['', 'known to all', 'known to all replicas.'])
      expect(await peers(secret).forward(exchange(), {}, there)).toEqual({
        kind: 'unreached',
        reason: `${there.address}: the secrets differ`,
      })
  })

  test('where nobody listens', async () => {
    const { address, close } = await owner({ serve: done })
    await close()
    expect(await peers().forward(exchange(), {}, { address, unit: 'x' })).toEqual({
      kind: 'unreached',
      reason: `${address}: connect ECONNREFUSED ${address}`,
    })
  })
})

describe('nobody knows what came of a request, and it is not sent again', () => {
  test('when the connection breaks before the answer', async () => {
    let came = 0
    const address = await listener((socket) => socket.once('data', () => (came++, socket.destroy())))
    const given = exchange()
    expect(await peers().forward(given, {}, { address, unit: 'x' })).toEqual({
      kind: 'lost',
      reason: `${address}: socket hang up`,
    })
    expect([came, given.answered]).toEqual([1, false])
  })

  test('when it breaks within the answer', async () => {
    const address = await listener((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\nhalf')),
    )
    const given = exchange()
    expect(await peers().forward(given, {}, { address, unit: 'x' })).toEqual({
      kind: 'lost',
      reason: `${address}: aborted`,
    })
    expect(given.answered).toBe(false)
  })

  test('when the other session is over', async () => {
    const came = deferred()
    const { address, unit } = await owner({ serve: () => came.resolve() })
    const others = peers()
    const passed = others.forward(exchange(), {}, { address, unit })
    await came.promise
    others.drop(address, 'its session is over')
    expect(await passed).toEqual({ kind: 'lost', reason: `${address}: its session is over` })
  })

  test('when serving it fails there, which is told on stderr there', async () => {
    const told = vi.spyOn(console, 'error').mockReturnValue()
    const there = await owner({
      serve() {
        throw new Error('a defect')
      },
    })
    expect(await peers().forward(exchange(), {}, there)).toMatchObject({ kind: 'lost' })
    expect(told.mock.calls).toEqual([[new Error('a defect')]])
    told.mockRestore()
  })
})

test('a client that goes away keeps nothing from happening there', async () => {
  const came = deferred<ForwardedExchange>()
  const here = edge(await owner({ serve: came.resolve }))
  const socket = connect(await served(here.gateway), HOST)
  const all = heardOn(socket, 'GET /x HTTP/1.1\r\nHost: a\r\n\r\n')
  const there = await came.promise
  socket.destroy()
  await all
  there.answer(DONE)
  expect(await here.passed[0]).toEqual({ kind: 'answered', answer: undefined })
})

describe('connections', () => {
  test('are used again', async () => {
    const { address, unit } = await owner({ serve: done })
    let dialled = 0
    const relay = await listener((socket) => {
      dialled++
      const [host, port] = address.split(':')
      socket.pipe(connect(Number(port), host)).pipe(socket)
    })
    const others = peers()
    for (let i = 0; i < 3; i++)
      expect(await others.forward(exchange(), {}, { address: relay, unit })).toMatchObject({ kind: 'answered' })
    expect(dialled).toBe(1)
  })

  test('of a replica that leaves end with the answers that are under way', async () => {
    const came = deferred<ForwardedExchange>()
    const { address, unit, close } = await owner({ serve: came.resolve })
    const others = peers()
    const passed = others.forward(exchange(), {}, { address, unit })
    const there = await came.promise
    const closed = close()
    there.answer(DONE)
    expect(await passed).toEqual({ kind: 'answered', answer: undefined })
    await closed
  })

  test('that are idle are let go of when that replica asks for it', async () => {
    const { address, unit, close } = await owner({ serve: done })
    const others = peers()
    await others.forward(exchange(), {}, { address, unit })
    others.release(address)
    await close()
    expect(await others.forward(exchange(), {}, { address, unit })).toMatchObject({ kind: 'unreached' })
  })
})
