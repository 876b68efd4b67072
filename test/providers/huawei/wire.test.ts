import { request } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Emulator, createEmulator } from '../../../src/index.ts'
import { sendTo } from '../../helpers/socket.ts'
import { authorizationOf } from './auth/signer.ts'
import { A } from './setup.ts'

let emulator: Emulator
let port: number

beforeEach(async () => {
  emulator = createEmulator({ providers: ['huawei'], auth: 'strict' })
  ;({ port } = await emulator.listen())
})
afterEach(() => emulator.close())

interface Raw {
  readonly status: number | undefined
  /** Names and values in turn, in the case of the wire. */
  readonly headers: readonly string[]
  readonly text: string
}

const send = (method: string, path: string, headers: Record<string, string>, body = ''): Promise<Raw> =>
  new Promise((resolve, reject) => {
    const outgoing = request(
      { port, method, path, headers: { ...headers, 'content-length': body.length } },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (part: string) => (text += part))
        answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.rawHeaders, text }))
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })

test('spells X-Subject-Token as shell scripts search for it, and ends with the body in one line', async () => {
  const user = { name: A.user, password: A.password, domain: { name: A.domain } }
  const auth = { identity: { methods: ['password'], password: { user } }, scope: { project: { id: A.projectId } } }
  const { status, headers, text } = await send('POST', '/v3/auth/tokens', {}, JSON.stringify({ auth }))
  expect(status).toBe(201)
  expect(headers.filter((_, index) => index % 2 === 0)).toEqual([
    'X-Subject-Token',
    'X-IAM-Trace-Id',
    'X-Frame-Options',
    'Cache-Control',
    'X-Content-Type-Options',
    'X-Download-Options',
    'X-XSS-Protection',
    'X-Peertwin-Request',
    'Date',
    'Content-Type',
    'Content-Length',
    'Connection',
    'Keep-Alive',
  ])
  expect(text).toMatch(/^\{"token":\{[^\n]*\}\}$/)
  const token = headers[headers.indexOf('X-Subject-Token') + 1]!
  const head = await send('HEAD', '/v3/auth/tokens', { 'x-auth-token': token, 'x-subject-token': token })
  expect(head.status).toBe(200)
  expect(head.headers[head.headers.indexOf('X-Subject-Token') + 1]).toBe(token)
  expect(head.text).toBe('')
})

test.each(['GET', 'DELETE'])('judges the signature of a %s by its body too', async (method) => {
  const host = `127.0.0.1:${port}`
  const date = `${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
  const signer = { dialect: 'huawei', ak: A.ak, sk: A.sk, date, host } as const
  const path = '/v2.0/vpc/routes/3d42a0d4-a980-4613-ae76-a2cddecff054'
  const headers = authorizationOf(signer, method, path, '{}')
  expect((await send(method, path, headers, '{}')).status).toBe(404)
  expect((await send(method, path, headers, '{ }')).status).toBe(401)
  expect((await send(method, path, headers)).status).toBe(401)
  expect((await send(method, path, authorizationOf(signer, method, path))).status).toBe(404)
})

test('keeps secrets out of the journal', async () => {
  const password = { user: { name: A.user, password: A.password } }
  const bodies = [
    { auth: { identity: { methods: ['password'], password } } },
    { auth: { identity: { methods: ['token'], token: { id: A.token } } } },
  ]
  for (const body of bodies) expect((await send('POST', '/v3/auth/tokens', {}, JSON.stringify(body))).status).toBe(201)
  await send('GET', '/v2.0/vpc/routes', { 'x-auth-token': A.token })
  const { text } = await sendTo(port, 'http://localhost/_peertwin/requests')
  expect(text).toContain('/v3/auth/tokens')
  for (const secret of [A.password, A.token, A.sk]) expect(text).not.toContain(secret)
})

test.each([
  ['a_b.example', 'a_b.example'],
  ['[::1]:8080', '[::1]:8080'],
  ['EXAMPLE:80', 'example'],
  ['*', '*'],
])('a list under the host %s leads back to %s', async (host, authority) => {
  const lax = createEmulator({ providers: ['huawei'] })
  const { port } = await lax.listen()
  const asked = { host, 'x-auth-token': A.token }
  const get = (path: string) => sendTo(port, `http://localhost${path}`, { headers: asked })
  const names = ['x', 'y', 'z']
  const ids: string[] = []
  for (const name of names) {
    const made = await sendTo(port, `http://localhost/v1/${A.projectId}/vpcs`, {
      method: 'POST',
      headers: asked,
      body: JSON.stringify({ vpc: { name } }),
    })
    ids.push((made.body as { vpc: { id: string } }).vpc.id)
  }
  const peer = (accept: string) =>
    sendTo(port, 'http://localhost/v2.0/vpc/peerings', {
      method: 'POST',
      headers: asked,
      body: JSON.stringify({
        peering: { name: 'p', request_vpc_info: { vpc_id: ids[0] }, accept_vpc_info: { vpc_id: accept } },
      }),
    })
  await peer(ids[1]!)
  await peer(ids[2]!)
  const { status, body } = await get('/v2.0/vpc/peerings?limit=1')
  const { peerings } = body as { peerings: { id: string }[] }
  expect({ status, body }).toEqual({
    status: 200,
    body: {
      peerings,
      peerings_links: [
        {
          rel: 'next',
          href: `http://${authority}/v2.0/vpc/peerings?limit=1&marker=${peerings[0]!.id}`,
          marker: peerings[0]!.id,
        },
      ],
    },
  })
  await lax.close()
})
