import { Validator } from '@seriousme/openapi-schema-validator'
import { afterEach, describe, expect, test } from 'vitest'
import { type Emulator, type EmulatorOptions, createEmulator } from '../../src/index.ts'
import type { NamespaceAnswer } from './setup.ts'

const open: Emulator[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((emulator) => emulator.close()))
})

const setup = async (options: EmulatorOptions = {}, controlPort?: number) => {
  const emulator = createEmulator({ providers: ['digitalocean'], clock: { mode: 'virtual', now: 0 }, ...options })
  open.push(emulator)
  const { control, urls, port } = await emulator.listen({ controlPort })
  return { emulator, control, base: urls['digitalocean']!, port }
}

const bearer = { authorization: 'Bearer x' }
const post = (url: string, body: object = {}): Promise<Response> =>
  fetch(url, { method: 'POST', body: JSON.stringify(body) })

describe('a listener of a namespace', () => {
  test('serves the namespace, and its control API, to whoever comes in', async () => {
    const { control } = await setup()
    const made = (await (await post(`${control}/namespaces`, { name: 'a', port: true })).json()) as NamespaceAnswer
    expect(made.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const own = made.url!
    const created = await fetch(`${own}/v2/vpcs`, {
      method: 'POST',
      headers: bearer,
      body: JSON.stringify({ name: 'mine', region: 'nyc3' }),
    })
    expect(created.status).toBe(201)
    expect(await (await post(`${own}/_peertwin/clock/advance`, { by: '1s' })).json()).toMatchObject({
      now: '1970-01-01T00:00:01.000Z',
    })
    const namesAt = async (path: string) =>
      ((await (await fetch(`${control}${path}/resources?type=digitalocean/vpc`)).json()) as { resources: object[] })
        .resources.length
    expect([await namesAt(''), await namesAt('/namespaces/a')]).toEqual([14, 15])
    await fetch(`${control}/namespaces/a`, { method: 'DELETE' })
    await expect(fetch(`${own}/v2/vpcs`, { headers: bearer })).rejects.toThrow('fetch failed')
  })

  test('a port that cannot be had leaves no namespace behind', async () => {
    const { control, port } = await setup()
    const refused = await post(`${control}/namespaces`, { name: 'a', port })
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({ title: 'Port refused' })
    expect((await fetch(`${control}/namespaces/a`)).status).toBe(404)
  })
})

describe('--control-port', () => {
  test('puts the control API on a port of its own and nowhere else', async () => {
    const { control, base, port } = await setup({}, 0)
    expect(new URL(control).port).not.toBe(String(port))
    expect((await fetch(`${control}/health`)).status).toBe(200)
    expect((await fetch(`${base}/_peertwin/health`)).status).toBe(404)
    expect((await fetch(`${base}/v2/vpcs`, { headers: bearer })).status).toBe(200)
    expect((await fetch(control.replace('/_peertwin', '/v2/vpcs'), { headers: bearer })).status).toBe(404)
  })
})

describe('--control-token', () => {
  test('is wanted for everything but health and readiness', async () => {
    const { control, base } = await setup({ controlToken: 'sesame' })
    const status = async (path: string, token?: string) =>
      (await fetch(control + path, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } })).status
    expect([await status('/health'), await status('/ready')]).toEqual([200, 200])
    expect([await status('/clock'), await status('/clock', 'sesam'), await status('/clock', 'other!')]).toEqual([
      401, 401, 401,
    ])
    expect([await status('/clock', 'sesame'), await status('/nothing')]).toEqual([200, 401])
    expect((await fetch(`${base}/v2/vpcs`, { headers: bearer })).status).toBe(200)
    const refused = await fetch(`${control}/namespaces/a/clock`)
    expect(refused.headers.get('www-authenticate')).toBe('Bearer')
    expect(await refused.json()).toMatchObject({ title: 'Token wanted', status: 401 })
  })
})

describe('GET /openapi.json', () => {
  test('is a valid OpenAPI 3.1 document of every route, twice where a route acts on a namespace', async () => {
    const { control } = await setup()
    const document = (await (await fetch(`${control}/openapi.json`)).json()) as {
      openapi: string
      paths: Record<string, Record<string, { operationId: string }>>
    }
    const { valid, errors } = await new Validator().validate(structuredClone(document))
    expect(errors).toBeUndefined()
    expect(valid).toBe(true)
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.paths)).toContain('/namespaces/{namespace}/requests/{n}/explain')
    expect(Object.keys(document.paths)).not.toContain('/namespaces/{namespace}/namespaces')
    const ids = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    )
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('GET /metrics', () => {
  test('counts requests by operation and status, and what all namespaces hold', async () => {
    const { control, base } = await setup()
    await post(`${control}/namespaces`, { name: 'a' })
    const header = { ...bearer, 'x-peertwin-namespace': 'a' }
    for (const headers of [bearer, header, header]) await fetch(`${base}/v2/vpcs`, { headers })
    await fetch(`${base}/v2/vpcs/x`, { headers: bearer })
    await fetch(`${base}/v2/x`, { headers: bearer })
    const response = await fetch(`${control}/metrics`)
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    const lines = (await response.text()).split('\n')
    expect(lines).toEqual(
      expect.arrayContaining([
        '# TYPE peertwin_requests_total counter',
        'peertwin_requests_total{provider="digitalocean",operation="vpcs.list",status="200"} 3',
        'peertwin_requests_total{provider="digitalocean",operation="vpcs.get",status="404"} 1',
        'peertwin_requests_total{provider="digitalocean",operation="none",status="404"} 1',
        '# TYPE peertwin_request_duration_seconds histogram',
        'peertwin_request_duration_seconds_bucket{provider="digitalocean",operation="vpcs.list",le="+Inf"} 3',
        'peertwin_request_duration_seconds_count{provider="digitalocean",operation="vpcs.list"} 3',
        'peertwin_namespaces 2',
        'peertwin_rows{table="digitalocean/vpc"} 28',
        'peertwin_journal_entries 5',
        'peertwin_due_events 0',
      ]),
    )
  })
})
