import { describe, expect, test } from 'vitest'
import { openDoors, overProxy, tunnel } from '../helpers/doors.ts'
import { control } from '../helpers/socket.ts'

const DO = { authorization: 'Bearer x' }
const LIST = '/v2/vpcs?per_page=1'
const userOf = (name: string) => ({ 'proxy-authorization': `Basic ${btoa(`${name}:`)}` })

const nextOf = (text: string): string => (JSON.parse(text) as { links: { pages: { next: string } } }).links.pages.next

describe('a host that is emulated', () => {
  test.each(['https://api.digitalocean.com', 'http://api.digitalocean.com', 'http://api.digitalocean.com:8080'])(
    'is reached as %s, and links keep that',
    async (base) => {
      const { port, ca } = await openDoors({ proxy: true })
      const { status, text } = await overProxy(port, ca)(base + LIST, { headers: DO })
      expect([status, nextOf(text)]).toEqual([200, `${base}/v2/vpcs?page=2&per_page=1`])
    },
  )

  test('is reached in the clear through a tunnel as well', async () => {
    const { port } = await openDoors({ proxy: true })
    const { socket, status } = await tunnel(port, 'api.digitalocean.com:80')
    expect(status).toBe(200)
    let heard = ''
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()))
    const head = `Host: api.digitalocean.com\r\nAuthorization: Bearer x\r\n`
    socket.write(`GET ${LIST} HTTP/1.1\r\n${head}\r\nGET /v2/account HTTP/1.1\r\n${head}Connection: close\r\n\r\n`)
    await new Promise((resolve) => socket.once('close', resolve))
    expect(heard.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2)
    expect(heard).toContain('"next":"http://api.digitalocean.com/v2/vpcs?page=2&per_page=1"')
  })

  test('is the emulator itself under its own address', async () => {
    const { port, ca } = await openDoors({ proxy: true })
    for (const origin of [`http://127.0.0.1:${port}`, `https://localhost:${port}`])
      expect((await overProxy(port, ca)(`${origin}/_peertwin/health`)).status).toBe(200)
  })
})

describe('a host that is not', () => {
  const refusal = (authority: string, host: string) => ({
    type: 'about:blank',
    title: 'Host not emulated',
    status: 403,
    detail: `${authority} is not emulated, and this proxy opens no connection to anybody else. Leave it out with NO_PROXY=${host}.`,
  })

  test('is refused, with a reason for clients that show no more than that, and the journal says who was wanted', async () => {
    const { port, ca, emulator } = await openDoors({ proxy: true })
    const { status, reason, body } = await tunnel(port, 'api.example.org:443')
    expect([status, reason]).toEqual([403, 'api.example.org is not emulated'])
    expect(JSON.parse(body)).toEqual(refusal('api.example.org', 'api.example.org'))
    const plain = await overProxy(port, ca)('http://api.example.org:81/x?y')
    expect([plain.status, JSON.parse(plain.text)]).toEqual([403, refusal('api.example.org:81', 'api.example.org')])
    expect(plain.lines).toContain('X-Peertwin-Request: 2')
    const { requests } = (await control(emulator, 'GET', '/requests/unmatched')).body as { requests: object[] }
    expect(requests).toMatchObject([
      {
        n: 1,
        provider: 'proxy',
        op: null,
        request: { method: 'CONNECT', target: 'api.example.org:443' },
        response: { status: 403 },
        rule: { kind: 'failure', name: 'route_not_found' },
        near_misses: expect.arrayContaining(['api.upcloud.com']),
      },
      { n: 2, provider: 'proxy', op: null, request: { method: 'GET', target: 'http://api.example.org:81/x?y' } },
    ])
  })

  test('is not reached by the paths of a provider either', async () => {
    const { port, ca } = await openDoors({ proxy: true })
    expect((await overProxy(port, ca)(`http://api.example.org${LIST}`, { headers: DO })).status).toBe(403)
  })

  test('may be this machine, to which no proxy is needed', async () => {
    const { port } = await openDoors({ proxy: true })
    const { status, body } = await tunnel(port, 'localhost:5432')
    expect(status).toBe(403)
    expect(JSON.parse(body)).toMatchObject({
      detail: 'localhost:5432 is this machine, to which no proxy is needed: set NO_PROXY=localhost,127.0.0.1,::1.',
    })
  })

  test.each(['a@h:443', '[::1:443', 'h:99999', '/v2/vpcs'])('may be no host at all: %s', async (target) => {
    const { port, emulator } = await openDoors({ proxy: true })
    const { status, body } = await tunnel(port, target)
    expect([status, JSON.parse(body)]).toMatchObject([
      400,
      { title: 'Bad Request', detail: `'${target}' is no host name or address with a port.` },
    ])
    expect(emulator.world.journal.size).toBe(0)
  })
})

describe('the user of the proxy', () => {
  test('is the namespace, for all that goes through the tunnel', async () => {
    const { port, ca, emulator } = await openDoors({ proxy: true })
    await control(emulator, 'POST', '/namespaces', { name: 'team' })
    const send = overProxy(port, ca, userOf('team'))
    for (const scheme of ['https', 'http']) {
      const body = JSON.stringify({ name: `by-${scheme}`, region: 'nyc3' })
      const headers = { ...DO, 'content-type': 'application/json' }
      expect((await send(`${scheme}://api.digitalocean.com/v2/vpcs`, { method: 'POST', headers, body })).status).toBe(
        201,
      )
    }
    await tunnel(port, 'example.org:443', userOf('team'))
    const sizes = await Promise.all(
      ['/requests', '/ns/team/requests'].map(
        async (path) => ((await control(emulator, 'GET', path)).body as { requests: object[] }).requests.length,
      ),
    )
    expect(sizes).toEqual([0, 3])
  })

  test('must be one that is there', async () => {
    const { port, ca } = await openDoors({ proxy: true })
    const { status, body } = await tunnel(port, 'api.digitalocean.com:443', userOf('nobody'))
    expect([status, JSON.parse(body)]).toMatchObject([400, { title: 'No such namespace' }])
    const plain = await overProxy(port, ca, userOf('nobody'))(`http://api.digitalocean.com${LIST}`)
    expect([plain.status, JSON.parse(plain.text)]).toMatchObject([400, { title: 'No such namespace' }])
  })
})

test.each([{}, { tls: true }])('without a proxy nobody gets a tunnel: %j', async (listen) => {
  const { port } = await openDoors(listen)
  const { status, reason, body } = await tunnel(port, 'api.digitalocean.com:443')
  expect([status, reason]).toEqual([405, 'start --proxy'])
  expect(JSON.parse(body)).toEqual({
    type: 'about:blank',
    title: 'No proxy',
    status: 405,
    detail: 'The emulator is a proxy with `start --proxy` only.',
  })
})
