import { describe, expect, test } from 'vitest'
import type { Answered } from '../../helpers/setup.ts'
import { hasOpenApi, loadOpenApi } from '../../helpers/openapi.ts'
import { endpoints } from '../../../src/providers/digitalocean/endpoints.ts'
import { createPeering, createVpc, setup, twoVpcs } from './setup.ts'

const here = hasOpenApi('digitalocean')

describe.skipIf(!here)('the published document', () => {
  const document = here ? loadOpenApi('digitalocean') : undefined
  const fits = (operation: string, answer: Answered): void => {
    expect(document!.check(operation, answer.status, answer.body), operation).toBe('')
  }

  test('has no operation that the table of endpoints does not list', () => {
    const names = (path: string): string => path.replaceAll(/\{\w+\}/g, '{}')
    const listed = new Set(Object.values(endpoints).map(({ method, path }) => `${method} ${names(path)}`))
    expect(document!.operations.filter((operation) => !listed.has(names(operation)))).toEqual([])
  })

  test('describes every answer of a peering and its VPCs', async () => {
    // the documented nested envelope; the live one, which differs, is the default
    const { api, clock } = setup({ settings: { digitalocean: { nestedEnvelope: 'documented' } } })
    const vpc = await api('POST', '/v2/vpcs', { name: 'x', region: 'nyc3' })
    fits('POST /v2/vpcs', vpc)
    const { a, b, ids } = await twoVpcs(api)
    const peering = await api('POST', '/v2/vpc_peerings', { name: 'p', vpc_ids: ids })
    fits('POST /v2/vpc_peerings', peering)
    const { id } = (peering.body as { vpc_peering: { id: string } }).vpc_peering
    clock.advance(2_000)
    fits('GET /v2/vpc_peerings/{vpc_peering_id}', await api('GET', `/v2/vpc_peerings/${id}`))
    fits('PATCH /v2/vpc_peerings/{vpc_peering_id}', await api('PATCH', `/v2/vpc_peerings/${id}`, { name: 'q' }))
    const c = await createVpc(api, 'c')
    await createPeering(api, 'second', a.id, c.id)
    fits('GET /v2/vpc_peerings', await api('GET', '/v2/vpc_peerings?per_page=1'))
    fits('GET /v2/vpcs', await api('GET', '/v2/vpcs?per_page=2&page=2'))
    fits('GET /v2/vpcs/{vpc_id}', await api('GET', `/v2/vpcs/${a.id}`))
    fits('PUT /v2/vpcs/{vpc_id}', await api('PUT', `/v2/vpcs/${a.id}`, { name: 'a2' }))
    fits('PATCH /v2/vpcs/{vpc_id}', await api('PATCH', `/v2/vpcs/${a.id}`, { name: 'a3' }))
    fits('GET /v2/vpcs/{vpc_id}/members', await api('GET', `/v2/vpcs/${a.id}/members`))
    fits('GET /v2/vpcs/{vpc_id}/peerings', await api('GET', `/v2/vpcs/${a.id}/peerings`))
    fits('POST /v2/vpcs/{vpc_id}/peerings', await api('POST', `/v2/vpcs/${b.id}/peerings`, { name: 'n', vpc_id: c.id }))
    fits(
      'PATCH /v2/vpcs/{vpc_id}/peerings/{vpc_peering_id}',
      await api('PATCH', `/v2/vpcs/${a.id}/peerings/${id}`, { name: 'n2' }),
    )
    fits('DELETE /v2/vpc_peerings/{vpc_peering_id}', await api('DELETE', `/v2/vpc_peerings/${id}`))
    const own = (vpc.body as { vpc: { id: string } }).vpc.id
    fits('DELETE /v2/vpcs/{vpc_id}', await api('DELETE', `/v2/vpcs/${own}`))
    fits('GET /v2/account', await api('GET', '/v2/account'))
    fits('GET /v2/regions', await api('GET', '/v2/regions'))
  })

  test('describes the refusals', async () => {
    const { api, anonymous } = setup({ rateLimits: 'enforce', settings: { digitalocean: { burstLimit: 6 } } })
    fits('GET /v2/vpc_peerings', await anonymous('GET', '/v2/vpc_peerings'))
    fits('GET /v2/vpc_peerings/{vpc_peering_id}', await api('GET', '/v2/vpc_peerings/x'))
    fits('POST /v2/vpc_peerings', await api('POST', '/v2/vpc_peerings', {}))
    fits('DELETE /v2/vpcs/{vpc_id}', await api('DELETE', '/v2/vpcs/x'))
    const { body } = await api('GET', '/v2/vpcs')
    const fallback = (body as { vpcs: { id: string }[] }).vpcs[0]!.id
    fits('DELETE /v2/vpcs/{vpc_id}', await api('DELETE', `/v2/vpcs/${fallback}`))
    await api('GET', '/v2/account')
    const throttled = await api('GET', '/v2/vpc_peerings')
    expect(throttled.status).toBe(429)
    fits('GET /v2/vpc_peerings', throttled)
  })
})
