import { describe, expect, test } from 'vitest'
import { control, overSocket } from '../../helpers/socket.ts'
import { BASE, common, createPeering, createVpc, refusal, setup, twoVpcs } from './setup.ts'

const NOBODY = '00000000-0000-4000-8000-000000000000'
const vpc = { id: `${NOBODY.slice(0, -1)}1`, name: 'full', region: 'nyc3', ip_range: '10.202.0.0/24' }

describe('links.pages', () => {
  test('come in alphabetical order, whatever is there', async () => {
    const { api } = setup()
    const { ids } = await twoVpcs(api)
    const c = await createVpc(api, 'c')
    await createPeering(api, 'p1', ...ids)
    await createPeering(api, 'p2', ids[0]!, c.id)
    await createPeering(api, 'p3', ids[1]!, c.id)
    const page = async (number: number): Promise<string> =>
      (await api('GET', `/v2/vpc_peerings?per_page=1&page=${number}`)).text.replace(/^.*"links":/, '')
    const link = (name: string, number: number): string =>
      `"${name}":"${BASE}/v2/vpc_peerings?page=${number}&per_page=1"`
    const pages = (...links: string[]): string => `{"pages":{${links.join(',')}}},"meta":{"total":3}}`
    expect(await page(1)).toBe(pages(link('last', 3), link('next', 2)))
    expect(await page(2)).toBe(pages(link('first', 1), link('last', 3), link('next', 3), link('prev', 1)))
    expect(await page(3)).toBe(pages(link('first', 1), link('prev', 2)))
  })
})

describe('created_at', () => {
  test('grows with every create on a standing clock, and a peering is younger than its VPCs', async () => {
    const { api } = setup()
    const times: string[] = []
    const ids: string[] = []
    for (let n = 0; n < 12; n++) {
      const { body } = await api('POST', '/v2/vpcs', { name: `v${n}`, region: 'nyc3' })
      const created = (body as { vpc: { id: string; created_at: string } }).vpc
      times.push(created.created_at)
      ids.push(created.id)
      if (n > 0) times.push((await createPeering(api, `p${n}`, ids[n - 1]!, created.id)).created_at)
    }
    const nanos = times.map((time) => Number(/\.(\d+)Z$/.exec(time)![1]!.padEnd(9, '0')))
    expect(nanos).toEqual(nanos.toSorted((a, b) => a - b))
    expect(new Set(nanos).size).toBe(nanos.length)
  })

  test('grows beyond the nanoseconds of one millisecond', async () => {
    const { api, emulator } = setup()
    const state = (await control(emulator, 'GET', '/state')).body as { tables: Record<string, { nextOrd: number }> }
    state.tables['digitalocean/vpc']!.nextOrd = 199_990
    expect((await control(emulator, 'PUT', '/state', state)).status).toBe(200)
    const times: string[] = []
    for (let n = 0; n < 20; n++) {
      const { body } = await api('POST', '/v2/vpcs', { name: `v${n}`, region: 'nyc3' })
      const { created_at: time } = (body as { vpc: { created_at: string } }).vpc
      times.push(time.replace('Z', '').padEnd(29, '0'))
    }
    expect(times).toEqual([...new Set(times)].toSorted())
    expect([times[0]!.slice(0, 23), times[19]!.slice(0, 23)]).toEqual([
      '2026-01-01T00:00:00.000',
      '2026-01-01T00:00:00.001',
    ])
  })

  test('a deleted resource takes nothing back', async () => {
    const { api } = setup()
    const create = async (name: string) =>
      ((await api('POST', '/v2/vpcs', { name, region: 'nyc3' })).body as { vpc: { id: string; created_at: string } })
        .vpc
    const first = await create('a')
    await api('DELETE', `/v2/vpcs/${first.id}`)
    expect((await create('a')).created_at.padEnd(30, '0') > first.created_at.padEnd(30, '0')).toBe(true)
  })
})

describe('page, per_page and region', () => {
  test.each(['1e3', '+1', '0x10', '1.0', ' 1', '１', '-1', ''])(
    'a number written as %j counts as absent',
    async (text) => {
      const { api } = setup()
      const query = encodeURIComponent(text)
      const { status, body } = await api('GET', `/v2/vpcs?page=${query}`)
      expect(status).toBe(200)
      expect((body as { vpcs: unknown[] }).vpcs).toHaveLength(14)
      const few = await api('GET', `/v2/regions?per_page=${query}`)
      expect((few.body as { regions: unknown[] }).regions).toHaveLength(16)
    },
  )

  test('an empty region counts as absent, in the list and in its links', async () => {
    const { api } = setup()
    const { ids } = await twoVpcs(api)
    const c = await createVpc(api, 'c')
    await createPeering(api, 'p1', ...ids)
    await createPeering(api, 'p2', ids[0]!, c.id)
    expect((await api('GET', '/v2/vpc_peerings?region=&per_page=1')).body).toMatchObject({
      links: {
        pages: {
          last: `${BASE}/v2/vpc_peerings?page=2&per_page=1`,
          next: `${BASE}/v2/vpc_peerings?page=2&per_page=1`,
        },
      },
      meta: { total: 2 },
    })
  })
})

describe('neighbouring products', () => {
  test.each(['droplets', 'load_balancers', 'databases'])('%s are an empty list, and read-only', async (name) => {
    const { api } = setup()
    const answer = await api('GET', `/v2/${name}?page=1&per_page=200`)
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(common(4999))
    expect(answer.text).toBe(`{"${name}":[],"links":{},"meta":{"total":0}}`)
    const refused = await api('POST', `/v2/${name}`, {})
    expect(refused.status).toBe(405)
    expect(refused.headers).toMatchObject({ allow: 'GET, HEAD', 'x-response-from': 'Edge-Gateway' })
    expect(refused.body).toEqual(refusal(refused, 'method_not_allowed', 'Method Not Allowed'))
    expect((await api('GET', `/v2/${name}/1`)).status).toBe(404)
  })
})

describe('members', () => {
  const joining = { vpc_id: vpc.id, urn: 'do:droplet:1', name: 'web', status: 'JOINING' }
  const listed = { vpc_id: vpc.id, urn: 'do:droplet:2', name: 'db', created_at: '2025-09-29T04:50:49Z' }

  test('are shown some time after they came and until some time after they went', async () => {
    const { api, clock, emulator } = setup({ fixtures: { digitalocean: { vpcs: [vpc], members: [joining, listed] } } })
    const control = overSocket(emulator, 'http://localhost/_peertwin')
    const shown = async (): Promise<string[]> => {
      const { body } = await api('GET', `/v2/vpcs/${vpc.id}/members`)
      return (body as { members: { name: string }[] }).members.map(({ name }) => name)
    }
    expect(await shown()).toEqual(['db'])
    clock.advance(29_999)
    expect(await shown()).toEqual(['db'])
    clock.advance(1)
    expect(await shown()).toEqual(['web', 'db'])

    const leaving = await control('PATCH', `/resources/${encodeURIComponent(listed.urn)}`, { state: 'LEAVING' })
    expect(leaving.status).toBe(200)
    clock.advance(119_999)
    expect(await shown()).toEqual(['web', 'db'])
    const refused = await api('DELETE', `/v2/vpcs/${vpc.id}`)
    expect(refused.status).toBe(409)
    expect(refused.body).toEqual(refusal(refused, 'conflict', 'Can not delete VPC with members'))
    clock.advance(1)
    expect(await shown()).toEqual(['web'])
  })

  test('a VPC is free again once the last one is gone', async () => {
    const fixtures = { vpcs: [{ ...vpc, region: 'nyc1' }], members: [{ ...listed, status: 'LEAVING' }] }
    const { api, clock } = setup({ fixtures: { digitalocean: fixtures } })
    expect((await api('DELETE', `/v2/vpcs/${vpc.id}`)).status).toBe(409)
    clock.advance(120_000)
    expect((await api('DELETE', `/v2/vpcs/${vpc.id}`)).status).toBe(204)
  })
})
