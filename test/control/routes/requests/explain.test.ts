import { describe, expect, test } from 'vitest'
import { explainRoutes } from '../../../../src/control/routes/requests/explain.ts'
import { createPeering, twoVpcs } from '../../../providers/digitalocean/setup.ts'
import { covers, invalid, notFound, ok, refused } from '../../setup.ts'
import { requestsOf, setup } from './setup.ts'

covers(explainRoutes)

const NOW = '2026-01-01T00:00:00.000Z'

describe('GET /requests/{n}/explain', () => {
  test('a change: handler, rows before and after', async () => {
    const { api, control } = setup()
    const { ids } = await twoVpcs(api)
    const { id } = await createPeering(api, 'p', ...ids)
    await api('PATCH', `/v2/vpc_peerings/${id}`, { name: 'q' })
    const row = {
      id,
      ord: 1,
      createdAt: Date.parse(NOW),
      state: 'PROVISIONING',
      since: Date.parse(NOW),
      due: Date.parse(NOW) + 2_000,
      next: 'ACTIVE',
    }
    const { body } = await control('GET', '/requests/4/explain')
    const { changes } = body as { changes: { before: object; after: object }[] }
    expect(await control('GET', '/requests/4/explain')).toEqual(
      ok({
        request: (await requestsOf(control)).at(-1),
        handled_by: {
          op: 'vpc_peerings.update',
          route: 'PATCH /v2/vpc_peerings/{vpc_peering_id}',
          coverage: { status: 'supported', rank: 'P0', note: null },
        },
        answered_by: { kind: 'operation', name: 'vpc_peerings.update', message: null, detail: null },
        facts: expect.any(Array) as unknown,
        changes: [
          {
            type: 'digitalocean/vpc_peering',
            id,
            before: { ...changes[0]!.before, name: 'p' },
            after: { ...changes[0]!.before, name: 'q' },
            changed: ['name'],
          },
        ],
        near_misses: [],
      }),
    )
    expect(changes[0]!.before).toMatchObject({ id: row.id, state: row.state, due: row.due, next: row.next })
  })

  test('a refusal in the provider’s words: the rule, and the facts behind it', async () => {
    const { api, control } = setup()
    const { ids } = await twoVpcs(api)
    await createPeering(api, 'p', ...ids)
    await api('DELETE', `/v2/vpcs/${ids[0]}`)
    expect(await control('GET', '/requests/4/explain')).toEqual(
      ok({
        request: (await requestsOf(control)).at(-1),
        handled_by: {
          op: 'vpcs.delete',
          route: 'DELETE /v2/vpcs/{vpc_id}',
          coverage: { status: 'supported', rank: 'P1', note: null },
        },
        answered_by: {
          kind: 'problem',
          name: 'vpcHasPeerings',
          message: 'Can not delete VPC with peerings',
          detail: null,
        },
        facts: [{ says: expect.any(String) as unknown, evidence: 'observed' }],
        changes: [],
        near_misses: [],
      }),
    )
  })

  test('a failure that every provider knows is called that, not a fault', async () => {
    const { anonymous, control } = setup()
    await anonymous('GET', '/v2/vpcs')
    const { body } = await control('GET', '/requests/1/explain')
    expect(body).toMatchObject({
      request: { response: { status: 401 }, rule: { kind: 'failure', name: 'unauthenticated' }, fault: null },
      answered_by: {
        kind: 'failure',
        name: 'unauthenticated',
        message: 'unauthenticated',
        detail: { kind: 'unauthenticated', reason: 'missing' },
      },
    })
  })

  test('a path that no operation has: what comes closest', async () => {
    const { api, control } = setup()
    await api('GET', '/v2/vpc_peering')
    expect((await control('GET', '/requests/1/explain')).body).toMatchObject({
      handled_by: null,
      answered_by: { kind: 'failure', name: 'route_not_found' },
      near_misses: ['GET /v2/vpc_peerings', expect.any(String), expect.any(String)],
    })
  })

  test('secrets stay masked', async () => {
    const { api, control } = setup()
    await api('POST', '/v2/vpcs', { name: 'a b', region: 'nyc3', password: 'hidden' })
    expect((await control('GET', '/requests/1/explain')).text).not.toContain('hidden')
  })

  test('what is not there is refused', async () => {
    const { api, control } = setup()
    await api('GET', '/v2/vpcs')
    await refused(
      control,
      ['GET', '/requests/2/explain'],
      notFound('The journal has no request 2; it keeps the newest 1.'),
    )
    await refused(control, ['GET', '/requests/x/explain'], invalid("'x' is no number of a request."))
  })
})
