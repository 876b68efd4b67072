import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { Emulator } from '../../src/index.ts'
import { setup } from '../helpers/setup.ts'

interface Sent {
  readonly method?: string
  readonly host?: string
  readonly target: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

interface Heard {
  readonly status: number
  readonly headers: readonly string[]
  readonly body: string
}

const DO = { authorization: 'Bearer x' }
const UPCLOUD = { authorization: `Basic ${Buffer.from('user:password').toString('base64')}` }
const CONFLUENT = { authorization: `Basic ${Buffer.from('key:secret').toString('base64')}` }
const HUAWEI = { 'x-auth-token': 'token' }
const JSON_BODY = { ...DO, 'content-type': 'application/json' }

// what an answer is to have: its status, and where that says little a part of its body
const REQUESTS: readonly [what: string, sent: Sent, status: number, body: string][] = [
  ['a plain path', { target: '/v2/vpcs', headers: DO }, 200, '"name":"default-nyc1"'],
  ['a slash at the end', { target: '/v2/vpcs/', headers: DO }, 200, '"name":"default-nyc1"'],
  ['two slashes at the start', { target: '//v2/vpcs', headers: DO }, 404, '"id":"not_found"'],
  ['two slashes, to a service that takes them for one', { target: '/1.3//zone', headers: UPCLOUD }, 200, '"zones"'],
  ['a dot segment', { target: '/v2/./vpcs', headers: DO }, 200, '"vpcs":['],
  ['two dots', { target: '/v2/account/../vpcs', headers: DO }, 200, '"vpcs":['],
  ['an encoded dot', { target: '/v2/%2e/vpcs', headers: DO }, 200, '"vpcs":['],
  ['two encoded dots', { target: '/v2/account/%2E%2e/vpcs', headers: DO }, 200, '"vpcs":['],
  ['dots that lead out', { target: '/../../v2/vpcs', headers: DO }, 200, '"vpcs":['],
  ['dots at the end', { target: '/v2/vpcs/x/..', headers: DO }, 200, '"vpcs":['],
  ['dots to another provider', { target: '/v2/../1.3/zone', headers: UPCLOUD }, 200, '"zones"'],
  ['a backslash', { target: '/v2\\vpcs', headers: DO }, 200, '"vpcs":['],
  [
    'a backslash in the query',
    { target: '/v2/vpcs/x/members?resource_type=a\\b', headers: DO },
    404,
    '"id":"not_found"',
  ],
  ['an encoded backslash', { target: '/v2/vpcs/a%5Cb', headers: DO }, 404, '"id":"not_found"'],
  ['an encoded letter', { target: '/v2/%76pcs', headers: DO }, 200, '"vpcs":['],
  ['an encoded slash', { target: '/v2/vpcs%2Fx', headers: DO }, 404, '"id":"not_found"'],
  ['a stray percent sign', { target: '/v2/vpcs/%zz', headers: DO }, 404, '"id":"not_found"'],
  ['characters that browsers escape', { target: '/v2/vpcs/<a>{b}"^`|', headers: DO }, 404, '"id":"not_found"'],
  ['a fragment', { target: '/v2/vpcs?per_page=1#/v2/account', headers: DO }, 200, '/v2/vpcs?page=2&per_page=1"'],
  ['an empty query', { target: '/v2/vpcs?', headers: DO }, 200, '"vpcs":['],
  ['a query', { target: '/v2/regions?per_page=1&page=2&x=a%26b+c', headers: DO }, 200, '?page=3&per_page=1"'],
  ['a repeated parameter', { target: '/1.3/network?label=a%3D1&label=b=2', headers: UPCLOUD }, 200, '"networks"'],
  ['HEAD', { method: 'HEAD', target: '/v2/vpcs', headers: DO }, 200, ''],
  ['HEAD of nothing', { method: 'HEAD', target: '/v2/nothing', headers: DO }, 404, ''],
  ['OPTIONS', { method: 'OPTIONS', target: '/v2/vpcs', headers: DO }, 405, '"'],
  ['an unknown method', { method: 'PURGE', target: '/1.3/network', headers: UPCLOUD }, 405, '"'],
  ['a wrong method', { method: 'PUT', target: '/v2/account', headers: DO }, 405, '"'],
  ['a path of nobody', { target: '/nothing/./here?x', headers: DO }, 404, 'No provider claims /nothing/here.'],
  ['no path', { target: '/' }, 200, '"versions"'],
  [
    'a body',
    { method: 'POST', target: '/v2/./vpcs', headers: JSON_BODY, body: '{"name":"a","region":"nyc3"}' },
    201,
    '"name":"a"',
  ],
  [
    'a malformed body',
    { method: 'POST', target: '/v2/vpcs', headers: JSON_BODY, body: '{' },
    400,
    '"id":"bad_request"',
  ],
  [
    'the real host in capitals',
    { host: 'API.DigitalOcean.com:80', target: '/v2/vpcs?per_page=1', headers: DO },
    200,
    '"next":"http://api.digitalocean.com/v2/vpcs?',
  ],
  [
    'a host with a port',
    { host: '[::1]:4580', target: '/v2/vpcs?per_page=1', headers: DO },
    200,
    '"next":"http://[::1]:4580/v2/vpcs?',
  ],
  ['a host of a provider', { host: 'upcloud.localhost', target: '/v2/vpcs', headers: UPCLOUD }, 404, '"error_code"'],
  ['an empty host', { host: '', target: '/v2/vpcs?per_page=1', headers: DO }, 200, '"next":"http://localhost/v2/vpcs?'],
  ['no credential', { target: '/v2/../v2/vpcs' }, 401, '"id":"unauthorized"'],
  [
    'a mounted path',
    { target: '/api/org/./v2/environments', headers: CONFLUENT },
    200,
    '"self":"http://localhost/api/org/',
  ],
  ['a path of many services', { target: '/v2.0/./vpc/peerings', headers: HUAWEI }, 200, '"peerings"'],
  ['an action', { target: '/v2/./index.php?Action=DescribeVpcEx&Region=gz' }, 200, '"code"'],
  ['the control API', { target: '/_peertwin/health' }, 200, '{"status":"ok"'],
  ['the control API behind dots', { target: '/v2/../_peertwin/%2e/health' }, 200, '{"status":"ok"'],
  ['HEAD of the control API', { method: 'HEAD', target: '/_peertwin/health' }, 200, ''],
  ['an unknown path of the control API', { target: '/_peertwin/nothing' }, 404, '"title":"Not found"'],
  ['a wrong method of the control API', { method: 'PUT', target: '/_peertwin/health', body: '{}' }, 405, 'takes GET'],
  [
    'a body for the control API',
    { method: 'POST', target: '/_peertwin/clock/advance', body: '{"by":"1s"}' },
    200,
    '01.000Z',
  ],
  ['a foreign host at the control API', { host: 'evil.example', target: '/_peertwin/clock' }, 403, 'evil.example'],
]

// what Node adds for the connection, and for an answer that has none the date
const OF_THE_CONNECTION = new Set(['connection', 'keep-alive', 'transfer-encoding'])
const heard = (status: number, headers: readonly string[], body: string): Heard => {
  const pairs: string[] = []
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!.toLowerCase()
    if (!OF_THE_CONNECTION.has(name)) pairs.push(`${name}: ${headers[i + 1]}`)
  }
  const isEmulators = !pairs.some((pair) => pair.startsWith('x-peertwin-request'))
  return { status, headers: pairs.filter((pair) => !(isEmulators && pair.startsWith('date:'))).sort(), body }
}

const overSocket = async (
  port: number,
  { method = 'GET', host = 'localhost', headers, body }: Sent,
  target: string,
) => {
  const lines = Object.entries({ Host: host, ...headers, ...(body && { 'Content-Length': body.length }) })
  const head = [`${method} ${target} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`)]
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
  socket.write(`${head.join('\r\n')}\r\nConnection: close\r\n\r\n${body ?? ''}`, 'latin1')
  await once(socket, 'close')
  const end = text.indexOf('\r\n\r\n')
  const [line = '', ...fields] = text.slice(0, end).split('\r\n')
  const pairs = fields.flatMap((field) => {
    const colon = field.indexOf(': ')
    return [field.slice(0, colon), field.slice(colon + 2)]
  })
  return heard(Number(line.split(' ')[1]), pairs, Buffer.from(text.slice(end + 4), 'latin1').toString())
}

const absolute = ({ host, target }: Sent): string => `http://${host || 'localhost'}${target}`

const inProcess = async (emulator: Emulator, sent: Sent) => {
  const { method = 'GET', headers = {}, body = null } = sent
  const answer = await emulator.fetch(new Request(absolute(sent), { method, headers, body }))
  return heard(answer.status, [...answer.headers].flat(), await answer.text())
}

const open: Emulator[] = []
const fresh = (): Emulator => {
  const { emulator } = setup()
  open.push(emulator)
  return emulator
}
const listening = async (): Promise<number> => (await fresh().listen()).port
afterEach(async () => {
  await Promise.all(open.splice(0).map((emulator) => emulator.close()))
})

describe('a request has one answer, by its path on a socket, by its URL on a socket, and in this process', () => {
  test.each(REQUESTS)('%s', async (_, sent, status, part) => {
    const answer = await overSocket(await listening(), sent, sent.target)
    expect(answer.status).toBe(status)
    expect(answer.body).toContain(part)
    expect(await overSocket(await listening(), sent, absolute(sent))).toEqual(answer)
    expect(await inProcess(fresh(), sent)).toEqual(answer)
  })
})

describe('an address that leads nowhere is a 400, whatever is asked', () => {
  const targets = ['/v2/vpcs', '/v2.0/vpc/peerings', '/_peertwin/health']
  const hosts = ['127.0.0.1:99999', '127.0.0.256', 'a b', 'a/b', 'a@b', 'a?b', '[::1', '%', 'h:x', ':80']
  test.each(hosts)('Host: %s', async (host) => {
    const port = await listening()
    const detail = `'${host}' is no host name or address with a port.`
    const body = `${JSON.stringify({ type: 'about:blank', title: 'Bad Request', status: 400, detail })}\n`
    const headers = [
      `content-length: ${body.length}`,
      'content-type: application/problem+json',
      'x-content-type-options: nosniff',
    ]
    for (const target of targets)
      expect(await overSocket(port, { host, target }, target)).toEqual({ status: 400, headers, body })
  })

  test.each([
    ['*', "'*' is neither a path nor an http URL."],
    ['ftp://h/v2/vpcs', "'ftp://h/v2/vpcs' is neither a path nor an http URL."],
    ['http:///v2/vpcs', "'' is no host name or address with a port."],
    ['http://h:99999/v2/vpcs', "'h:99999' is no host name or address with a port."],
    ['http://me:secret@h/v2/vpcs', "'me:secret@h' is no host name or address with a port."],
  ])('the target %s', async (target, detail) => {
    const answer = await overSocket(await listening(), { method: 'OPTIONS', target }, target)
    expect([answer.status, JSON.parse(answer.body)]).toEqual([
      400,
      { type: 'about:blank', title: 'Bad Request', status: 400, detail },
    ])
  })
})

test('the journal keeps path and query as they were sent', async () => {
  const emulator = fresh()
  const { port } = await emulator.listen()
  const targets = ['/v2/./vpcs?x=%2e/.', '/v2\\vpcs#top', '/v2/vpcs/%2E%2E/account']
  for (const target of targets) {
    await overSocket(port, { target, headers: DO }, target)
    await overSocket(port, { target, headers: DO }, `http://localhost${target}`)
  }
  const kept = [...emulator.world.journal.entries()].map(({ target }) => target)
  expect(kept).toEqual(targets.flatMap((target) => [target, target]))
})
