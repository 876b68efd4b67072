import { once } from 'node:events'
import { type Socket, connect as plain } from 'node:net'
import { type ConnectionOptions, type TLSSocket, connect } from 'node:tls'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openDoors, overProxy, overTls, tunnel } from '../helpers/doors.ts'
import { control, sendTo } from '../helpers/socket.ts'

const DO = { authorization: 'Bearer x' }

/** A connection to an emulator that speaks TLS. Rejects with what the handshake ends with. */
const dial = async (port: number, ca: string, options: ConnectionOptions = {}): Promise<TLSSocket> => {
  const socket = connect({ host: '127.0.0.1', port, ca, ...options })
  onTestFinished(() => void socket.destroy())
  await once(socket, 'secureConnect')
  return socket
}

/** What comes back for bytes until the server hangs up. */
const exchanged = async (socket: Socket, text: string): Promise<string> => {
  let heard = ''
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString()))
  socket.write(text)
  await once(socket, 'close')
  return heard
}

describe('one port', () => {
  test('speaks http and https, and its links say which', async () => {
    const { port, ca } = await openDoors({ tls: true })
    const path = '/v2/vpcs?per_page=1'
    const plain = await sendTo(port, `http://localhost:${port}${path}`, { headers: DO })
    const secure = await overTls(port, ca)(`https://localhost:${port}${path}`, { headers: DO })
    expect(plain.body).toMatchObject({
      links: { pages: { next: `http://localhost:${port}/v2/vpcs?page=2&per_page=1` } },
    })
    expect(secure.status).toBe(200)
    expect(JSON.parse(secure.text)).toMatchObject({
      links: { pages: { next: `https://localhost:${port}/v2/vpcs?page=2&per_page=1` } },
    })
  })

  test('answers many requests on one connection, also those that came together', async () => {
    const { port, ca } = await openDoors({ tls: true })
    const one = 'GET /v2/account HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\n'
    const heard = await exchanged(await dial(port, ca), `${one}\r\n${one}\r\n${one}Connection: close\r\n\r\n`)
    expect(heard.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3)
  })

  test('keeps the control API from pages of other origins, and lets in its own', async () => {
    const { port, ca } = await openDoors({ tls: true })
    const url = `https://localhost:${port}/_peertwin/health`
    const of = async (origin: string) => (await overTls(port, ca)(url, { headers: { origin } })).status
    expect([await of(`https://localhost:${port}`), await of(`http://localhost:${port}`)]).toEqual([200, 403])
  })

  test.each(['provider', 'namespace', 'control'])('so does the one of a %s', async (kind) => {
    const { port, ca, control, urls } = await openDoors({ tls: true, providerPorts: true, controlPort: 0 })
    const { body } = await sendTo(Number(new URL(control).port), `${control}/namespaces`, {
      method: 'POST',
      body: JSON.stringify({ name: 'own', port: true }),
    })
    const base = { provider: urls['upcloud']!, namespace: (body as { url: string }).url, control }[kind]!
    const own = Number(new URL(base).port)
    expect(own).not.toBe(port)
    const target = kind === 'control' ? `${control}/health` : `${base}/1.3/zone`
    const headers = { authorization: `Basic ${btoa('a:b')}` }
    for (const url of [target, target.replace('http:', 'https:')])
      expect(
        (url === target ? await sendTo(own, url, { headers }) : await overTls(own, ca)(url, { headers })).status,
      ).toBe(200)
  })
})

describe('the certificate', () => {
  const NAMES = [
    'localhost',
    'digitalocean.localhost',
    'api.digitalocean.com',
    'api.upcloud.com',
    'api.confluent.cloud',
    'vpc.api.qcloud.com',
    'vpc.cn-north-4.myhuaweicloud.com',
    'iam.eu-de.otc.t-systems.com',
  ]
  test.each(NAMES)('is for %s', async (servername) => {
    const { port, ca } = await openDoors({ tls: true })
    const socket = await dial(port, ca, { servername })
    expect(socket.getPeerCertificate().subjectaltname).toBe(`DNS:${servername}`)
    expect(socket.authorized).toBe(true)
  })

  test('is for the addresses of this machine where no name was given', async () => {
    const { port, ca } = await openDoors({ tls: true })
    const socket = await dial(port, ca, { servername: '' })
    expect(socket.getPeerCertificate().subjectaltname).toBe(
      'DNS:localhost, DNS:*.localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    )
  })

  test('is for further names that the emulator has', async () => {
    const { port, ca } = await openDoors({ tls: true }, { controlHosts: ['peertwin', '192.0.2.7'] })
    const named = await dial(port, ca, { servername: 'peertwin' })
    expect(named.getPeerCertificate().subjectaltname).toBe('DNS:peertwin')
    const unnamed = await dial(port, ca, { servername: '' })
    expect(unnamed.getPeerCertificate().subjectaltname).toMatch(/DNS:peertwin, IP Address:192\.0\.2\.7$/)
  })

  test('is not for a name of somebody else, as the client says', async () => {
    const { port, ca } = await openDoors({ tls: true })
    await expect(dial(port, ca, { servername: 'example.org' })).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    })
  })

  test('is signed by an authority that nobody knows by himself', async () => {
    const { port } = await openDoors({ tls: true })
    await expect(dial(port, '', { servername: 'localhost' })).rejects.toMatchObject({
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    })
  })
})

describe('the protocol', () => {
  test.each(['TLSv1.2', 'TLSv1.3'] as const)('may be %s', async (version) => {
    const { port, ca } = await openDoors({ tls: true })
    const socket = await dial(port, ca, { minVersion: version, maxVersion: version })
    expect(socket.getProtocol()).toBe(version)
  })

  test('is not older', async () => {
    const { port, ca } = await openDoors({ tls: true })
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
    await expect(dial(port, ca, old)).rejects.toMatchObject({ code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' })
  })

  test('is HTTP/1.1 where the client asks', async () => {
    const { port, ca } = await openDoors({ tls: true })
    const both = await dial(port, ca, { ALPNProtocols: ['h2', 'http/1.1'] })
    expect(both.alpnProtocol).toBe('http/1.1')
    const none = await dial(port, ca)
    expect(none.alpnProtocol).toBe(false)
    await expect(dial(port, ca, { ALPNProtocols: ['h2'] })).rejects.toMatchObject({
      code: 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL',
    })
  })
})

describe('what a scenario does to an answer reaches the client through TLS as well', () => {
  const doors = async (effect: object) => {
    const { emulator, port, ca } = await openDoors({ tls: true, proxy: true })
    const rule = { id: 'harm', match: { op: 'digitalocean/account.get' }, calls: 'all', effect }
    expect(await control(emulator, 'POST', '/faults', rule)).toMatchObject({ status: 201 })
    const url = 'https://api.digitalocean.com/v2/account'
    return [overTls(port, ca), overProxy(port, ca)].map((send) => () => send(url, { headers: DO }))
  }

  test.each(['reset', 'close'])('%s', async (effect) => {
    for (const lost of await doors({ [effect]: true }))
      await expect(lost()).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  test('truncate', async () => {
    for (const lost of await doors({ truncate: 10 })) await expect(lost()).rejects.toMatchObject({ message: 'aborted' })
  })

  test('dribble', async () => {
    for (const slow of await doors({ dribble: { bytes: 100, every: '1ms' } }))
      expect(JSON.parse((await slow()).text)).toHaveProperty('account')
  })
})

describe('a stray CR at the end of a header value is white space behind a door, too', () => {
  const get = 'GET /v2/account HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\r\n\r\n'
  const health = 'GET /_peertwin/health HTTP/1.1\r\nHost: localhost\r\nOrigin: https://localhost\r\r\n\r\n'
  test('over TLS', async () => {
    const { port, ca } = await openDoors({ tls: true })
    for (const text of [get, health])
      expect(await exchanged(await dial(port, ca), text)).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  })

  test('and beside it', async () => {
    const { port } = await openDoors({ tls: true })
    expect(await exchanged(plain(port, '127.0.0.1'), get)).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  })

  test('and in a tunnel', async () => {
    const { port, ca } = await openDoors({ proxy: true })
    const { socket } = await tunnel(port, 'api.digitalocean.com:443')
    const secure = connect({ socket, servername: 'api.digitalocean.com', ca })
    expect(await exchanged(secure, get)).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  })
})

test('a client may stop sending before it is answered', async () => {
  const { port } = await openDoors({ tls: true })
  const socket = plain({ port, host: '127.0.0.1', allowHalfOpen: true })
  let heard = ''
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString()))
  socket.end('GET /v2/account HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer x\r\n\r\n')
  await once(socket, 'end')
  expect(heard).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
})
