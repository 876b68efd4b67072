import { describe, expect, test } from 'vitest'
import { libraryRoutes } from '../../../../src/control/routes/scenarios/library.ts'
import { type Answered } from '../../../helpers/setup.ts'
import { createPeering, twoVpcs } from '../../../providers/digitalocean/setup.ts'
import { DONE, covers, createNamespace, invalid, notFound, ok, problem, refused, setup } from '../../setup.ts'
import { ACTIVE, CI, SHOWN } from './setup.ts'

covers(libraryRoutes)

const NONE = ok({ active: null, scenarios: [] })
const VPC = '5a4981aa-9653-4bd1-bef5-d6bff52042e4'
const GIVEN = `{ digitalocean: { vpcs: [{ id: ${VPC}, name: given, region: nyc3, ip_range: 10.77.0.0/16 }] } }`

/** An emulator in which a scenario is active. */
const playing = async (options = {}) => {
  const bench = setup(options)
  await bench.control('POST', '/scenarios', CI)
  await bench.control('POST', '/scenarios/ci/activate')
  const status = async () => (await bench.api('GET', '/v2/vpc_peerings')).status
  return { ...bench, status }
}

describe('scenarios', () => {
  test('are put, listed, shown, activated, replaced and deleted', async () => {
    const { control, api } = setup()
    expect(await control('GET', '/scenarios')).toEqual(NONE)
    expect(await control('PUT', '/scenarios/ci', CI)).toEqual(ok(SHOWN))
    expect(await control('GET', '/scenarios')).toEqual(ok({ active: null, scenarios: [SHOWN] }))
    const shown = await control('GET', '/scenarios/ci')
    const { document } = shown.body as { document: object }
    expect(shown).toEqual(ok({ ...SHOWN, document }))
    expect(document).toMatchObject({ name: 'ci', faults: [{ id: 'first', calls: '1-2' }] })
    expect((await api('GET', '/v2/vpc_peerings')).status).toBe(200)
    expect(await control('POST', '/scenarios/ci/activate')).toEqual(ok({ active: ACTIVE }))
    expect((await api('GET', '/v2/vpc_peerings')).status).toBe(503)
    const second = CI.replace('unavailable', 'internal')
    expect(await control('POST', '/scenarios', second)).toEqual(ok({ ...SHOWN, version: 2 }, 201))
    expect(await control('GET', '/scenarios')).toEqual(
      ok({ active: { ...ACTIVE, version: 2, label: 'ci@2 seed 5' }, scenarios: [{ ...SHOWN, version: 2 }] }),
    )
    expect((await api('GET', '/v2/vpc_peerings')).status).toBe(500)
    expect(await control('DELETE', '/scenarios/ci')).toEqual(DONE)
    expect(await control('GET', '/scenarios')).toEqual(NONE)
    expect((await api('GET', '/v2/vpc_peerings')).status).toBe(200)
  })

  test('can be activated in a variant, with another seed', async () => {
    const { control, status } = await playing()
    expect(await control('POST', '/scenarios/ci/activate', { variant: 'calm', seed: 9 })).toEqual(
      ok({ active: { ...ACTIVE, variant: 'calm', seed: 9, label: 'ci:calm@1 seed 9' } }),
    )
    expect(await status()).toBe(200)
  })

  test('end when they are deactivated; what they planned goes on', async () => {
    const { control, api, clock, status } = await playing()
    const { id } = await createPeering(api, 'p', ...(await twoVpcs(api)).ids)
    expect(await control('POST', '/scenarios/deactivate')).toEqual(ok({ active: null }))
    expect(await control('GET', '/scenarios')).toEqual(ok({ active: null, scenarios: [SHOWN] }))
    expect(await status()).toBe(200)
    clock.advance(3_600_000)
    expect((await api('GET', `/v2/vpc_peerings/${id}`)).body).toMatchObject({ vpc_peering: { status: 'PROVISIONING' } })
  })

  test('end with a reset unless they are kept, and are each namespace’s own', async () => {
    const { control, api, status } = await playing()
    await control('POST', '/reset?keep=scenario')
    expect(await status()).toBe(503)
    await createNamespace(control, { name: 'calm' })
    expect(await control('GET', '/namespaces/calm/scenarios')).toEqual(ok({ active: null, scenarios: [SHOWN] }))
    expect((await api('GET', '/v2/vpc_peerings', undefined, { 'x-peertwin-namespace': 'calm' })).status).toBe(200)
    await control('POST', '/reset')
    expect(await control('GET', '/scenarios')).toEqual(ok({ active: null, scenarios: [SHOWN] }))
  })

  test('bring their clock and their fixtures with the activation', async () => {
    const { control, api } = setup()
    await control('POST', '/scenarios', `name: later\nclock: { start: 2027-01-01T00:00:00Z }\nfixtures: ${GIVEN}`)
    const since = '2027-01-01T00:00:00.000Z'
    expect(await control('POST', '/scenarios/later/activate')).toEqual(
      ok({ active: { ...ACTIVE, name: 'later', seed: 1, label: 'later@1 seed 1', since } }),
    )
    expect((await control('GET', '/clock')).body).toMatchObject({ now: since })
    expect((await api('GET', `/v2/vpcs/${VPC}`)).body).toMatchObject({ vpc: { name: 'given' } })
  })
})

test.each(['names', 'deactivate'])('a scenario can be called %s', async (name) => {
  const { control } = setup()
  const shown = { ...SHOWN, name }
  expect(await control('PUT', `/scenarios/${name}`, CI.replace('name: ci', `name: ${name}`))).toEqual(ok(shown))
  const answer = await control('GET', `/scenarios/${name}`)
  expect(answer).toEqual(ok({ ...shown, document: (answer.body as { document: object }).document }))
  expect(await control('POST', `/scenarios/${name}/activate`)).toEqual(
    ok({ active: { ...ACTIVE, name, label: `${name}@1 seed 5` } }),
  )
  expect(await control('DELETE', `/scenarios/${name}`)).toEqual(DONE)
  expect(await control('GET', '/scenarios')).toEqual(NONE)
})

test('nothing of a scenario is loaded or set where there is none', () => {
  const { judge, planner, commits, rates } = setup().emulator.world
  expect([judge, planner, commits.history, rates.override]).toEqual([null, null, null, null])
})

test('the names that a scenario can use, and the JSON Schema of its file', async () => {
  const { control } = setup()
  const names = await control('GET', '/scenario-names')
  expect(names).toEqual(ok(names.body))
  const { providers } = names.body as { providers: { name: string; errors: string[] }[] }
  expect(providers.map(({ name }) => name)).toEqual(['digitalocean'])
  expect(providers[0]!.errors).toContain('too_many_requests')
  const schema = await control('GET', '/schema/scenario.v1.json')
  expect(schema).toEqual(ok(schema.body))
  expect(schema.body).toMatchObject({ $id: 'scenario.v1.json', type: 'object', required: ['name'] })
})

describe('a scenario of the past', () => {
  const PAST = `name: past
clock: { start: 2025-01-01T00:00:00Z }
fixtures: ${GIVEN}
lifecycles:
  digitalocean/vpc_peering:
    - { id: slow, from: PROVISIONING, after: 1h, to: ACTIVE }
`
  const since = '2025-01-01T00:00:00.000Z'
  const active = { ...ACTIVE, name: 'past', seed: 1, label: 'past@1 seed 1', since }

  test.each(['', '/namespaces/other'])('begins %s anew when it is asked to', async (prefix) => {
    const { control } = setup()
    await control('POST', '/scenarios', PAST)
    await createNamespace(control, { name: 'other' })
    const rows = async () =>
      ((await control('GET', `${prefix}/resources`)).body as { resources: { id: string }[] }).resources.map(
        ({ id }) => id,
      )
    const before = await rows()
    expect(await control('POST', `${prefix}/scenarios/past/activate`, { restart: true })).toEqual(ok({ active }))
    expect((await control('GET', `${prefix}/clock`)).body).toMatchObject({ mode: 'virtual', now: since })
    expect((await rows()).sort()).toEqual([...before, VPC].sort())
    expect((await control('GET', `${prefix}/resources/${VPC}`)).status).toBe(200)
    // a second time it is there already
    expect((await control('POST', `${prefix}/scenarios/past/activate`, { restart: true })).status).toBe(200)
  })

  test('leaves everything as it is when its records do not fit', async () => {
    const given = { id: VPC, name: 'there', region: 'nyc3', ip_range: '10.78.0.0/16' }
    const { control } = setup({ fixtures: { digitalocean: { vpcs: [given] } } })
    await control('POST', '/scenarios', PAST)
    await refused(
      control,
      ['POST', '/scenarios/past/activate', { restart: true }],
      invalid(`fixtures.digitalocean.vpcs.0.id: ${VPC} is taken`),
    )
  })

  test('cannot begin anew where a snapshot is the beginning', async () => {
    const { control } = setup()
    await control('POST', '/scenarios', PAST)
    await control('PUT', '/snapshots/base')
    await control('POST', '/snapshots/base/fork', { name: 'forked' })
    await refused(
      control,
      ['POST', '/namespaces/forked/scenarios/past/activate', { restart: true }],
      problem(
        409,
        'Time runs forward',
        'forked began with a snapshot, whose time is a part of it; activate the scenario in another namespace.',
      ),
    )
  })
})

test('mistakes are said of the file that was named, and warnings go along', async () => {
  const { control } = setup()
  const broken = CI.replace('PROVISIONING', 'PROVISONING')
  await refused(
    control,
    ['POST', '/scenarios?from=mine.yaml', broken],
    invalid(expect.stringMatching(/^mine\.yaml:6:19: there is no state/) as string),
  )
  const cut = `name: cut
lifecycles:
  digitalocean/vpc_peering:
    - { id: up, from: PROVISIONING, after: 1s, to: ACTIVE }
    - { id: fails, from: ACTIVE, after: 1h, to: ERROR }
variants:
  stuck:
    lifecycles:
      digitalocean/vpc_peering: [{ id: up, from: PROVISIONING, hold: true }]
`
  const warnings = [
    "mine.yaml:7:3: in the variant 'stuck', 'fails' of digitalocean/vpc_peering can never happen: nothing leads to ACTIVE any more",
  ]
  expect(await control('POST', '/scenarios?from=mine.yaml', cut)).toEqual(
    ok({ ...SHOWN, name: 'cut', about: null, variants: ['stuck'], warnings }, 201),
  )
})

describe('a call about scenarios is refused', () => {
  const unknown = notFound("There is no scenario 'cu'; did you mean 'ci'?")

  test.each<[string, string, unknown, Answered]>([
    ['PUT', '/scenarios/other', CI, invalid("The scenario is named 'ci', not 'other'.")],
    [
      'PUT',
      '/scenarios/ci',
      CI.replace('PROVISIONING', 'PROVISONING'),
      invalid(expect.stringContaining('scenarios/ci:6:19: there is no state')),
    ],
    ['PUT', '/scenarios/ci', '', invalid('body: expected a scenario as YAML or JSON')],
    ['POST', '/scenarios', '', invalid('body: expected a scenario as YAML or JSON')],
    ['POST', '/scenarios', 'name: [', invalid(expect.stringMatching(/^scenario:1:8: /))],
    ['GET', '/scenarios/cu', undefined, unknown],
    ['DELETE', '/scenarios/cu', undefined, unknown],
    ['POST', '/scenarios/cu/activate', undefined, unknown],
    ['POST', '/scenarios/ci/activate', { variant: 'cam' }, invalid("ci has no variant 'cam'; did you mean 'calm'?")],
    ['POST', '/scenarios/ci/activate', { sed: 1 }, invalid("body has no 'sed'; did you mean 'seed'?")],
  ])('%s %s %j', async (method, path, body, answer) => {
    const { control, status } = await playing()
    await refused(control, [method, path, body], answer)
    expect(await status()).toBe(503)
  })

  test('when its clock would have to go back', async () => {
    const { control, status } = await playing()
    await control('POST', '/scenarios', `name: past\nclock: { start: 2025-01-01T00:00:00Z }\nfixtures: ${GIVEN}`)
    await refused(
      control,
      ['POST', '/scenarios/past/activate'],
      problem(
        409,
        'Time runs forward',
        'the clock stands at 2026-01-01T00:00:00.000Z and cannot go back to 2025-01-01T00:00:00.000Z; with `restart` (--restart) the namespace begins anew at that time.',
      ),
    )
    expect(await status()).toBe(503)
  })

  test('when its fixtures do not fit into the present world', async () => {
    const { control, status } = await playing()
    await control('POST', '/scenarios', `name: given\nfixtures: ${GIVEN}`)
    expect((await control('POST', '/scenarios/given/activate')).status).toBe(200)
    const scenario = `name: twice\nclock: { start: 2027-01-01T00:00:00Z }\nfixtures: ${GIVEN}`
    await control('POST', '/scenarios', scenario)
    await control('POST', '/scenarios/ci/activate')
    await refused(
      control,
      ['POST', '/scenarios/twice/activate'],
      invalid(`fixtures.digitalocean.vpcs.0.id: ${VPC} is taken`),
    )
    expect(await status()).toBe(503)
  })
})
