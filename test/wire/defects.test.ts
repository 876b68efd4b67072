import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test, vi } from 'vitest'
import { locate } from '../../src/http/location.ts'
import { supervise } from '../../src/server/gateway.ts'
import { SocketExchange } from '../../src/server/socket-exchange.ts'
import { WebExchange } from '../../src/server/web-exchange.ts'

test.each([
  [
    'throws',
    () => {
      throw new Error('no answer')
    },
  ],
  ['rejects', () => Promise.reject(new Error('no answer'))],
])('work that %s before it answers is a bare 500, and told on stderr', async (_, work) => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {})
  const exchange = new WebExchange(new Request('http://h/'))
  supervise(exchange, work)
  const answer = await exchange.response
  expect([answer.status, Object.fromEntries(answer.headers), await answer.text()]).toEqual([
    500,
    { 'content-type': 'text/plain;charset=UTF-8', 'content-length': '21', 'x-content-type-options': 'nosniff' },
    'Internal Server Error',
  ])
  expect(told.mock.calls).toEqual([[expect.objectContaining({ message: 'no answer' })]])
  told.mockRestore()
})

test('work that fails in the middle of an answer cuts it off, and is told on stderr', async () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {})
  const server = createServer((incoming, outgoing) => {
    const exchange = new SocketExchange(incoming, outgoing, locate('h', '/'))
    supervise(exchange, () => {
      void exchange.abort({ kind: 'dribble', bytes: 1, every: 60_000 }, { status: 200, headers: [], body: 'whole' })
      throw new Error('no more')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await expect(fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.text())).rejects.toThrow(TypeError)
  expect(told.mock.calls).toEqual([[expect.objectContaining({ message: 'no more' })]])
  told.mockRestore()
  server.close()
})
