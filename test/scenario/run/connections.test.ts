import { Agent, type IncomingMessage, request } from 'node:http'
import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import type { Emulator } from '../../../src/index.ts'
import { BASE, TOKEN } from '../../providers/digitalocean/setup.ts'
import { clientOf } from '../../helpers/setup.ts'
import { mistakesIn, expectation, fault, play } from '../setup.ts'

const running: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of running.splice(0)) await end()
})

/** A client of an emulator over one connection that it keeps. */
const connected = async (emulator: Emulator) => {
  const { port } = await emulator.listen()
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  running.push(async () => {
    agent.destroy()
    await emulator.close()
  })
  return async (method: string, path: string): Promise<{ status: number; outgoing: ReturnType<typeof request> }> => {
    const headers = { host: new URL(BASE).host, authorization: `Bearer ${TOKEN}` }
    const outgoing = request({ agent, port, host: '127.0.0.1', method, path, headers })
    outgoing.end()
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
    answer.resume()
    await once(answer, 'end')
    return { status: answer.statusCode!, outgoing }
  }
}

describe('a connection', () => {
  const cut = 'faults: [{ id: f, match: { connection: reused }, calls: 1, effect: { reset: true } }]'

  test('that has carried an answer is cut when it is used again', async () => {
    const send = await connected((await play(cut)).emulator)
    expect((await send('GET', '/v2/account')).status).toBe(200)
    await expect(send('GET', '/v2/account')).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect((await send('GET', '/v2/account')).status).toBe(200)
  })

  test('that is fresh can be refused, too', async () => {
    const fresh = cut.replace('reused', 'fresh').replace('reset: true', 'error: unavailable')
    const send = await connected((await play(fresh)).emulator)
    expect([(await send('GET', '/v2/account')).status, (await send('GET', '/v2/account')).status]).toEqual([503, 200])
  })

  test('is closed once it was idle, and the answer before is whole', async () => {
    const idle = 'faults: [{ id: f, match: { op: digitalocean/vpcs.list }, effect: { idleClose: 1ms } }]'
    const send = await connected((await play(idle)).emulator)
    const { status, outgoing } = await send('GET', '/v2/vpcs')
    expect(status).toBe(200)
    if (!outgoing.socket!.destroyed) await once(outgoing.socket!, 'close')
    expect((await send('GET', '/v2/account')).status).toBe(200)
  })

  test('is none in the same process', async () => {
    const { emulator } = await play(cut.replace('}]', '}, { id: i, effect: { idleClose: 1ms } }]'))
    const api = clientOf(emulator, BASE, { authorization: `Bearer ${TOKEN}` })
    expect([(await api('GET', '/v2/account')).status, (await api('GET', '/v2/account')).status]).toEqual([200, 200])
  })
})

test.each([
  ['a long wait', fault('effect: { idleClose: 1m }'), ['test.yaml:3:24: 1m is too long: a socket waits 30s at most']],
  [
    'connections in the journal',
    expectation('op: digitalocean/vpcs.list, match: { connection: fresh }, calls: 0'),
    ['test.yaml:3:44: the journal knows no connections: a fault can match them'],
  ],
])('%s is no rule', async (_, text, mistakes) => expect(await mistakesIn(text)).toEqual(mistakes))
