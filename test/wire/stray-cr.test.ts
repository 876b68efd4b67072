import { once } from 'node:events'
import { type Socket, connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setup } from '../helpers/setup.ts'
import { control } from '../helpers/socket.ts'

const { emulator } = setup({ providers: ['digitalocean'], auth: 'strict' })
const token = emulator.guide('digitalocean', '').credential
let port = 0

beforeAll(async () => {
  ;({ port } = await emulator.listen())
})
afterAll(() => emulator.close())

/** Sends bytes and what else is wanted, and collects everything that comes back until the server hangs up. */
const raw = async (bytes: string, more?: (socket: Socket) => void | Promise<void>): Promise<string> => {
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
  socket.on('error', () => {})
  socket.write(bytes)
  await more?.(socket)
  await once(socket, 'close')
  return text
}

const CR = '\r'
const auth = (end: string): string => `Authorization: Bearer ${token}${end}\r\n`
const get = (end: string, path = '/v2/account'): string => `GET ${path} HTTP/1.1\r\nHost: h\r\n${auth(end)}\r\n`
const post = (body: string, end = CR): string =>
  `POST /v2/vpcs HTTP/1.1\r\nHost: h${end}\r\n${auth(end)}Content-Length: ${body.length}${end}\r\n\r\n`

const refusal =
  'HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json\r\nContent-Length: 104\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n' +
  '{"type":"about:blank","title":"Bad Request","status":400,"detail":"The request is not valid HTTP/1.1."}\n'

const asked = async (): Promise<number> => emulator.world.journal.seen

/** An answer without what differs between any two. */
const comparable = (text: string): string =>
  text
    .replaceAll(/^(x-request-id|X-Peertwin-Request|ratelimit-remaining): .*\r\n/gm, '')
    .replace('Connection: keep-alive\r\nKeep-Alive: timeout=65\r\n', '')
    .replace('Connection: close\r\n', '')

describe('a stray CR at the end of a header value', () => {
  test('is white space: the request is answered as without it, and the connection ends', async () => {
    const answer = await raw(get(CR))
    const clean = await raw(get('').replace('Host: h\r\n', 'Host: h\r\nConnection: close\r\n'))
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(answer).toContain('\r\nConnection: close\r\n')
    expect(comparable(answer)).toBe(comparable(clean))
  })

  test('is not recorded', async () => {
    await raw(get(CR))
    const { body } = await control(emulator, 'GET', '/requests')
    const [entry] = (body as { requests: { request: { headers: unknown } }[] }).requests
    expect(JSON.stringify(entry)).not.toContain(String.raw`\r`)
  })

  test('may stand at several values, and behind an empty one', async () => {
    const text = `GET /v2/account HTTP/1.1\r\nHost: h\r\r\nX-Empty:\r\r\nX-Blank: \r\r\n${auth(CR)}\r\n`
    expect(await raw(text)).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  })

  test('leaves the body alone, in the same packet and in one of its own', async () => {
    const body = (name: string) => `{"name":"${name}",\r\r\n"region":"nyc3"}`
    const together = await raw(post(body('one')) + body('one'))
    expect(together).toMatch(/^HTTP\/1\.1 201 Created\r\n/)
    const apart = await raw(post(body('two')), (socket) => void socket.write(body('two')))
    expect(apart).toMatch(/^HTTP\/1\.1 201 Created\r\n/)
    const listed = await raw(get(CR, '/v2/vpcs?per_page=200'))
    expect(listed).toContain('"name":"one"')
    expect(listed).toContain('"name":"two"')
  })
})

test('what follows in the same packet is not carried out', async () => {
  const before = await asked()
  const answer = await raw(get(CR) + post('{"name":"late","region":"nyc3"}', '') + '{"name":"late","region":"nyc3"}')
  expect(answer.match(/^HTTP\/1\.1 /gm)).toHaveLength(1)
  expect(await asked()).toBe(before + 1)
})

describe('everything else that the parser refuses stays refused', () => {
  const head = `GET /v2/account HTTP/1.1\r\nHost: h\r\n`
  test.each([
    ['a CR within a value', `${head}${auth('')}X-A: a\rb\r\n\r\n`],
    ['a CR within a value beside a stray one', `${head}${auth(CR)}X-A: a\rb\r\n\r\n`],
    ['two stray CRs', `${head}${auth('\r\r')}\r\n`],
    ['a CR behind the version', `GET /v2/account HTTP/1.1\r\r\nHost: h\r\n${auth('')}\r\n`],
    ['a CR in the line that ends the head', `${head}${auth('')}\r\r\n`],
    ['a CR in a line without a value', `${head}${auth('')}X-A\r\r\n\r\n`],
    ['a CR behind a folded line', `${head}${auth('')}X-A: a\r\n b\r\r\n\r\n`],
    ['two lengths', `${head}${auth(CR)}Content-Length: 1\r\r\nContent-Length: 2\r\r\n\r\n{}`],
    ['a length beside an encoding', `${head}${auth(CR)}Content-Length: 1\r\r\nTransfer-Encoding: chunked\r\r\n\r\n0`],
    ['a head that is not there in full', `${head}${auth(CR)}X-A: a`],
  ])('%s', async (_, bytes) => {
    const before = await asked()
    expect(await raw(bytes)).toBe(refusal)
    expect(await asked()).toBe(before)
  })

  test('a second request on a connection, whose first byte nobody can be sure of', async () => {
    const before = await asked()
    const answer = await raw(get('') + get(CR))
    expect(answer).toContain(refusal)
    expect(await asked()).toBe(before + 1)
  })

  test('a second request after the answer to the first', async () => {
    const before = await asked()
    const answer = await raw(get(''), async (socket) => {
      await once(socket, 'data')
      socket.write(get(CR))
    })
    expect(answer.slice(answer.indexOf('HTTP/1.1 400'))).toBe(refusal)
    expect(await asked()).toBe(before + 1)
  })
})
