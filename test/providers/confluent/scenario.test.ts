import { describe, expect, test } from 'vitest'
import { overSocket } from '../../helpers/socket.ts'
import { play } from '../../scenario/setup.ts'
import { validating } from './conformance.ts'
import {
  BASE,
  KEY,
  NETWORKS,
  PEERINGS,
  type Thing,
  basic,
  createPeering,
  environmentOf,
  failure,
  networkSpec,
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
  return { api, pass, rename, see: () => api('GET', `${path}?environment=${environment}`) }
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
