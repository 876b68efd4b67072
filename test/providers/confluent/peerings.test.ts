import { describe, expect, test } from 'vitest'
import { BASE, PEERINGS, type Thing, aws, createPeering, peeringSpec, ready, success } from './setup.ts'

const CRN = /^crn:\/\/confluent\.cloud\/organization=[0-9a-f-]{36}\/environment=env-[0-9a-z]{6}/

describe('POST /networking/v1/peerings', () => {
  test('answers 202 with Location and the whole object, members sorted by name', async () => {
    const { api, environment, network } = await ready()
    const answer = await api('POST', PEERINGS, { spec: peeringSpec(environment, network, aws(), 'prod') })
    const { id, metadata, spec } = answer.body as Thing
    expect(id).toMatch(/^peer-[0-9degjklmnopqrvwxyz]{6}$/)
    expect(answer.status).toBe(202)
    expect(answer.headers).toEqual({ ...success(997, true, 57), location: `${BASE}${PEERINGS}/${id}` })
    const at = expect.stringMatching(/^2026-01-01T00:00:03(\.\d{1,6})?Z$/)
    const environmentCrn = (spec['environment'] as { resource_name: string }).resource_name
    expect(environmentCrn).toMatch(CRN)
    expect(answer.text).toBe(
      JSON.stringify({
        api_version: 'networking/v1',
        id,
        kind: 'Peering',
        metadata: {
          created_at: metadata.created_at,
          resource_name: `${environmentCrn}/network=${network}/peering=${id}`,
          self: `${BASE}${PEERINGS}/${id}?environment=${environment}`,
          updated_at: metadata.created_at,
        },
        spec: {
          cloud: {
            account: '012345678901',
            customer_region: 'us-west-2',
            kind: 'AwsPeering',
            routes: ['10.108.16.0/21'],
            vpc: 'vpc-0',
          },
          display_name: 'prod',
          environment: {
            api_version: 'org/v2',
            id: environment,
            kind: 'Environment',
            related: `${BASE}/v2/environments/${environment}`,
            resource_name: environmentCrn,
          },
          network: {
            api_version: 'networking/v1',
            id: network,
            kind: 'Network',
            related: `${BASE}/networking/v1/networks/${network}?environment=${environment}`,
            resource_name: `${environmentCrn}/network=${network}`,
          },
        },
        status: { phase: 'PROVISIONING' },
      }),
    )
    expect(metadata.created_at).toEqual(at)
  })

  test('goes through PENDING_ACCEPT to READY by itself, each step a change', async () => {
    const { api, clock, environment, network } = await ready()
    const { id, metadata } = await createPeering(api, environment, network)
    const see = async () => (await api('GET', `${PEERINGS}/${id}?environment=${environment}`)).body as Thing
    expect((await see()).status).toEqual({ phase: 'PROVISIONING' })
    clock.advance(1_999)
    expect((await see()).status).toEqual({ phase: 'PROVISIONING' })
    clock.advance(1)
    const pending = await see()
    expect(pending.status).toEqual({ phase: 'PENDING_ACCEPT' })
    clock.advance(2_000)
    const done = await see()
    expect(done.status).toEqual({ phase: 'READY' })
    const times = [metadata.created_at, pending.metadata.updated_at, done.metadata.updated_at].map((at) =>
      Date.parse(at),
    )
    expect(times).toEqual([times[0], times[0]! + 2_000, times[0]! + 4_000])
    expect(done.metadata.created_at).toBe(metadata.created_at)
  })
})
