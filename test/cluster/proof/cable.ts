import { once } from 'node:events'
import { type AddressInfo, type Socket, connect, createServer } from 'node:net'

/** A way to a port of this machine that can be cut. */
export interface Cable {
  /** Where it begins. */
  readonly port: number
  /** Nothing gets through any more, and nobody is told: what was sent last may have arrived or not. */
  cut(): void
  /** What was connected has ended, and new connections get through again. */
  mend(): void
  close(): void
}

/** What becomes of bytes on their way, and when. */
export type Alter = (data: Buffer) => Buffer | Promise<Buffer>

const unchanged: Alter = (data) => data

/** Lays a cable to a port; `alter` changes what goes there. */
export const layCable = async (to: number, alter: Alter = unchanged): Promise<Cable> => {
  const sockets = new Set<Socket>()
  let isCut = false
  const end = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  const join = (near: Socket): void => {
    const far = connect(to, '127.0.0.1')
    for (const [from, into, changed] of [
      [near, far, alter],
      [far, near, unchanged],
    ] as const) {
      let sent = Promise.resolve()
      sockets.add(from)
      from.on('data', (data) => {
        const arriving = changed(data)
        sent = sent.then(async () => {
          const arrived = await arriving
          if (!isCut) into.write(arrived)
        })
      })
      from.on('error', () => into.destroy())
      from.on('close', () => {
        sockets.delete(from)
        into.destroy()
      })
    }
  }
  const server = createServer((near) => {
    if (isCut) sockets.add(near)
    else join(near)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true
    },
    mend() {
      isCut = false
      end()
    },
    close() {
      server.close()
      end()
    },
  }
}
