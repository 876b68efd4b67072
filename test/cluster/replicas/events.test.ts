import { expect, test } from 'vitest'
import { fakeCluster } from './setup.ts'

test('events of a world stream through every replica, and end when it is handed over', async () => {
  const begin = fakeCluster()
  const [a, b] = [await begin(), await begin()]
  expect((await a.ask('GET', '/v2/account')).status).toBe(200)
  const stream = await b.emulator.fetch(new Request('http://localhost/_peertwin/events?types=request'))
  expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
  const asked = b.ask('GET', '/v2/vpcs/none')
  const decoder = new TextDecoder()
  let text = ''
  const closing: Promise<void>[] = []
  for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if (text.includes('event: request') && closing.length === 0) closing.push(a.emulator.close())
  }
  expect((await asked).status).toBe(404)
  expect(text).toMatch(/^retry: 1000\n\nid: 1\nevent: request\ndata: \{"n":2,.*"op":"vpcs.get".*"status":404/)
  await Promise.all(closing)
  expect((await b.ask('GET', '/v2/account')).headers.get('x-peertwin-request')).toBe('3')
})
