import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { emulatorRoutes } from '../../../src/control/routes/emulator.ts'
import { type Log, noLog } from '../../../src/log/log.ts'
import { KeepError } from '../../../src/world/commits.ts'
import { VERSION } from '../../../src/core/package/version.ts'
import { providers as registry } from '../../../src/providers/index.ts'
import { covers, createNamespace, notFound, ok, refused, setup } from '../setup.ts'

covers(emulatorRoutes)

test('health, readiness and version', async () => {
  const { control } = setup()
  expect(await control('GET', '/health')).toEqual(ok({ status: 'ok', version: VERSION, providers: ['digitalocean'] }))
  expect(await control('GET', '/ready')).toEqual(ok({ ready: true }))
  expect(await control('GET', '/version')).toEqual(
    ok({ name: 'peertwin', version: VERSION, began: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) }),
  )
})

test('while nothing can be kept, it is not ready and says why; what would change something is refused', async () => {
  const reason = '/state: the disk is full'
  let full = false
  const log: Log = {
    ...noLog,
    add() {
      if (full) throw new KeepError(reason)
    },
    get trouble() {
      return full ? reason : null
    },
  }
  const { control, api } = setup({ log: () => log })
  await api('GET', '/v2/vpcs')
  full = true
  const refused = await api('POST', '/v2/vpcs', { name: 'a', region: 'nyc3' })
  expect({ status: refused.status, body: refused.body }).toEqual({
    status: 503,
    body: { id: 'service_unavailable', message: 'Service Unavailable', request_id: expect.any(String) as string },
  })
  expect((await api('GET', '/v2/vpcs')).status).toBe(200)
  expect((await control('GET', '/ready')).body).toEqual({
    type: 'about:blank',
    title: 'Not ready',
    status: 503,
    detail: 'What requests change cannot be kept: /state: the disk is full.',
  })
  expect((await control('POST', '/namespaces', {})).body).toEqual({
    type: 'about:blank',
    title: 'Cannot be kept',
    status: 503,
    detail: reason,
  })
  full = false
  expect(await control('GET', '/ready')).toEqual(ok({ ready: true }))
})

test('coverage lists every endpoint of every provider that is served', async () => {
  const served = ['digitalocean', 'tencent']
  const { control } = setup({ providers: served })
  const answer = await control('GET', '/coverage')
  const { providers } = answer.body as {
    providers: { name: string; title: string; coverage: { op: string; rank: string; status: string }[] }[]
  }
  expect(answer).toEqual(ok({ providers }))
  const known = registry.filter(({ name }) => served.includes(name))
  expect(providers.map(({ name, title, coverage }) => [name, title, coverage.map(({ op }) => op)])).toEqual(
    known.map(({ name, title, endpoints }) => [name, title, Object.keys(endpoints)]),
  )
  const [first] = providers[0]!.coverage
  expect(first).toEqual({
    op: 'vpc_peerings.list',
    method: 'GET',
    path: '/v2/vpc_peerings',
    rank: 'P0',
    status: 'supported',
  })
  expect(providers[1]!.coverage).toContainEqual(expect.objectContaining({ status: 'planned' }))
})

test.each([
  ['config.v1.json', 'schemas'],
  ['cli.v1.json', 'schemas'],
  ['grade.v1.json', 'scenarios'],
  ['probes.v1.json', 'scenarios'],
])('the schema %s is the published one', async (name, folder) => {
  const { control } = setup()
  const published = readFileSync(new URL(`../../../${folder}/${name}`, import.meta.url), 'utf8')
  expect(await control('GET', `/schema/${name}`)).toEqual(ok(JSON.parse(published)))
})

test('the JSON Schema of fixture files knows the providers that are served', async () => {
  const { control } = setup({ providers: ['digitalocean', 'upcloud'] })
  const answer = await control('GET', '/schema/fixtures.v1.json')
  expect(answer).toEqual(ok(answer.body))
  expect(Object.keys((answer.body as { properties: object }).properties)).toEqual(
    expect.arrayContaining(['digitalocean', 'upcloud']),
  )
  expect((answer.body as { properties: object }).properties).not.toHaveProperty('tencent')
})

test('metrics count requests by operation and status, and what all namespaces hold', async () => {
  const { control, api } = setup()
  await createNamespace(control, { name: 'a' })
  await createNamespace(control, { name: 'unused' })
  const inA = { 'x-peertwin-namespace': 'a' }
  await api('GET', '/v2/vpcs')
  for (let i = 0; i < 2; i++) await api('GET', '/v2/vpcs', undefined, inA)
  await api('GET', '/v2/vpcs/x')
  await api('GET', '/v2/x')
  const { status, headers, text } = await control('GET', '/metrics')
  expect({ status, headers }).toEqual({
    status: 200,
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
  })
  expect(text.split('\n')).toEqual(
    expect.arrayContaining([
      '# TYPE peertwin_requests_total counter',
      'peertwin_requests_total{provider="digitalocean",operation="vpcs.list",status="200"} 3',
      'peertwin_requests_total{provider="digitalocean",operation="vpcs.get",status="404"} 1',
      'peertwin_requests_total{provider="digitalocean",operation="none",status="404"} 1',
      '# TYPE peertwin_request_duration_seconds histogram',
      'peertwin_request_duration_seconds_bucket{provider="digitalocean",operation="vpcs.list",le="+Inf"} 3',
      'peertwin_request_duration_seconds_count{provider="digitalocean",operation="vpcs.list"} 3',
      'peertwin_namespaces 3',
      'peertwin_namespaces_held 3',
      'peertwin_rows{table="digitalocean/vpc"} 28',
      'peertwin_journal_entries 5',
      'peertwin_due_events 0',
    ]),
  )
})

test('GET /openapi/{provider}.json documents a provider', async () => {
  const { control } = setup({ providers: ['digitalocean'] })
  expect((await control('GET', '/openapi/digitalocean.json')).body).toMatchObject({
    info: { title: 'DigitalOcean v2' },
  })
  await refused(
    control,
    ['GET', '/openapi/digitalocean.jsn'],
    notFound("There is no document 'digitalocean.jsn'; did you mean 'digitalocean.json'?"),
  )
})
