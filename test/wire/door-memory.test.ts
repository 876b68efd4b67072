import { IncomingMessage } from 'node:http'
import { Socket, connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { queryObjects } from 'node:v8'
import { expect, test } from 'vitest'
import { openDoors, tunnel } from '../helpers/doors.ts'

// a TLS socket is a socket, too
const KINDS = [Socket, IncomingMessage]

/** How many objects of each kind somebody still holds. */
const held = (): number[] => KINDS.map((kind) => queryObjects(kind, { format: 'count' }))

const sockets = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length

const gone = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    if (socket.closed) return resolve()
    socket
      .on('error', () => {})
      .once('close', () => resolve())
      .resume()
  })

/** Thirty clients of each sort that want nobody, or that go away again. */
const flood = async (port: number, ca: string, round: number): Promise<void> => {
  await Promise.all(
    Array.from({ length: 30 }, async (_, i) => {
      const { status, socket } = await tunnel(port, `h${round}-${i}.example:443`)
      expect(status).toBe(403)
      await gone(socket)
    }),
  )
  await Promise.all(
    Array.from({ length: 30 }, (_, i) =>
      gone(connectTls({ host: '127.0.0.1', port, servername: `h${round}-${i}.example`, ca })),
    ),
  )
  await Promise.all(
    Array.from({ length: 30 }, async (_, i) => {
      const { socket } = await tunnel(port, 'api.digitalocean.com:443')
      socket.write(Buffer.from([0x16, 0x03, 0x01, 0x02]))
      if (i % 2 === 0) socket.destroy()
      else socket.resetAndDestroy()
      await gone(socket)
      await gone(connect(port, '127.0.0.1').end())
    }),
  )
}

test('a flood of hosts and names that nobody knows, and of clients that go away, leaves nothing in memory', async () => {
  const { port, ca } = await openDoors({ tls: true, proxy: true }, { journal: { entries: 20, bytes: 1024 * 1024 } })
  const open = sockets()
  const settled = async (): Promise<number[]> => {
    // the server hears of an end a moment after its client
    while (sockets() > open) await new Promise((resolve) => setImmediate(resolve))
    return held()
  }
  await flood(port, ca, 0)
  const before = await settled()
  for (let round = 1; round <= 2; round++) await flood(port, ca, round)
  const after = await settled()
  expect(after.map((count, i) => Math.max(0, count - before[i]!))).toEqual([0, 0])
})
