import { connect } from 'node:net'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createEmulator } from '../../src/index.ts'
import { listen } from '../../src/server/listen.ts'

const GRACE = 1_000
const PARTING = 3_000
const PLACE = { host: '127.0.0.1', port: 0 }
const GET = 'GET /v2/account HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\n\r\n'

describe('close()', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] }))
  afterEach(() => vi.useRealTimers())

  const opened = async (...sent: string[]) => {
    const emulator = createEmulator({ providers: ['digitalocean'] })
    const { port, control } = await emulator.listen()
    const sockets = sent.map(() => connect(port, '127.0.0.1'))
    for (const [i, socket] of sockets.entries()) {
      socket.on('error', () => {})
      await once(socket, 'connect')
      socket.write(sent[i]!)
    }
    for (const [i, socket] of sockets.entries()) if (sent[i] === GET) await once(socket, 'data')
    await (await fetch(`${control}/health`)).text() // by now the server has all that was sent
    const closed = sockets.map((socket) => once(socket, 'close'))
    return { emulator, sockets, closed }
  }

  test('closes idle connections at once', async () => {
    const { emulator, closed } = await opened(GET, GET)
    await expect(Promise.all([emulator.close(), ...closed])).resolves.toHaveLength(3) // with no timer that moves
  })

  test('lets what is half sent finish for a second, then closes it', async () => {
    const half = 'POST /v2/vpcs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\nContent-Length: 100\r\n\r\n{'
    const { emulator, closed } = await opened(half)
    let done = false
    const closing = emulator.close().then(() => (done = true))
    await vi.advanceTimersByTimeAsync(GRACE - 1)
    expect(done).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    await Promise.all([closing, ...closed])
  })
})

describe('a listener that turns its clients away', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] }))
  afterEach(() => vi.useRealTimers())

  const untilRefused = async (port: number): Promise<void> => {
    for (let code: string | undefined; code !== 'ECONNREFUSED';) {
      const socket = connect(port, '127.0.0.1')
      code = await once(socket, 'connect').then(
        () => void socket.destroy(),
        (error: NodeJS.ErrnoException) => error.code,
      )
    }
  }

  /** One that was used and is kept by its client, of a listener that closes and takes no more. */
  const idle = async () => {
    const listening = await listen((exchange) => exchange.answer({ status: 200, headers: [], body: '' }), PLACE)
    const { port } = listening
    const socket = connect(port, '127.0.0.1').setEncoding('utf8')
    socket.write(GET)
    expect((await once(socket, 'data'))[0]).toContain('Connection: keep-alive')
    const turned = listening.turnAway()
    await vi.advanceTimersByTimeAsync(GRACE)
    await turned
    const closing = listening.close()
    await untilRefused(port)
    return { socket, closing, closed: once(socket, 'close') }
  }

  test('answers on a connection that is idle once more, and ends it', async () => {
    const { socket, closing, closed } = await idle()
    await vi.advanceTimersByTimeAsync(PARTING - 100)
    socket.write(GET)
    expect((await once(socket, 'data'))[0]).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*Connection: close\r\n/)
    await closed
    await vi.advanceTimersByTimeAsync(100)
    await closing
  })

  test('closes one that stays idle in the end', async () => {
    const { socket, closing, closed } = await idle()
    await vi.advanceTimersByTimeAsync(PARTING - 100)
    expect(socket.readyState).toBe('open')
    await vi.advanceTimersByTimeAsync(100)
    await Promise.all([closing, closed])
  })
})
