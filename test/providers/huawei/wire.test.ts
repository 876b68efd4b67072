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
