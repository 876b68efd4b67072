import { expect, test } from 'vitest'
import { createEmulator } from '../../src/index.ts'
import type { JournalEntry } from '../../src/world/request-journal.ts'
import type { WhenStored } from '../../src/world/commits.ts'
import { noLog } from '../../src/log/log.ts'

const HEADERS = { authorization: 'Bearer x', 'content-type': 'application/json' }

/** An emulator whose answers wait until a test says what came of what they have seen. */
const bench = () => {
  const waiting: Parameters<WhenStored>[0][] = []
  const entries: JournalEntry[] = []
  const emulator = createEmulator({
    log: () => ({ ...noLog, whenStored: (leave) => void waiting.push(leave) }),
    onEntry: (entry) => entries.push(entry),
  })
  const send = (method: string, path: string, body?: object): Promise<Response> =>
    emulator.fetch(
      new Request(`http://127.0.0.1${path}`, { method, headers: HEADERS, body: body ? JSON.stringify(body) : null }),
    )
  const next = async (): Promise<Parameters<WhenStored>[0]> => {
    while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve))
    return waiting.shift()!
  }
  return { send, next, entries }
}

const CREATE = ['POST', '/v2/vpcs', { name: 'one', region: 'nyc3' }] as const

test('where nobody knows whether it is stored, the provider says that it is away, and the journal shows that', async () => {
  const { send, next, entries } = bench()
  const answering = send(...CREATE)
  const leave = await next()
  expect(entries).toEqual([])
  leave('the engine is away')
  const answer = await answering
  const said = '{"id":"service_unavailable","message":"Service Unavailable","request_id":'
  const text = await answer.text()
  expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'application/json; charset=utf-8'])
  expect(text.slice(0, said.length)).toBe(said)
  expect(entries.map(({ n, status, responseBody, problem }) => [n, status, String(responseBody), problem])).toEqual([
    [1, 503, text, 'unavailable'],
  ])
})

test('the control API says why', async () => {
  const { send, next } = bench()
  const answering = send('GET', '/_peertwin/clock')
  ;(await next())('the engine is away')
  const answer = await answering
  expect(answer.status).toBe(503)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(await answer.json()).toEqual({
    type: 'about:blank',
    title: 'Cannot be kept',
    status: 503,
    detail: 'the engine is away',
  })
})

test('watchers hear of what is stored alone', async () => {
  const { send, next } = bench()
  const watching = send('GET', '/_peertwin/events?types=request')
  ;(await next())(null)
  const reader = (await watching).body!.getReader()
  await reader.read()
  for (const lost of ['the engine is away', null]) {
    const answering = send('GET', '/v2/vpcs')
    ;(await next())(null) // the answer
    ;(await next())(lost) // the event
    await answering
  }
  const { value } = await reader.read()
  await reader.cancel()
  const [, id, n] = /^id: (\d+)\nevent: request\ndata: \{"n":(\d+),/.exec(new TextDecoder().decode(value)) ?? []
  expect([id, n]).toEqual(['1', '2'])
})
