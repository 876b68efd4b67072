import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Emulator } from '../../src/index.ts'
import { setup as setupAny } from '../helpers/setup.ts'
import { BASE, setup } from '../providers/digitalocean/setup.ts'

const DOCUMENTED = new Set([200, 201, 202, 204, 400, 401, 403, 404, 405, 409, 412, 413, 422, 429])

const name = fc.constantFrom('a', 'b', 'bad name', '', 'x'.repeat(300))
const anyId = fc.constantFrom(
  '%00',
  '..',
  '00000000-0000-0000-0000-000000000000',
  'x',
  '%2F',
  '%E0%A4%A',
  ' ',
  '__proto__',
  'constructor',
)
const path = fc.oneof(
  fc.constantFrom('/v2/vpc_peerings', '/v2/vpcs', '/v2/account', '/v2/regions', '/v2', '/v2/', '/v2/nothing'),
  anyId.map((id) => `/v2/vpc_peerings/${id}`),
  anyId.map((id) => `/v2/vpcs/${id}`),
  anyId.map((id) => `/v2/vpcs/${id}/peerings`),
  fc.tuple(anyId, anyId).map(([a, b]) => `/v2/vpcs/${a}/peerings/${b}`),
)
const query = fc.constantFrom(
  '',
  '?page=1e9',
  '?per_page=0x10',
  '?page=-1&page=2',
  '?region=%',
  '?per_page=NaN&x[]=1',
  '?&&==',
)
const value: fc.Arbitrary<unknown> = fc.oneof(name, fc.jsonValue({ maxDepth: 3 }), fc.constant(undefined))
const json = fc
  .record(
    {
      name: value,
      vpc_ids: value,
      vpc_id: value,
      region: value,
      ip_range: value,
      description: value,
      default: value,
      __proto__x: value,
    },
    { requiredKeys: [] },
  )
  .map((body) => JSON.stringify(body).replace('__proto__x', '__proto__'))
const body = fc.oneof(
  json,
  json.map((text) => text.slice(0, -1)),
  fc.string({ unit: 'binary' }),
  fc.uint8Array({ maxLength: 64 }),
  fc.constantFrom(
    '',
    'null',
    '[]',
    '0',
    '"x"',
    '{"name":1e999}',
    `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
    '\uFEFF{}',
  ),
)
const header = fc.constantFrom(
  { authorization: 'Bearer ok' },
  { authorization: 'Bearer ok', 'content-type': 'text/plain' },
  { authorization: 'Bearer ok', 'content-type': 'application/json; charset=utf-16' },
  { authorization: 'Bearer' },
  { authorization: 'Basic eA==' },
  {},
)
const request = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'),
  path,
  query,
  body,
  header,
})

type Sent = typeof request extends fc.Arbitrary<infer Of> ? Of : never

const send = (emulator: Emulator, { method, path, query, body, header }: Sent): Promise<Response> =>
  emulator.fetch(
    new Request(BASE + path + query, {
      method,
      headers: header as Record<string, string>,
      ...(method !== 'GET' && method !== 'HEAD' && { body }),
    }),
  )

test('10,000 malformed requests get documented answers and leave no half-made change', async () => {
  const { emulator } = setup()
  const before = [...emulator.world.sizes()]
  const statuses = new Map<number, number>()
  for (const sent of fc.sample(request, { numRuns: 10_000, seed: 20260101 })) {
    const response = await send(emulator, sent)
    const text = await response.text()
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
    expect(DOCUMENTED, `${sent.method} ${sent.path} ${String(sent.body)} ${text}`).toContain(response.status)
    const members = text === '' ? ['id', 'message'] : Object.keys(JSON.parse(text) as object)
    const refused = response.status >= 400
    expect(refused ? members.slice(0, 2) : ['id', 'message'], text).toEqual(['id', 'message'])
  }
  expect([...emulator.world.journal.entries()].filter(({ error }) => error !== undefined)).toEqual([])
  const after = [...emulator.world.sizes()]
  const made = statuses.get(201) ?? 0
  expect(after).toEqual(before.map(([table, size]) => [table, table === 'digitalocean/vpc' ? size + made : size]))
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 400, 401, 404, 405, 422]))
})

test('the same seed and clock give byte-identical transcripts, another seed another one', async () => {
  const steps = fc.sample(request, { numRuns: 300, seed: 7 })
  const transcript = async (seed: number): Promise<string> => {
    const { emulator, clock } = setupAny({ seed })
    const lines: string[] = []
    for (const step of steps) {
      const response = await send(emulator, step)
      lines.push(`${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`)
      clock.advance(137)
    }
    return lines.join('\n')
  }
  const first = await transcript(1)
  expect(await transcript(1)).toBe(first)
  expect(await transcript(2)).not.toBe(first)
})
