import { describe, expect, test } from 'vitest'
import { transitionRoutes } from '../../../../src/control/routes/resources/transitions.ts'
import { createPeering as createConfluentPeering, ready as confluent } from '../../../providers/confluent/setup.ts'
import { createPeering, createVpc, twoVpcs } from '../../../providers/digitalocean/setup.ts'
import { controlOf, covers, invalid, notFound, ok, problem, refused, setup } from '../../setup.ts'

covers(transitionRoutes)

const TYPE = 'digitalocean/vpc_peering'
const NOW = '2026-01-01T00:00:00.000Z'
const MANUAL = `name: by-hand
lifecycles:
  digitalocean/vpc_peering:
    - { id: accept, from: PROVISIONING, on: manual, to: ACTIVE }
    - { id: reject, from: PROVISIONING, on: manual, to: ERROR }
`
const SAME = '5a4981aa-9653-4bd1-bef5-d6bff52042e4'

const peered = async (scenario?: string) => {
  const bench = setup()
  if (scenario !== undefined) {
    await bench.control('POST', '/scenarios', scenario)
    await bench.control('POST', '/scenarios/by-hand/activate')
  }
  const { ids } = await twoVpcs(bench.api)
  const { id } = await createPeering(bench.api, 'p', ...ids)
  const statusOf = async () =>
    ((await bench.api('GET', `/v2/vpc_peerings/${id}`)).body as { vpc_peering?: { status: string } }).vpc_peering
      ?.status
  return { ...bench, id, vpc: ids[0]!, statusOf }
}
const born = { at: NOW, from: null, to: 'PROVISIONING', cause: 3 }

/** Two providers whose resources share an id. */
const twins = () =>
  setup({
    providers: ['digitalocean', 'upcloud'],
    fixtures: {
      digitalocean: { vpcs: [{ id: SAME, name: 'x', region: 'nyc3', ip_range: '10.77.0.0/16' }] },
      upcloud: { routers: [{ uuid: SAME, name: 'x' }] },
    },
  })
const ambiguous = problem(
  409,
  'Ambiguous',
  `More than one resource has the id ${SAME}; say ?type= with one of digitalocean/vpc, upcloud/router.`,
)

describe('PATCH /resources/{id}', () => {
  test('puts a resource into a state, and the world goes on from there', async () => {
    const { control, clock, id, statusOf } = await peered()
    const forced = { at: NOW, from: 'PROVISIONING', to: 'ERROR', cause: 'control' }
    expect(await control('PATCH', `/resources/${id}`, { state: 'ERROR' })).toEqual(
      ok({ id, type: TYPE, state: 'ERROR', since: NOW, due: null, next: null, transitions: [born, forced] }),
    )
    clock.advance(60_000)
    expect(await statusOf()).toBe('ERROR')
    const gone = { at: '2026-01-01T00:01:00.000Z', from: 'ERROR', to: '$gone', cause: 'control' }
    expect(await control('PATCH', `/resources/${id}?type=${TYPE}`, { state: '$gone' })).toEqual(
      ok({ id, type: TYPE, state: null, since: null, due: null, next: null, transitions: [born, forced, gone] }),
    )
    expect(await statusOf()).toBeUndefined()
    await refused(
      control,
      ['PATCH', `/resources/${id}`, { state: 'ACTIVE' }],
      notFound(`No resource has the id ${id}.`),
    )
  })

  test('sets the fields that a type lets be set', async () => {
    const { api, emulator, environment, network } = await confluent()
    const { id } = await createConfluentPeering(api, environment, network)
    const control = controlOf(emulator)
    const set = { 'status.error_code': 'CIDR_OVERLAP', 'status.error_message': 'They overlap.' }
    expect((await control('PATCH', `/resources/${id}`, { state: 'FAILED', set })).status).toBe(200)
    expect((await api('GET', `/networking/v1/peerings/${id}?environment=${environment}`)).body).toMatchObject({
      status: { phase: 'FAILED', error_code: 'CIDR_OVERLAP', error_message: 'They overlap.' },
    })
  })

  test.each<[string, object, string]>([
    ['an unknown state', { state: 'ACTIV' }, `A ${TYPE} knows no state 'ACTIV'; did you mean 'ACTIVE'?`],
    ['a field that cannot be set', { state: 'ACTIVE', set: { name: 'x' } }, `A ${TYPE} has no settable 'name'`],
    ['no state', {}, 'body.state: expected text, but it is missing'],
    ['an unknown member', { state: 'ACTIVE', sett: {} }, "body has no 'sett'; did you mean 'set'?"],
  ])('refuses %s', async (_, body, detail) => {
    const { control, id } = await peered()
    await refused(control, ['PATCH', `/resources/${id}`, body], invalid(detail))
  })

  test('refuses a resource without states, and one that there is not, or twice', async () => {
    const { control, id, vpc } = await peered()
    const state = 'ACTIVE'
    await refused(control, ['PATCH', `/resources/${vpc}`, { state }], invalid('A digitalocean/vpc has no states.'))
    await refused(control, ['PATCH', '/resources/nobody', { state }], notFound('No resource has the id nobody.'))
    await refused(
      control,
      ['PATCH', `/resources/${id}?type=digitalocean/vpc`, { state }],
      notFound(`No resource has the id ${id}.`),
    )
    await refused(twins().control, ['PATCH', `/resources/${SAME}`, { state }], ambiguous)
  })
})

describe('POST /resources/{id}/release', () => {
  test('lets the transition happen that waits for it, once', async () => {
    const { control, clock, id, statusOf } = await peered(MANUAL)
    clock.advance(3_600_000)
    expect(await statusOf()).toBe('PROVISIONING')
    const at = '2026-01-01T01:00:00.000Z'
    expect(await control('POST', `/resources/${id}/release`, { transition: 'accept' })).toEqual(
      ok({
        id,
        type: TYPE,
        state: 'ACTIVE',
        since: at,
        due: null,
        next: null,
        transitions: [born, { at, from: 'PROVISIONING', to: 'ACTIVE', cause: 'control' }],
      }),
    )
    expect(await statusOf()).toBe('ACTIVE')
    await refused(
      control,
      ['POST', `/resources/${id}/release`],
      problem(409, 'Nothing to release', `${id} is ACTIVE, and no transition there waits for a release.`),
    )
  })

  test('needs no name where only one waits', async () => {
    const { control, id } = await peered(MANUAL.replace(/.*reject.*\n/, ''))
    expect((await control('POST', `/resources/${id}/release?type=${TYPE}`)).body).toMatchObject({ id, state: 'ACTIVE' })
  })

  test('is refused where that is not what waits', async () => {
    const { control, api, id } = await peered(MANUAL)
    const release = `/resources/${id}/release`
    await refused(
      control,
      ['POST', release],
      problem(409, 'Ambiguous', `${id} waits for accept and reject; say which with {"transition": …}.`),
    )
    await refused(
      control,
      ['POST', release, { transition: 'acept' }],
      invalid(`${id} does not wait for 'acept'; did you mean 'accept'?`),
    )
    await refused(
      control,
      ['POST', release, { transiton: 'accept' }],
      invalid("body has no 'transiton'; did you mean 'transition'?"),
    )
    await refused(control, ['POST', '/resources/nobody/release'], notFound('No resource has the id nobody.'))
    const { id: vpc } = await createVpc(api, 'c', '10.204.0.0/24')
    await refused(control, ['POST', `/resources/${vpc}/release`], invalid('A digitalocean/vpc has no states.'))
    await refused(twins().control, ['POST', `/resources/${SAME}/release`], ambiguous)
  })

  test('is refused where a rule holds the state, with the way out', async () => {
    const { control, id } = await peered()
    const rule = '{ id: stuck, from: PROVISIONING, hold: true }'
    await control('POST', '/scenarios', `name: held\nlifecycles: { digitalocean/vpc_peering: [${rule}] }`)
    await control('POST', '/scenarios/held/activate')
    await refused(
      control,
      ['POST', `/resources/${id}/release`],
      problem(
        409,
        'Nothing to release',
        `${id} is PROVISIONING, held there by 'stuck' of held, which nothing releases; the way out is a forced state: peertwin resources force ${id} STATE, or PATCH /resources/${id}.`,
      ),
    )
  })

  test('is refused where no scenario is active', async () => {
    const { control, id } = await peered()
    await refused(
      control,
      ['POST', `/resources/${id}/release`],
      problem(409, 'Nothing to release', `${id} is PROVISIONING, and no transition there waits for a release.`),
    )
  })
})
