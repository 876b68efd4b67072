import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Emulator, createEmulator } from '../../../src/emulator.ts'
import { START } from '../../helpers/setup.ts'
import { heard } from '../peers/setup.ts'
import { type Replica, fakeCluster } from './setup.ts'

let alone: Emulator
let holder: Replica
let edge: Replica
let ports: readonly [alone: number, edge: number]
beforeAll(async () => {
  alone = createEmulator({ clock: { mode: 'virtual', start: START } })
  const begin = fakeCluster()
  ;[holder, edge] = [await begin(), await begin()]
  ports = [(await alone.listen()).port, (await edge.emulator.listen()).port]
})
afterAll(() => alone.close())

const CASES: readonly (readonly [name: string, effect: object | null])[] = [
  ['answer', null],
  ['reset', { reset: true }],
  ['close', { close: true }],
  ['truncate', { truncate: 25 }],
  ['dribble', { dribble: { bytes: 40, every: '1ms' } }],
  ['idle-close', { idleClose: '1ms' }],
  ['corrupt', { corruptJson: true }],
  ['error', { error: 'unavailable' }],
  ['delay', { delay: '5ms' }],
]

// a connection that is closed while idle has to be kept before
const request = (name: string, method: string, path: string, body: string): string =>
  [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost:4580',
    'Authorization: Bearer any',
    `X-Peertwin-Namespace: ${name}`,
    ...(body === '' ? [] : ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`]),
    ...(name === 'idle-close' && path.startsWith('/v2') ? [] : ['Connection: close']),
    `\r\n${body}`,
  ].join('\r\n')

// the control API tells the time of the machine
const timeless = (text: string): string => text.replace(/^date: .*$/gim, 'date')

describe('a client of a replica that does not hold its namespace hears each byte as of one process', () => {
  test.each(CASES)('%s', async (name, effect) => {
    const same = async (method: string, path: string, body = ''): Promise<string> => {
      const [first, second] = await Promise.all(ports.map((port) => heard(port, request(name, method, path, body))))
      expect({ ...second, text: timeless(second!.text) }).toEqual({ ...first, text: timeless(first!.text) })
      return first!.text
    }
    await alone.fetch(
      new Request('http://localhost/_peertwin/namespaces', { method: 'POST', body: `{"name":"${name}"}` }),
    )
    expect((await holder.control('POST', '/namespaces', { name })).status).toBe(201)
    expect((await holder.control('GET', `/ns/${name}/clock`)).status).toBe(200)
    const fault = { id: 'f', match: { op: 'digitalocean/vpcs.*' }, effect }
    for (const one of effect ? [JSON.stringify(fault)] : [])
      expect(await same('POST', `/_peertwin/ns/${name}/faults`, one)).toMatch(/^HTTP\/1.1 201 /)
    await same('POST', '/v2/vpcs', '{"name":"hub","region":"nyc3"}')
    await same('GET', '/v2/vpcs?per_page=2')
    await same('HEAD', '/v2/vpcs')
    await same('PUT', '/v2/vpcs/none', '{')
    expect(await same('GET', `/_peertwin/ns/${name}/faults`)).toMatch(/^HTTP\/1.1 200 /)
    // it answered none of them itself
    expect((await edge.control('GET', '/metrics')).body).not.toContain('provider="digitalocean"')
    expect((await holder.control('GET', '/metrics')).body).toContain('provider="digitalocean"')
  })
})
