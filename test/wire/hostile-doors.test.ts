import { once } from 'node:events'
import { type AddressInfo, type Socket, connect, createServer } from 'node:net'
import { type TLSSocket, connect as connectTls } from 'node:tls'
import { describe, expect, test } from 'vitest'
import type { EmulatorOptions } from '../../src/index.ts'
import { Authority } from '../../src/server/doors/authority.ts'
import { Connections } from '../../src/server/doors/connections.ts'
import { Contexts } from '../../src/server/doors/contexts.ts'
import { openDoors, overTls, tunnel } from '../helpers/doors.ts'
import { FakeWall } from '../helpers/wall.ts'

const DO = { authorization: 'Bearer x' }
const HOST = 'api.digitalocean.com'
const BOTH = { tls: true, proxy: true }
const REQUEST = `GET /v2/account HTTP/1.1\r\nHost: ${HOST}\r\nAuthorization: Bearer x\r\nConnection: close\r\n\r\n`

/** The first bytes of a handshake that goes no further. */
const HALF_HELLO = Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03])

const opened = async (port: number): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return socket.on('error', () => {})
}

const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()))

/** Everything that a socket hears until the other side hangs up, after it has sent some bytes. */
const answerTo = async (socket: Socket, bytes: string | Buffer): Promise<string> => {
  let heard = ''
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')))
  socket.on('error', () => {})
  socket.write(bytes)
  await closed(socket)
  return heard
}

const secured = async (socket: Socket, ca: string): Promise<TLSSocket> => {
  const secure = connectTls({ socket, servername: HOST, ca })
  await once(secure, 'secureConnect')
  return secure
}

const securedTunnel = async (port: number, ca: string): Promise<TLSSocket> =>
  secured((await tunnel(port, `${HOST}:443`)).socket, ca)

/** The code of the error with which a handshake ends. */
const refusedBy = async (socket: TLSSocket): Promise<string | undefined> => {
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
  return error.code
}

const sockets = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length

/** Has something happen to doors, and expects them to be there afterwards, with no socket left over. */
const survive = async (harm: (port: number, ca: string) => Promise<unknown>, options: EmulatorOptions = {}) => {
  const { emulator, port, ca } = await openDoors(BOTH, options)
  const before = sockets()
  await harm(port, ca)
  expect(await answerTo(await securedTunnel(port, ca), REQUEST)).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  while (sockets() > before) await new Promise((resolve) => setImmediate(resolve))
  return emulator
}

test('five hundred tunnels at once are answered, each', async () => {
  const { world } = await survive(async (port, ca) => {
    const answers = await Promise.all(
      Array.from({ length: 500 }, async () => answerTo(await securedTunnel(port, ca), REQUEST)),
    )
    expect(answers.filter((answer) => answer.startsWith('HTTP/1.1 200 OK\r\n'))).toHaveLength(500)
  })
  expect(world.journal.seen).toBe(501)
})

describe('clients that go away', () => {
  const saying = async (opening: Promise<Socket>, bytes: string | Buffer): Promise<Socket> => {
    const socket = await opening
    socket.write(bytes)
    return socket
  }
  const inTunnel = async (port: number): Promise<Socket> => (await tunnel(port, `${HOST}:443`)).socket
  const HALF_REQUEST = `POST /v2/vpcs HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 100\r\n\r\n{`

  test.each<[when: string, leave: (port: number, ca: string) => Promise<Socket>]>([
    ['before they say a word', opened],
    ['in a tunnel', inTunnel],
    ['with a word in a tunnel', (port) => saying(inTunnel(port), 'GE')],
    ['in the middle of a handshake', (port) => saying(opened(port), HALF_HELLO)],
    ['in the middle of a handshake in a tunnel', (port) => saying(inTunnel(port), HALF_HELLO)],
    ['after a handshake', securedTunnel],
    ['in the middle of a request', (port, ca) => saying(securedTunnel(port, ca), HALF_REQUEST)],
  ])('%s are forgotten', async (_, leave) => {
    await survive(async (port, ca) => {
      const left = await Promise.all(Array.from({ length: 20 }, () => leave(port, ca)))
      for (const [i, socket] of left.entries()) {
        socket.on('error', () => {}).resume()
        if (i % 3 === 0) socket.end()
        else if (i % 3 === 1 || 'encrypted' in socket) socket.destroy()
        else socket.resetAndDestroy()
      }
    })
  })

  test('are none that stay when the emulator ends', async () => {
    const { emulator, port, ca } = await openDoors(BOTH)
    const staying = await Promise.all([
      opened(port),
      saying(opened(port), HALF_HELLO),
      inTunnel(port),
      saying(inTunnel(port), HALF_HELLO),
      securedTunnel(port, ca),
    ])
    const gone = staying.map((socket) => closed(socket.on('error', () => {}).resume()))
    await emulator.close()
    expect(await Promise.all(gone)).toHaveLength(5)
  })

  test('are those as well that say nothing for too long', async () => {
    const wall = new FakeWall()
    const authority = new Authority({ wall, onRenewal: () => {} })
    const contexts = new Contexts(authority, wall, { ownNames: ['localhost'], knows: () => true })
    const connections = new Connections(contexts, 1)
    const server = createServer((socket) => connections.take(socket, undefined, () => {}))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    for (const bytes of ['', HALF_HELLO]) expect(await answerTo(await opened(port), bytes)).toBe('')
    server.close()
    await once(server, 'close')
  })
})

describe('garbage', () => {
  test('in place of a handshake is no HTTP either', async () => {
    await survive(async (port) => {
      for (const bytes of ['\0\x01\x02', 'SSH-2.0-x\r\n', 'GET\r\n\r\n']) {
        expect(await answerTo(await opened(port), bytes)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
        const { socket } = await tunnel(port, `${HOST}:443`)
        expect(await answerTo(socket, bytes)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
      }
    })
  })

  test('that begins as a handshake ends the connection', async () => {
    await survive(async (port) => {
      for (const bytes of [Buffer.alloc(2_000, 0x16), Buffer.concat([HALF_HELLO, Buffer.alloc(600, 0xff)])]) {
        expect(await answerTo(await opened(port), bytes)).not.toContain('HTTP/')
        const { socket } = await tunnel(port, `${HOST}:443`)
        expect(await answerTo(socket, bytes)).not.toContain('HTTP/')
      }
    })
  })

  test('behind a handshake ends the connection', async () => {
    await survive(async (port, ca) => {
      const { socket } = await tunnel(port, `${HOST}:443`)
      const secure = await secured(socket, ca)
      secure.on('error', () => {})
      socket.write(Buffer.concat([Buffer.from([0x17, 0x03, 0x03, 0x00, 0x20]), Buffer.alloc(32, 0xee)]))
      await closed(secure)
    })
  })
})

describe('too much', () => {
  test('of a CONNECT is refused', async () => {
    await survive(async (port) => {
      const text = `CONNECT ${HOST}:443 HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`
      expect(await answerTo(await opened(port), text)).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/)
    })
  })

  test('of a head or a body behind TLS is refused as elsewhere', async () => {
    await survive(async (port, ca) => {
      const head = `GET / HTTP/1.1\r\nHost: ${HOST}\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`
      expect(await answerTo(await secured(await opened(port), ca), head)).toMatch(/^HTTP\/1\.1 431 /)
      const big = `POST /v2/vpcs HTTP/1.1\r\nHost: ${HOST}\r\nAuthorization: Bearer x\r\nContent-Length: 1048577\r\n\r\n`
      expect(await answerTo(await secured(await opened(port), ca), big)).toMatch(/^HTTP\/1\.1 413 /)
    })
  })

  test('of unknown hosts is refused, and the journal keeps the newest', async () => {
    const { world } = await survive(
      async (port) => {
        for (let round = 0; round < 10; round++) {
          const statuses = await Promise.all(
            Array.from({ length: 50 }, async (_, i) => (await tunnel(port, `h${round}-${i}.example:443`)).status),
          )
          expect(new Set(statuses)).toEqual(new Set([403]))
        }
      },
      { journal: { entries: 100, bytes: 1024 * 1024 } },
    )
    expect([world.journal.seen, world.journal.size]).toEqual([501, 100])
  })

  test('of unknown names is answered with the certificate of the emulator itself, which is not for them', async () => {
    await survive(async (port, ca) => {
      const codes = Array.from({ length: 50 }, (_, i) =>
        refusedBy(connectTls({ host: '127.0.0.1', port, servername: `h${i}.example`, ca })),
      )
      expect(new Set(await Promise.all(codes))).toEqual(new Set(['ERR_TLS_CERT_ALTNAME_INVALID']))
    })
  })
})

describe('a client that does not trust the certificate', () => {
  test.each(['TLSv1.2', 'TLSv1.3'] as const)('goes away with %s', async (version) => {
    await survive(async (port) => {
      const socket = connectTls({ host: '127.0.0.1', port, servername: HOST, maxVersion: version })
      expect(await refusedBy(socket)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE')
    })
  })

  test('for its age gets a younger one as time goes on', async () => {
    const month = 30 * 24 * 3_600_000
    const wall = new FakeWall(Date.now() - month)
    const { port, ca } = await openDoors(BOTH, { wall })
    const old = connectTls({ host: '127.0.0.1', port, servername: HOST, ca })
    expect(await refusedBy(old)).toBe('CERT_HAS_EXPIRED')
    wall.advance(month)
    expect((await overTls(port, ca)(`https://${HOST}/v2/account`, { headers: DO })).status).toBe(200)
  })
})
