import { describe, expect, test } from 'vitest'
import { answered, setup as setupAny } from '../helpers/setup.ts'
import { createPeering, setup as digitalocean, twoVpcs } from '../providers/digitalocean/setup.ts'

const YAML = `name: ci
about: what goes wrong
seed: 5
lifecycles:
  digitalocean/vpc_peering:
    - { id: wait, from: PROVISIONING, on: manual, to: ACTIVE }
faults:
  - { id: first, match: { op: digitalocean/vpc_peerings.list }, calls: 1-2, effect: { error: unavailable } }
expect:
  - { fault: first, hits: 2 }
variants:
  calm: { faults: [{ id: first, enabled: false, effect: { reset: true } }] }
`

const setup = () => {
  const bench = digitalocean()
  const control = async (method: string, path: string, body?: unknown) =>
    answered(
      await bench.emulator.fetch(
        new Request(`http://localhost/_peertwin${path}`, {
          method,
          ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        }),
      ),
    )
  return { ...bench, control }
}

describe('scenarios', () => {
  test('are put, listed, activated, replaced and deleted', async () => {
    const { control, api } = setup()
    expect((await control('GET', '/scenarios')).body).toEqual({ active: null, scenarios: [] })
    const put = await control('PUT', '/scenarios/ci', YAML)
    expect(put).toMatchObject({
      status: 200,
      body: { name: 'ci', about: 'what goes wrong', variants: ['calm'], file: null, version: 1, error: null },
    })
    expect((await api('GET', '/v2/vpc_peerings')).status).toBe(200)
    expect((await control('POST', '/scenarios/ci/activate')).body).toMatchObject({
      active: { name: 'ci', variant: null, version: 1, seed: 5, label: 'ci@1 seed 5' },
    })
    expect((await api('GET', '/v2/vpc_peerings')).status).toBe(503)
    await control('PUT', '/scenarios/ci', YAML.replace('unavailable', 'internal'))
    expect((await control('GET', '/scenarios')).body).toMatchObject({
      active: { version: 2 },
      scenarios: [{ version: 2 }],
    })
    expect((await api('GET', '/v2/vpc_peerings')).status).toBe(500)
    expect((await control('GET', '/scenarios/ci')).body).toMatchObject({ document: { name: 'ci' } })
    expect((await control('DELETE', '/scenarios/ci')).status).toBe(204)
    expect((await control('GET', '/scenarios')).body).toEqual({ active: null, scenarios: [] })
    expect((await api('GET', '/v2/vpc_peerings')).status).toBe(200)
  })

  test('a broken one is refused with its lines, and the version before stays', async () => {
    const { control } = setup()
    await control('POST', '/scenarios', YAML)
    const answer = await control('PUT', '/scenarios/ci', YAML.replace('PROVISIONING', 'PROVISONING'))
    expect(answer).toMatchObject({ status: 400, body: { title: 'Invalid request' } })
    expect((answer.body as { detail: string }).detail).toContain('scenarios/ci:6:19: there is no state')
    expect((await control('GET', '/scenarios/ci')).body).toMatchObject({ version: 1 })
  })

  test('one under the wrong name is refused, and the one that has the name goes on', async () => {
    const { control, api } = setup()
    await control('PUT', '/scenarios/ci', YAML)
    await control('POST', '/scenarios/ci/activate')
    const before = await control('GET', '/scenarios')
    const answer = await control('PUT', '/scenarios/other', YAML.replace('unavailable', 'internal'))
    expect(answer).toMatchObject({ status: 400, body: { detail: "The scenario is named 'ci', not 'other'." } })
    expect((await control('GET', '/scenarios')).body).toEqual(before.body)
    expect((await api('GET', '/v2/vpc_peerings')).status).toBe(503)
  })

  test.each([
    ['PUT', '/scenarios/other', YAML, 400, "named 'ci', not 'other'"],
    ['POST', '/scenarios/nothing/activate', undefined, 404, "There is no scenario 'nothing'"],
    ['GET', '/scenarios/nothing', undefined, 404, "There is no scenario 'nothing'"],
    ['DELETE', '/scenarios/nothing', undefined, 404, "There is no scenario 'nothing'"],
    ['POST', '/scenarios', '', 400, 'expected a scenario'],
  ])('%s %s is refused', async (method, path, body, status, detail) => {
    const { control } = setup()
    const answer = await control(method, path, body)
    expect(answer.status).toBe(status)
    expect((answer.body as { detail: string }).detail).toContain(detail)
  })

  test('a variant, and one that there is not', async () => {
    const { control, api } = setup()
    await control('POST', '/scenarios', YAML)
    expect((await control('POST', '/scenarios/ci/activate', { variant: 'cam' })).body).toMatchObject({
      status: 400,
      detail: "ci has no variant 'cam'; did you mean 'calm'?",
    })
    await control('POST', '/scenarios/ci/activate', { variant: 'calm', seed: 9 })
    expect((await control('GET', '/scenarios')).body).toMatchObject({ active: { label: 'ci:calm@1 seed 9' } })
    expect((await api('GET', '/v2/vpc_peerings')).status).toBe(200)
  })

  test('a reset ends it unless it is kept, and another namespace has its own', async () => {
    const { control, api } = setup()
    await control('POST', '/scenarios', YAML)
    await control('POST', '/scenarios/ci/activate')
    await control('POST', '/reset?keep=scenario')
    expect((await api('GET', '/v2/vpc_peerings')).status).toBe(503)
    await control('POST', '/namespaces', { name: 'calm' })
    expect((await control('GET', '/namespaces/calm/scenarios')).body).toMatchObject({
      active: null,
      scenarios: [{ name: 'ci' }],
    })
    expect((await api('GET', '/v2/vpc_peerings', undefined, { 'x-peertwin-namespace': 'calm' })).status).toBe(200)
    await control('POST', '/reset')
    expect((await control('GET', '/scenarios')).body).toMatchObject({ active: null })
  })

  test('their clock and fixtures take effect with the activation', async () => {
    const { control, api, emulator } = setup()
    const id = '5a4981aa-9653-4bd1-bef5-d6bff52042e4'
    await control(
      'POST',
      '/scenarios',
      `name: later\nclock: { start: 2027-01-01T00:00:00Z }\nfixtures: { digitalocean: { vpcs: [{ id: ${id}, name: given, region: nyc3, ip_range: 10.77.0.0/16 }] } }`,
    )
    await control('POST', '/scenarios/later/activate')
    expect(emulator.world.clock.now()).toBe(Date.parse('2027-01-01T00:00:00Z'))
    expect((await api('GET', `/v2/vpcs/${id}`)).body).toMatchObject({ vpc: { name: 'given' } })
    await control('POST', '/clock/advance', { by: '1h' })
    expect((await control('POST', '/scenarios/later/activate')).status).toBe(409)
  })

  test('names and the JSON Schema', async () => {
    const { control } = setup()
    const names = (await control('GET', '/scenarios/names')).body as { providers: { name: string; errors: string[] }[] }
    expect(names.providers.map(({ name }) => name)).toEqual(['digitalocean'])
    expect(names.providers[0]!.errors).toContain('too_many_requests')
    const schema = (await control('GET', '/schema/scenario.v1.json')).body
    expect(schema).toMatchObject({ $id: 'scenario.v1.json', type: 'object', required: ['name'] })
  })
})

describe('faults', () => {
  const RULE = { id: 'x', match: { op: 'digitalocean/vpcs.list' }, calls: '1-3', effect: { error: 'internal' } }

  test('single rules come, count, change and go without a scenario', async () => {
    const { control, api, emulator } = setup()
    expect((await control('POST', '/faults', RULE)).body).toEqual({
      id: 'x',
      from: 'api',
      enabled: true,
      matched: 0,
      hits: 0,
      last: null,
      remaining: 3,
      rule: RULE,
    })
    expect((await api('GET', '/v2/vpcs')).status).toBe(500)
    expect((await control('GET', '/faults')).body).toMatchObject({
      faults: [{ id: 'x', matched: 1, hits: 1, last: { at: '2026-01-01T00:00:00.000Z', request: 1 }, remaining: 2 }],
    })
    expect((await control('POST', '/faults', RULE)).status).toBe(409)
    expect((await control('PATCH', '/faults/x', { enabled: false })).body).toMatchObject({ enabled: false, hits: 0 })
    expect((await api('GET', '/v2/vpcs')).status).toBe(200)
    await control('PATCH', '/faults/x', { enabled: true, calls: 'all', effect: { error: 'conflict' } })
    expect((await api('GET', '/v2/vpcs')).status).toBe(409)
    expect((await control('DELETE', '/faults/x')).status).toBe(204)
    expect(emulator.world.judge).toBeNull()
    expect((await control('DELETE', '/faults/x')).status).toBe(404)
  })

  test('one of the scenario can be bent and disabled, not deleted', async () => {
    const { control, api } = setup()
    await control('POST', '/scenarios', YAML)
    await control('POST', '/scenarios/ci/activate')
    expect((await control('DELETE', '/faults/first')).status).toBe(409)
    await control('PATCH', '/faults/first', { enabled: false })
    expect((await api('GET', '/v2/vpc_peerings')).status).toBe(200)
    expect((await control('DELETE', '/faults')).body).toEqual({ deleted: 1 })
    expect((await api('GET', '/v2/vpc_peerings')).status).toBe(503)
  })

  test.each([
    [{ ...RULE, effect: { eror: 'x' } }, "body.effect has no 'eror'; did you mean 'error'?"],
    [{ ...RULE, effect: { error: 'nope' } }, "there is no error of digitalocean 'nope'"],
    [{ ...RULE, match: { op: 'vpcs.list' } }, "did you mean 'digitalocean/vpcs.list'?"],
  ])('%j is refused', async (rule, detail) => {
    const { control } = setup()
    const answer = await control('POST', '/faults', rule)
    expect(answer.status).toBe(400)
    expect((answer.body as { detail: string }).detail).toContain(detail)
  })
})

describe('POST /resources/{id}/release', () => {
  test('lets the waiting transition happen, once', async () => {
    const { control, api, clock } = setup()
    await control('POST', '/scenarios', YAML)
    await control('POST', '/scenarios/ci/activate')
    const { id } = await createPeering(api, 'p', ...(await twoVpcs(api)).ids)
    clock.advance(3_600_000)
    expect((await control('POST', `/resources/${id}/release`, { transition: 'wat' })).body).toMatchObject({
      detail: `${id} does not wait for 'wat'; did you mean 'wait'?`,
    })
    expect((await control('POST', `/resources/${id}/release`)).body).toMatchObject({ id, state: 'ACTIVE' })
    expect(await control('POST', `/resources/${id}/release`)).toMatchObject({
      status: 409,
      body: { title: 'Nothing to release' },
    })
    expect((await control('POST', '/resources/none/release')).status).toBe(404)
  })
})

describe('POST /requests/verify', () => {
  test('judges by the scenario, or by what is sent, as JSON, text and JUnit', async () => {
    const { control, api } = setup()
    await control('POST', '/scenarios', YAML)
    await control('POST', '/scenarios/ci/activate')
    await api('GET', '/v2/vpc_peerings')
    const first = await control('POST', '/requests/verify')
    expect(first).toMatchObject({ status: 200, body: { passed: false, scenario: 'ci@1 seed 5' } })
    expect(first.headers['x-peertwin-verified']).toBe('failed')
    await api('GET', '/v2/vpc_peerings')
    const text = await control('POST', '/requests/verify?format=text')
    expect(text.text).toBe('ok    fault first hits 2 times\n1 checked, 0 failed; scenario ci@1 seed 5\n')
    expect(text.headers['x-peertwin-verified']).toBe('passed')
    const junit = await control('POST', '/requests/verify?format=junit', {
      expect: [{ op: 'digitalocean/vpcs.list', calls: 1 }],
    })
    expect(junit.headers['content-type']).toBe('application/xml')
    expect(junit.text).toContain('failures="1"')
    expect((await control('POST', '/requests/verify', { expect: [{ op: 'x', calls: 1 }] })).status).toBe(400)
  })
})

test('the journal names the scenario, its version, its seed and what it did', async () => {
  const { control, api } = setup()
  await api('GET', '/v2/vpcs')
  await control('POST', '/scenarios', YAML)
  await control('POST', '/scenarios/ci/activate')
  await api('GET', '/v2/vpc_peerings')
  const { requests } = (await control('GET', '/requests')).body as { requests: object[] }
  expect(requests).toMatchObject([
    { scenario: null, fault: null },
    {
      scenario: 'ci@1 seed 5',
      fault: { faults: ['first'], effect: 'error', stage: 'before', raw: false },
      response: { status: 503 },
    },
  ])
})

test('the event stream tells of faults and of scenarios that come and go', async () => {
  const { control, api, emulator } = setup()
  const response = await emulator.fetch(new Request('http://localhost/_peertwin/events?types=fault,scenario'))
  const reader = response.body!.getReader()
  const next = async (): Promise<string> => new TextDecoder().decode((await reader.read()).value)
  await next()
  await control('POST', '/scenarios', YAML)
  await control('POST', '/scenarios/ci/activate')
  expect(await next()).toContain('event: scenario\ndata: {"active":{"name":"ci"')
  await api('GET', '/v2/vpc_peerings')
  expect(await next()).toMatch(/^id: \d+\nevent: fault\ndata: \{"n":1,/)
  await control('POST', '/scenarios/deactivate')
  expect(await next()).toContain('event: scenario\ndata: {"active":null}')
  await reader.cancel()
})

test('nothing of a scenario is loaded or set where there is none', () => {
  const { emulator } = setupAny()
  const { judge, planner, commits, rates } = emulator.world
  expect([judge, planner, commits.history, rates.override]).toEqual([null, null, null, null])
})
