import { Agent as PlainAgent, type RequestOptions, request } from 'node:http'
import { Agent, request as secureRequest } from 'node:https'
import { type Socket, isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect } from 'node:tls'
import type { EmulatorOptions, ListenOptions } from '../../src/index.ts'
import { type Sent, type Wire, addressesOf, wireBy } from './socket.ts'
import { setup } from './setup.ts'

/** An emulator with doors, until the test file ends. */
export const openDoors = async (listen: ListenOptions, options: EmulatorOptions = {}) => {
  const { emulator } = setup(options)
  const { certificate: ca, ...addresses } = await addressesOf(emulator, listen)
  return { emulator, ...addresses, ca: ca! }
}

/** Sends https requests straight to a port of this machine, under the host name of their URL. */
export const overTls =
  (port: number, ca: string) =>
  (url: string, sent?: Sent): Promise<Wire> =>
    wireBy(
      secureRequest,
      {
        port,
        ca,
        servername: isIP(nameOf(url)) ? '' : nameOf(url),
        agent: new Agent({ keepAlive: true }),
      } as RequestOptions,
      url,
      sent,
    )

const nameOf = (url: string): string => new URL(url).hostname

/** Sends http and https requests through the proxy on a port of this machine. */
export const overProxy =
  (port: number, ca: string, headers: Readonly<Record<string, string>> = {}) =>
  async (url: string, sent?: Sent): Promise<Wire> => {
    const { protocol, hostname: servername, host } = new URL(url)
    if (protocol === 'http:')
      return wireBy(request, { port, path: url, agent: new PlainAgent({ keepAlive: true }) }, url, {
        ...sent,
        headers: { ...headers, ...sent?.headers },
      })
    const { socket, status, reason } = await tunnel(port, host.includes(':') ? host : `${host}:443`, headers)
    if (status !== 200) throw new Error(`the proxy answered ${status} ${reason}`)
    const agent = new Agent({ keepAlive: true })
    agent.createConnection = (): Duplex => connect({ socket, servername, ca })
    return wireBy(secureRequest, { agent }, url, sent)
  }

/** What a proxy said to CONNECT, and the connection to it. */
export interface Tunnel {
  readonly socket: Socket
  readonly status: number
  readonly reason: string
  readonly body: string
}

/** Asks the proxy on a port of this machine for a tunnel. */
export const tunnel = (
  port: number,
  authority: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Tunnel> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method: 'CONNECT', path: authority, headers, agent: false })
    asked.on('error', reject)
    asked.on('connect', ({ statusCode = 0, statusMessage = '' }, socket, head) => {
      if (statusCode === 200) return resolve({ socket, status: statusCode, reason: statusMessage, body: '' })
      let body = head.toString()
      socket.on('data', (chunk: Buffer) => (body += chunk.toString()))
      socket.on('close', () => resolve({ socket, status: statusCode, reason: statusMessage, body }))
    })
    asked.end()
  })
