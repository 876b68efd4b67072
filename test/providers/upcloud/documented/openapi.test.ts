import { describe, expect, test } from 'vitest'
import { endpoints } from '../../../../src/providers/upcloud/endpoints.ts'
import { hasOpenApi, loadOpenApi } from '../../../helpers/openapi.ts'
import type { Answered } from '../../../helpers/setup.ts'
import {
  bare,
  createNetwork,
  createPeering,
  createRouter,
  networkBody,
  peeringBody,
  setup,
  twoNetworks,
} from '../setup.ts'

const here = hasOpenApi('upcloud')
const PEERING = '/1.3/network-peering/{peering_uuid}'

type Json = Record<string, unknown>
const at = (node: unknown, ...keys: string[]): Json => keys.reduce((value, key) => (value as Json)[key], node) as Json

// the document leaves the wrapper of a single peering out, which every shipped client sends and expects
const wrapSingle = (document: Json): void => {
  const wrapped = {
    type: 'object',
    required: ['network_peering'],
    additionalProperties: false,
    properties: { network_peering: { $ref: '#/components/schemas/networkPeering' } },
  }
  const places: [string, string, string][] = [
    ['/1.3/network-peering', 'post', '201'],
    [PEERING, 'get', '200'],
    [PEERING, 'patch', '200'],
  ]
  for (const [path, method, status] of places)
    at(document, 'paths', path, method, 'responses', status, 'content', 'application/json')['schema'] = wrapped
}

describe.skipIf(!here)('the published document', () => {
  const document = here ? loadOpenApi('upcloud', wrapSingle) : undefined
  const unwrapped = here ? loadOpenApi('upcloud') : undefined
  const fits = (operation: string, answer: Answered): void => {
    expect(document!.check(operation, answer.status, answer.body), operation).toBe('')
  }

  test('has no operation that the table of endpoints does not list', () => {
    const names = (path: string): string => path.replaceAll(/\{\w+\}/g, '{}')
    const listed = new Set(Object.values(endpoints).map(({ method, path }) => `${method} ${names(path)}`))
    expect(document!.operations.filter((operation) => !listed.has(names(operation)))).toEqual([])
  })

  test('describes every answer of a peering, its networks and its routers', async () => {
    const { api, clock } = setup()
    const router = await api('POST', '/1.3/router', {
      router: {
        name: 'r',
        labels: [{ key: 'env', value: 'test' }],
        static_routes: [{ nexthop: '10.0.0.1', route: '0.0.0.0/0' }],
      },
    })
    fits('POST /1.3/router', router)
    const { uuid: routerId } = (router.body as { router: { uuid: string } }).router
    const network = await api('POST', '/1.3/network', networkBody('n', '10.1.0.0/24', { router: routerId }))
    fits('POST /1.3/network', network)
    const { uuid: networkId } = (network.body as { network: { uuid: string } }).network
    const { a } = await twoNetworks(api)
    const labels = [{ key: 'env', value: 'test' }]
    const peering = await api('POST', '/1.3/network-peering', peeringBody('p', networkId, a.uuid, { labels }))
    fits('POST /1.3/network-peering', peering)
    const { uuid } = (peering.body as { network_peering: { uuid: string } }).network_peering
    fits(`GET ${PEERING}`, await api('GET', `/1.3/network-peering/${uuid}`))
    await createPeering(api, 'q', a.uuid, networkId)
    clock.advance(2_000)
    fits('GET /1.3/network-peering', await api('GET', '/1.3/network-peering'))
    fits('GET /1.3/network', await api('GET', '/1.3/network'))
    fits('GET /1.3/network/{uuid}', await api('GET', `/1.3/network/${networkId}`))
    const put = await api('PUT', `/1.3/network/${networkId}`, { network: { router: null } })
    fits('PUT /1.3/network/{uuid}', put)
    fits('GET /1.3/router', await api('GET', '/1.3/router'))
    fits('GET /1.3/router/{router}', await api('GET', `/1.3/router/${routerId}`))
    const renamed = await api('PATCH', `/1.3/router/${routerId}`, { router: { name: 'x' } })
    fits('PATCH /1.3/router/{router}', renamed)
    fits('DELETE /1.3/router/{router}', await api('DELETE', `/1.3/router/${routerId}`))
    const disabled = await api('PATCH', `/1.3/network-peering/${uuid}`, {
      network_peering: { configured_status: 'disabled' },
    })
    fits(`PATCH ${PEERING}`, disabled)
    fits(`DELETE ${PEERING}`, await api('DELETE', `/1.3/network-peering/${uuid}`))
    fits('DELETE /1.3/network/{uuid}', await api('DELETE', `/1.3/network/${networkId}`))
    fits('GET /1.3/account', await api('GET', '/1.3/account'))
    fits('GET /1.3/zone', await api('GET', '/1.3/zone'))
  })

  test('describes the refusals', async () => {
    const { api, anonymous, as } = setup(bare())
    const router = await createRouter(api, 'r')
    await createNetwork(api, 'n', '10.0.0.0/24', { router: router.uuid })
    fits('GET /1.3/zone', await anonymous('GET', '/1.3/zone'))
    fits('GET /1.3/zone', await as('Basic x')('GET', '/1.3/zone'))
    fits('GET /1.3/zone', await api('GET', '/1.3/zone', undefined, { accept: 'text/html' }))
    fits('POST /1.3/network-peering', await api('POST', '/1.3/network-peering', {}))
    fits(`GET ${PEERING}`, await api('GET', '/1.3/network-peering/x'))
    fits('PUT /1.3/network/{uuid}', await api('PUT', '/1.3/network/x', { network: {} }))
    fits('DELETE /1.3/router/{router}', await api('DELETE', `/1.3/router/${router.uuid}`))
    fits('POST /1.3/router', await api('POST', '/1.3/router', { router: {} }))
  })

  test('describes single peerings as it stands, once the settings leave the wrapper out', async () => {
    const { api } = setup(bare({ peeringBodies: 'unwrapped' }))
    const { a, b } = await twoNetworks(api)
    const { network_peering: input } = peeringBody('p', a.uuid, b.uuid)
    const made = await api('POST', '/1.3/network-peering', input)
    expect([made.status, unwrapped!.check('POST /1.3/network-peering', made.status, made.body)]).toEqual([201, ''])
  })
})
