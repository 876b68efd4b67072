import { describe, expect, test } from 'vitest'
import { resourceRoutes } from '../../../../src/control/routes/resources/list.ts'
import { createPeering, twoVpcs } from '../../../providers/digitalocean/setup.ts'
import { covers, invalid, notFound, ok, problem, refused, setup } from '../../setup.ts'

covers(resourceRoutes)

const peered = async () => {
  const bench = setup()
  const { ids } = await twoVpcs(bench.api)
  const { id } = await createPeering(bench.api, 'p', ...ids)
  return { ...bench, id, vpcs: ids }
}
const shown = (id: string) => ({
  id,
  type: 'digitalocean/vpc_peering',
  state: 'PROVISIONING',
  since: '2026-01-01T00:00:00.000Z',
  due: '2026-01-01T00:00:02.000Z',
  next: 'ACTIVE',
})

interface Page {
  readonly resources: { readonly id: string; readonly type: string }[]
  readonly next: string | null
}

describe('GET /resources', () => {
  test('lists by provider, type and state', async () => {
    const { control, id } = await peered()
    const one = ok({ resources: [shown(id)], next: null })
    const none = ok({ resources: [], next: null })
    expect(await control('GET', '/resources?type=digitalocean/vpc_peering')).toEqual(one)
    expect(await control('GET', '/resources?state=PROVISIONING')).toEqual(one)
    expect(await control('GET', '/resources?provider=digitalocean&state=PROVISIONING')).toEqual(one)
    expect(await control('GET', '/resources?state=ACTIVE')).toEqual(none)
    expect(await control('GET', '/resources?provider=digital')).toEqual(none)
  })

  test('shows a kind without states as that, in the order of creation', async () => {
    const { control, vpcs } = await peered()
    const { resources } = (await control('GET', '/resources?type=digitalocean/vpc')).body as Page
    expect(resources).toHaveLength(16)
    expect(
      resources
        .slice(-2)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(vpcs)
    const { id } = resources.at(-1)!
    expect(resources.at(-1)).toEqual({ id, type: 'digitalocean/vpc', state: null, since: null, due: null, next: null })
  })

  test('pages through all of them', async () => {
    const { control } = await peered()
    const all = (await control('GET', '/resources')).body as Page
    expect(all.next).toBeNull()
    const seen: Page['resources'] = []
    let after = ''
    for (let pages = 0; pages < 100; pages++) {
      const page = (await control('GET', `/resources?limit=3${after}`)).body as Page
      seen.push(...page.resources)
      if (page.next === null) break
      expect(page.resources).toHaveLength(3)
      after = `&after=${page.next}`
    }
    expect(seen).toEqual(all.resources)
  })
})

describe('GET /resources/{id}/timeline', () => {
  test('shows what happened, why, and what is planned, also after the end', async () => {
    const { api, control, clock, id } = await peered()
    clock.advance(5_000)
    await api('DELETE', `/v2/vpc_peerings/${id}`)
    const transitions = [
      { at: '2026-01-01T00:00:00.000Z', from: null, to: 'PROVISIONING', cause: 3 },
      { at: '2026-01-01T00:00:02.000Z', from: 'PROVISIONING', to: 'ACTIVE', cause: 'time' },
      { at: '2026-01-01T00:00:05.000Z', from: 'ACTIVE', to: 'DELETING', cause: 4 },
    ]
    const deleting = {
      ...shown(id),
      state: 'DELETING',
      since: '2026-01-01T00:00:05.000Z',
      due: '2026-01-01T00:00:06.000Z',
      next: '$gone',
      transitions,
    }
    expect(await control('GET', `/resources/${id}/timeline`)).toEqual(ok(deleting))
    expect(await control('GET', `/resources/${id}/timeline?type=digitalocean/vpc_peering`)).toEqual(ok(deleting))
    clock.advance(1_000)
    const gone = { at: '2026-01-01T00:00:06.000Z', from: 'DELETING', to: '$gone', cause: 'time' }
    expect(await control('GET', `/resources/${id}/timeline`)).toEqual(
      ok({
        ...shown(id),
        state: null,
        since: null,
        due: null,
        next: null,
        transitions: [...transitions, gone],
      }),
    )
  })

  test('wants a type where two resources have one id', async () => {
    const id = '5a4981aa-9653-4bd1-bef5-d6bff52042e4'
    const { control } = setup({
      providers: ['digitalocean', 'upcloud'],
      fixtures: {
        digitalocean: { vpcs: [{ id, name: 'x', region: 'nyc3', ip_range: '10.77.0.0/16' }] },
        upcloud: { routers: [{ uuid: id, name: 'x' }] },
      },
    })
    await refused(
      control,
      ['GET', `/resources/${id}/timeline`],
      problem(
        409,
        'Ambiguous',
        `More than one resource has the id ${id}; say ?type= with one of digitalocean/vpc, upcloud/router.`,
      ),
    )
    expect((await control('GET', `/resources/${id}/timeline?type=upcloud/router`)).body).toMatchObject({
      id,
      type: 'upcloud/router',
    })
  })
})

test.each([
  ['/resources?limit=0', invalid('query.limit: expected at least 1, not 0')],
  ['/resources?kind=x', invalid("query has no 'kind'; it is one of provider, type, state, limit, after")],
  ['/resources/nobody/timeline?typ=x', invalid("query has no 'typ'; did you mean 'type'?")],
  ['/resources/nobody/timeline', notFound('No resource has, or lately had, the id nobody.')],
  ['/resources/nobody/timeline?type=digitalocean/vpc', notFound('No resource has, or lately had, the id nobody.')],
])('GET %s is refused', async (path, answer) => {
  const { control } = await peered()
  await refused(control, ['GET', path], answer)
})
