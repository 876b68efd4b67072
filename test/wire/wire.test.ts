import { once } from 'node:events'
import { request as nodeRequest } from 'node:http'
import { connect } from 'node:net'
import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bodyText } from '../../src/world/request-journal.ts'
import { START, setup } from '../helpers/setup.ts'

const { emulator } = setup({ providers: ['digitalocean'] })
let port = 0
let api: ReturnType<typeof supertest>

beforeAll(async () => {
  const addresses = await emulator.listen()
  port = addresses.port
  api = supertest(`http://127.0.0.1:${port}`)
})
afterAll(async () => {
  await emulator.close()
})

/** Sends bytes as they are and collects everything that comes back until the server hangs up. */
const raw = async (bytes: string | Buffer): Promise<string> => {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
  socket.on('error', () => {})
  socket.write(bytes)
  await once(socket, 'close')
  return text
}

const bearer = 'Authorization: Bearer x\r\n'

describe('bytes of an answer', () => {
  test('keep the spelling of headers, the charset and the length', async () => {
    const text = await raw(`GET /v2/vpc_peerings HTTP/1.1\r\nHost: h\r\n${bearer}Connection: close\r\n\r\n`)
    const [head, body] = text.split('\r\n\r\n') as [string, string]
    const lines = head.split('\r\n')
    expect(lines[0]).toBe('HTTP/1.1 200 OK')
    expect(lines.slice(1).map((line) => line.split(':')[0])).toEqual([
      'ratelimit-limit',
      'ratelimit-remaining',
      'ratelimit-reset',
      'x-request-id',
      'x-gateway',
      'x-response-from',
      'X-Peertwin-Request',
      'Date',
      'Content-Type',
      'Content-Length',
      'Connection',
    ])
    expect(lines).toContain('Content-Type: application/json; charset=utf-8')
    expect(lines).toContain(`Date: ${new Date(START).toUTCString()}`)
    expect(lines).toContain(`Content-Length: ${body.length}`)
    expect(body).toBe('{"vpc_peerings":[],"links":{},"meta":{"total":0}}')
  })

  test('a 204 has neither content type nor length', async () => {
    const created = await api.post('/v2/vpcs').set('authorization', 'Bearer x').send({ name: 'gone', region: 'nyc3' })
    const { id } = (created.body as { vpc: { id: string } }).vpc
    const text = await raw(`DELETE /v2/vpcs/${id} HTTP/1.1\r\nHost: h\r\n${bearer}Connection: close\r\n\r\n`)
    expect(text).toMatch(/^HTTP\/1\.1 204 No Content\r\n/)
    expect(text).not.toMatch(/content-type|content-length|transfer-encoding/i)
    expect(text.endsWith('\r\n\r\n')).toBe(true)
  })

  test('HEAD has the length of the GET and no body', async () => {
    const text = await raw(`HEAD /v2/account HTTP/1.1\r\nHost: h\r\n${bearer}Connection: close\r\n\r\n`)
    const get = await api.get('/v2/account').set('authorization', 'Bearer x')
    expect(text).toContain(`Content-Length: ${get.headers['content-length']}\r\n`)
    expect(text.endsWith('\r\n\r\n')).toBe(true)
  })

  test('links lead back to the address that was asked', async () => {
    const answer = await api
      .get('/v2/regions?per_page=15')
      .set('authorization', 'Bearer x')
      .set('host', 'emulator.test:81')
    expect(answer.body).toMatchObject({
      links: { pages: { next: 'http://emulator.test:81/v2/regions?page=2&per_page=15' } },
    })
  })

  test('a connection serves many requests', async () => {
    const one = `GET /v2/account HTTP/1.1\r\nHost: h\r\n${bearer}`
    const text = await raw(`${one}\r\n${one}\r\n${one}Connection: close\r\n\r\n`)
    expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3)
    expect(text).toContain('Keep-Alive: timeout=65')
  })

  test('an absolute request line is understood', async () => {
    const text = await raw(
      `GET http://api.digitalocean.com/v2/account HTTP/1.1\r\nHost: api.digitalocean.com\r\n${bearer}Connection: close\r\n\r\n`,
    )
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  })
})

describe('limits', () => {
  test('a body over 1 MiB is refused at its announcement', async () => {
    const text = await raw(
      `POST /v2/vpcs HTTP/1.1\r\nHost: h\r\n${bearer}Content-Type: application/json\r\nContent-Length: 1048577\r\n\r\n{`,
    )
    expect(text).toMatch(/^HTTP\/1\.1 413 /)
    expect(text).toContain('"id":"request_entity_too_large"')
    expect(text).toMatch(/\r\nConnection: close\r\n/)
  })

  test('a chunked body over 1 MiB is refused while it comes', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
    const text = await raw(
      `POST /v2/vpcs HTTP/1.1\r\nHost: h\r\n${bearer}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(17)}0\r\n\r\n`,
    )
    expect(text).toMatch(/^HTTP\/1\.1 413 /)
  })

  test('so is one of a request that takes the long way, by an absolute request line', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
    const head = `POST http://api.digitalocean.com/v2/vpcs HTTP/1.1\r\nHost: h\r\n${bearer}`
    const text = await raw(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(17)}0\r\n\r\n`)
    expect(text).toMatch(/^HTTP\/1\.1 413 /)
    const [last] = [...emulator.world.journal.entries()].slice(-1)
    expect([last!.status, last!.requestBody]).toEqual([413, null])
  })

  test('an unauthenticated large body is 401', async () => {
    const text = await raw('POST /v2/vpcs HTTP/1.1\r\nHost: h\r\nContent-Length: 1048577\r\n\r\n{')
    expect(text).toMatch(/^HTTP\/1\.1 401 /)
  })

  test.each([
    ['headers over 16 KiB', `GET /v2/account HTTP/1.1\r\nHost: h\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['an invalid header', 'GET / HTTP/1.1\r\nHost: h\r\nbad header\r\n\r\n', 400],
    ['two lengths', 'POST /v2/vpcs HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx', 400],
  ])('%s get a problem document', async (_, bytes, status) => {
    const text = await raw(bytes)
    const [head, body] = text.split('\r\n\r\n') as [string, string]
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(head).toContain('Content-Type: application/problem+json')
    expect(JSON.parse(body)).toMatchObject({ type: 'about:blank', status })
  })

  test('a body of up to 1 MiB may come in pieces', async () => {
    const body = `${' '.repeat(0x8000)}{"name":"in-pieces","region":"nyc3"}`
    const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`
    const pieces = [body.slice(0, 0x4000), body.slice(0x4000, 0x8010), body.slice(0x8010), ''].map(chunk).join('')
    const head = 'POST /v2/vpcs HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n'
    const text = await raw(`${head}${bearer}\r\n${pieces}`)
    expect(text).toMatch(/^HTTP\/1\.1 201 /)
    expect(text).toContain('"name":"in-pieces"')
  })

  test('the body of a request that needs none is read and journalled, and none stays none', async () => {
    const sent = 'GET /v2/account HTTP/1.1\r\nHost: h\r\nConnection: close\r\n'
    expect(await raw(`${sent}${bearer}Content-Length: 4\r\n\r\nwhat`)).toMatch(/^HTTP\/1\.1 200 /)
    expect(await raw(`${sent}${bearer}Content-Length: 0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 /)
    expect(await raw(`${sent}${bearer}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 /)
    const bodies = [...emulator.world.journal.entries()].slice(-3).map(({ requestBody }) => bodyText(requestBody))
    expect(bodies).toEqual(['what', '', ''])
  })

  test('a client that goes away in its body leaves nothing behind', async () => {
    const before = [...emulator.world.sizes()]
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write(`POST /v2/vpcs HTTP/1.1\r\nHost: h\r\n${bearer}Content-Length: 50\r\n\r\n{"name":"x","region":"nyc3"`)
    socket.destroy()
    await once(socket, 'close')
    expect((await api.get('/v2/account').set('authorization', 'Bearer x')).status).toBe(200)
    expect([...emulator.world.sizes()]).toEqual(before)
  })

  test('the server is alive after all of it', async () => {
    const answer = await api.get('/_peertwin/health')
    expect(answer.status).toBe(200)
    expect(answer.text).toMatch(/^\{"status":"ok"/)
  })
})

test("global Request and Response stay the runtime's own", async () => {
  const { Request: before } = globalThis
  await new Promise<void>((resolve) => {
    nodeRequest({ port, host: '127.0.0.1', path: '/_peertwin/health' }, (response) => {
      response.resume()
      response.on('end', () => resolve())
    }).end()
  })
  expect(globalThis.Request).toBe(before)
})
