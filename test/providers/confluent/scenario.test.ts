import { describe, expect, test } from 'vitest'
import { control, overSocket } from '../../helpers/socket.ts'
import { play } from '../../scenario/setup.ts'
import { validating } from './conformance.ts'
import {
  BASE,
  ENVIRONMENTS,
  KEY,
  NETWORKS,
  PEERINGS,
  type Thing,
  aws,
  basic,
  createPeering,
  environmentOf,
  failure,
  networkSpec,
  peeringSpec,
  refused,
  success,
} from './setup.ts'

const scripted = async (text: string) => {
  const { emulator, pass } = await play(text, { providers: ['confluent'] })
  const api = validating(overSocket(emulator, BASE, { authorization: basic(KEY, 'secret') }), false)
  const environment = await environmentOf(api)
  const { id: network } = (await api('POST', NETWORKS, { spec: networkSpec(environment) })).body as Thing
  pass(3_000)
  const peering = await createPeering(api, environment, network)
  const path = `${PEERINGS}/${peering.id}`
  const rename = () => api('PATCH', path, { spec: { display_name: 'x', environment: { id: environment } } })
  const rows = async () => (await control(emulator, 'GET', '/resources')).body
  return {
    api,
    environment,
    peering,
    rows,
    pass,
    rename,
    see: () => api('GET', `${path}?environment=${environment}`),
  }
}

describe('a scenario', () => {
  test.each(['internal', 'out_of_gas'])('brings about the documented 500 of a PATCH, once, as %s', async (error) => {
    const { rename } = await scripted(
      `faults: [{ id: defect, match: { op: confluent/peerings.update }, calls: 1, effect: { error: ${error} } }]`,
    )
    const answer = await rename()
    expect(answer.status).toBe(500)
    expect(answer.headers).toEqual({ ...refused(), 'x-peertwin-fault': 'defect' })
    expect(answer.body).toEqual(
      failure(answer, 'out_of_gas', 'DeLorean Out Of Gas', [
        "The DeLorean has run out of gas, but Doc Brown will fill 'er up for you asap",
      ]),
    )
    expect((await rename()).status).toBe(200)
  })

  test('brings about a 429 in relative seconds, without a body, and then success', async () => {
    const { see } = await scripted(
      'faults: [{ id: slow, match: { op: confluent/peerings.get }, calls: 1, effect: { error: rate_limited, retryAfter: 2s } }]',
    )
    const answer = await see()
    expect([answer.status, answer.text]).toEqual([429, ''])
    const { 'content-type': _, 'content-length': __, ...bare } = refused() as Record<string, unknown>
    expect(answer.headers).toEqual({
      ...bare,
      'x-peertwin-fault': 'slow',
      'content-length': '0',
      'retry-after': '2',
      'x-ratelimit-limit': '1000',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '2',
    })
    const after = await see()
    expect(after.status).toBe(200)
    expect(after.headers).toEqual(success(995, true, 57))
  })

  const documented = (quota: string, title: string) =>
    [`${title} Quota Exceeded`, `The request would exceed the quota: ${quota}`] as const
  test.each([
    ['peering', documented('peerings_per_network', 'Peerings Per Network')],
    ['network', documented('dedicated_networks_per_environment', 'Dedicated Networks Per Environment')],
    ['environment', [null, 'Your organization is currently limited to 1 environments'] as const],
  ])('limits a kind of %s in the words of the service', async (kind, [title, detail]) => {
    const { api, environment, peering, rows } = await scripted(`limits: [{ resource: confluent/${kind}, max: 1 }]`)
    const before = await rows()
    const { network } = peering.spec as { network: { id: string } }
    const bodies: Record<string, [string, object]> = {
      peering: [PEERINGS, { spec: peeringSpec(environment, network.id, aws('999999999999')) }],
      network: [NETWORKS, { spec: networkSpec(environment, 'AWS', '10.2.0.0/16') }],
      environment: [ENVIRONMENTS, { display_name: 'x' }],
    }
    const answer = await api('POST', ...bodies[kind]!)
    expect(answer.status).toBe(402)
    expect(answer.headers).toEqual(refused())
    expect(answer.body).toEqual(failure(answer, 'quota_exceeded', title, [detail]))
    expect(await rows()).toEqual(before)
  })

  test.each([
    ['peerings.update', 1, documented('peerings_per_network', 'Peerings Per Network')],
    ['networks.create', 2, documented('dedicated_networks_per_environment', 'Dedicated Networks Per Environment')],
    ['environments.create', 1, [null, 'Your organization is currently limited to 25 environments'] as const],
  ])('fails %s with the quota that it is about', async (op, call, [title, detail]) => {
    const { api, environment, rename } = await scripted(
      `faults: [{ id: full, match: { op: confluent/${op} }, calls: ${call}, effect: { error: quota_exceeded } }]`,
    )
    const calls: Record<string, () => ReturnType<typeof rename>> = {
      'peerings.update': rename,
      'networks.create': () => api('POST', NETWORKS, { spec: networkSpec(environment, 'AWS', '10.2.0.0/16') }),
      'environments.create': () => api('POST', ENVIRONMENTS, { display_name: 'x' }),
    }
    const answer = await calls[op]!()
    expect(answer.status).toBe(402)
    expect(answer.headers).toEqual({ ...refused(), 'x-peertwin-fault': 'full' })
    expect(answer.body).toEqual(failure(answer, 'quota_exceeded', title, [detail]))
  })

  test('lets a peering fail with a reason', async () => {
    const { pass, see } = await scripted(
      `lifecycles:
  confluent/peering:
    - id: denied
      from: PROVISIONING
      after: 1s
      to: FAILED
      set: { status.error_code: permission_denied, status.error_message: No such VPC. }`,
    )
    pass(1_000)
    expect((await see()).body).toMatchObject({
      status: { error_code: 'permission_denied', error_message: 'No such VPC.', phase: 'FAILED' },
    })
  })
})
