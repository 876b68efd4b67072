import { afterEach, describe, expect, test } from 'vitest'
import type { Emulator } from '../../../src/index.ts'
import { TOKEN } from '../../providers/digitalocean/setup.ts'
import { type Play, play } from '../setup.ts'

const running: Emulator[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()))
})

const LIST = '/v2/vpc_peerings'
const PAGE = '{"vpc_peerings":[],"links":{},"meta":{"total":0}}'
const listFault = (effect: string): string =>
  `faults:\n  - { id: f, match: { op: digitalocean/vpc_peerings.list }, effect: { ${effect} } }`

const ask = async ({ emulator }: Play, signal?: AbortSignal): Promise<Response> => {
  running.push(emulator)
  const { urls } = await emulator.listen()
  return fetch(`${urls['digitalocean']}${LIST}`, {
    headers: { authorization: `Bearer ${TOKEN}` },
    ...(signal && { signal }),
  })
}

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise
    return 'no failure'
  } catch (error) {
    const { cause, message } = error as Error & { readonly cause?: { readonly code?: string } }
    return cause?.code ?? message
  }
}

describe('over a socket', () => {
  test('reset: the client gets ECONNRESET', async () => {
    expect(await codeOf(ask(await play(listFault('reset: true'))))).toBe('ECONNRESET')
  })

  test('close: the client sees the other side hang up', async () => {
    expect(await codeOf(ask(await play(listFault('close: true'))))).toMatch(/UND_ERR_SOCKET|ECONNRESET/)
  })

  test('hang: nothing comes until the client gives up', async () => {
    const client = new AbortController()
    const played = await play(listFault('hang: true'), {
      // the request is in the journal, and still unanswered
      onEntry: ({ status }) => void setImmediate(() => client.abort(new Error(`gave up on ${status}`))),
    })
    expect(await codeOf(ask(played, client.signal))).toBe('gave up on 0')
  })

  test('truncate: the body stops short of its length', async () => {
    const response = await ask(await play(listFault('truncate: 10')))
    expect([response.status, response.headers.get('content-length')]).toEqual([200, String(PAGE.length)])
    expect(await codeOf(response.text())).toMatch(/UND_ERR_SOCKET|terminated/)
  })

  test('dribble: the body comes whole', async () => {
    const response = await ask(await play(listFault('dribble: { bytes: 20, every: 1ms }')))
    expect([response.status, await response.text()]).toEqual([200, PAGE])
  })

  test('corruptJson: a whole body that does not parse', async () => {
    const response = await ask(await play(listFault('corruptJson: true')))
    expect([response.headers.get('content-length'), await response.text()]).toEqual([
      String(PAGE.length - 1),
      PAGE.slice(0, -1),
    ])
  })
})
