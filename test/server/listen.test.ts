import { connect } from 'node:net'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createEmulator } from '../../src/index.ts'

const GRACE = 1_000
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
