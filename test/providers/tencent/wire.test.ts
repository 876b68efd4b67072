import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEmulator } from '../../../src/index.ts'
import { FIRST, PATH, commonOf, signed, success } from './setup.ts'

const emulator = createEmulator({ providers: ['tencent'] })
let port: number

beforeAll(async () => {
  ;({ port } = await emulator.listen())
})
afterAll(() => emulator.close())

const send = (
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string,
): Promise<{ answer: IncomingMessage; text: string }> =>
  new Promise((resolve, reject) => {
    const sent = request({ port, method, path, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => resolve({ answer, text: Buffer.concat(chunks).toString() }))
    })
    sent.on('error', reject)
    sent.end(body)
  })

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const platforms = JSON.stringify({ ...success, data: { supportedPlatforms: 'only-vpc' } })

describe('on a socket', () => {
  test('a request of HTTP/1.0 may name no host', async () => {
    const fields = signed('GET', commonOf(FIRST, 'DescribeAccountVpcAttributes'), FIRST.secretKey)
    const socket = connect(port, '127.0.0.1')
    socket.write(`GET ${PATH}?${new URLSearchParams(fields).toString()} HTTP/1.0\r\n\r\n`)
    const [head, body] = (await text(socket)).split('\r\n\r\n')
    expect(head!.split('\r\n')[0]).toBe('HTTP/1.1 200 OK')
    expect(body).toBe(platforms)
  })

  test('the answer has the headers of the service and no request id of its own', async () => {
    const host = `127.0.0.1:${port}`
    const fields = signed('POST', commonOf(FIRST, 'DescribeAccountVpcAttributes'), FIRST.secretKey, host)
    const { answer, text } = await send('POST', PATH, { ...FORM, host }, new URLSearchParams(fields).toString())
    expect(answer.statusCode).toBe(200)
    expect(text).toBe(platforms)
    expect(answer.rawHeaders.filter((_, n) => n % 2 === 0)).toEqual([
      'X-Peertwin-Request',
      'Date',
      'Content-Type',
      'Content-Length',
      'Connection',
      'Keep-Alive',
    ])
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
  })

  test('a request line with scheme and host, as sent to a proxy, is signed without them', async () => {
    const fields = signed('GET', commonOf(FIRST, 'DescribeAccountVpcAttributes'), FIRST.secretKey)
    const host = 'vpc.api.qcloud.com'
    const target = `http://${host}${PATH}?${new URLSearchParams(fields).toString()}`
    const { text } = await send('GET', target, { host })
    expect(text).toBe(platforms)
  })

  test('a host without its port and the path of the service may be what was signed', async () => {
    const fields = signed('POST', commonOf(FIRST, 'DescribeAccountVpcAttributes'), FIRST.secretKey, '127.0.0.1')
    const body = new URLSearchParams(fields).toString()
    expect((await send('POST', `${PATH}/`, { ...FORM, host: `127.0.0.1:${port}` }, body)).text).toBe(platforms)
  })
})

describe('the journal', () => {
  test('tells the action and the SecretId, but no signature in any form', async () => {
    const fields = signed('POST', { ...commonOf(FIRST, 'DescribeVpcEx'), Token: 'session' }, FIRST.secretKey)
    const signature = fields['Signature']!
    const query = new URLSearchParams(fields).toString()
    const parts = Object.entries(fields)
      .map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join('')
    await send('GET', `${PATH}?${query}`, {})
    await send('POST', PATH, FORM, query)
    await send('POST', PATH, { 'content-type': 'multipart/form-data; boundary=b' }, `${parts}--b--`)
    const answer = await fetch(`http://127.0.0.1:${port}/_peertwin/requests`)
    const { requests } = (await answer.json()) as { requests: { op: string }[] }
    const mine = requests.slice(-3)
    expect(mine.map(({ op }) => op)).toEqual(['DescribeVpcEx', 'DescribeVpcEx', 'DescribeVpcEx'])
    const told = JSON.stringify(mine)
    expect(told).toContain(FIRST.secretId)
    for (const secret of [signature, encodeURIComponent(signature), 'session', FIRST.secretKey])
      expect(told).not.toContain(secret)
  })
})
