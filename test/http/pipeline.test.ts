import { defineEndpoints } from '../../src/world/provider.ts'
import { describe, expect, test, vi } from 'vitest'
import { Failure } from '../../src/core/problem.ts'
import { supervise } from '../../src/server/gateway.ts'
import { WebExchange } from '../../src/server/web-exchange.ts'
import { createApi } from '../../src/http/api.ts'
import type { Credential } from '../../src/http/call.ts'
import type { Dialect, Voice } from '../../src/http/dialect.ts'
import { worldOf } from '../world/things.ts'

describe('an operation', () => {
  const fault = { status: 400, code: 'x', message: 'x', headers: [], detail: undefined, name: 'Problem' as const }
  const dialect = {
    contentType: 'application/json',
    render: JSON.stringify,
    say: new Proxy({}, { get: (_, kind) => () => ({ ...fault, message: String(kind) }) }),
    body: ({ message }: { message: string }) => ({ message }),
  } as unknown as Dialect
  const voice: Voice<Credential, string> = {
    provider: 'test',
    dialect,
    requestId: () => 'id',
    admit: (call) => {
      if (call.param('id') === 'locked') throw new Failure({ kind: 'unauthenticated', reason: 'missing' })
    },
    headers: (call) => {
      if (call.param('id') === 'broken') throw new Error('a voice that cannot speak')
      return ['x-id', call.param('id')]
    },
  }
  const endpoints = defineEndpoints({ 'things.get': { method: 'GET', path: '/things/{id}', rank: 'P0' } })
  const api = createApi(voice, endpoints)
  api.on('things.get', undefined, (call) => api.show(200, { id: call.param('id') }))
  const app = api.app()
  const ask = async (path: string, method = 'GET') => {
    const exchange = new WebExchange(new Request(`http://h${path}`, { method }))
    supervise(exchange, () => app.serve(exchange, worldOf()))
    const answer = await exchange.response
    return [answer.status, answer.headers.get('x-id'), await answer.text()]
  }

  test('is found by its route, decoded, with or without a slash at the end', async () => {
    expect(await ask('/things/a%20b')).toEqual([200, 'a b', '{"id":"a b"}'])
    expect(await ask('/things/a/')).toEqual([200, 'a', '{"id":"a"}'])
  })

  test('answers a HEAD without a body', async () => {
    expect(await ask('/things/a', 'HEAD')).toEqual([200, 'a', ''])
  })

  test('says its refusals in the dialect, those of unknown paths and methods too', async () => {
    expect(await ask('/things/locked')).toEqual([400, 'locked', '{"message":"unauthenticated"}'])
    expect(await ask('/nothing')).toEqual([400, '', '{"message":"route_not_found"}'])
    expect(await ask('/things/a', 'PUT')).toEqual([400, '', '{"message":"method_not_allowed"}'])
  })

  test('that cannot even be refused is a bare 500, and told on stderr', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => {})
    expect(await ask('/things/broken')).toEqual([500, null, 'Internal Server Error'])
    expect(told.mock.calls).toEqual([[expect.objectContaining({ message: 'a voice that cannot speak' })]])
    told.mockRestore()
  })
})
