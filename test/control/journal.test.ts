import { describe, expect, test } from 'vitest'
import type { EmulatorOptions } from '../../src/index.ts'
import { clientOf } from '../helpers/setup.ts'
import { BASE, createPeering, createVpc, setup as setupApi, twoVpcs } from '../providers/digitalocean/setup.ts'
import { controlOf } from './setup.ts'

const setup = (options: EmulatorOptions = {}) => {
  const bench = setupApi(options)
  const api = clientOf(bench.emulator, BASE, { authorization: 'Bearer dop_v1_anything', 'user-agent': 'test/1' })
  return { ...bench, api, control: controlOf(bench.emulator) }
}

interface Request {
  readonly n: number
  readonly op: string | null
  readonly rule: { kind: string; name: string } | null
  readonly transitions: readonly { type: string; from: string | null; to: string }[]
  readonly warnings: readonly { kind: string; detail: string }[]
}

const requestsOf = async (control: ReturnType<typeof controlOf>, find: object = {}): Promise<Request[]> =>
  ((await control('POST', '/requests/find', find)).body as { requests: Request[] }).requests

describe('an entry', () => {
  test('tells the transitions that the request caused, not those of time', async () => {
    const { api, control, clock } = setup()
    const { ids } = await twoVpcs(api)
    const { id } = await createPeering(api, 'p', ...ids)
    clock.advance(5_000)
    await api('GET', `/v2/vpc_peerings/${id}`)
    await api('DELETE', `/v2/vpc_peerings/${id}`)
    const type = 'digitalocean/vpc_peering'
    expect((await requestsOf(control)).slice(2).map(({ op, transitions }) => [op, transitions])).toEqual([
      ['vpc_peerings.create', [{ at: '2026-01-01T00:00:00.000Z', type, id, from: null, to: 'PROVISIONING' }]],
      ['vpc_peerings.get', []],
      ['vpc_peerings.delete', [{ at: '2026-01-01T00:00:05.000Z', type, id, from: 'ACTIVE', to: 'DELETING' }]],
    ])
  })

  test('tells which rule refused the request', async () => {
    const { api, control, anonymous } = setup()
    await api('GET', '/v2/vpcs')
    await api('GET', '/v2/vpcs/x')
    await api('POST', '/v2/vpcs', '{')
    await anonymous('GET', '/v2/vpcs')
    expect((await requestsOf(control)).map(({ rule }) => rule)).toEqual([
      null,
      { kind: 'problem', name: 'vpcNotFound' },
      { kind: 'failure', name: 'malformed_body' },
      { kind: 'failure', name: 'unauthenticated' },
    ])
  })
})

describe('warnings', () => {
  const kinds = async (act: (bench: ReturnType<typeof setup>) => Promise<unknown>, options: EmulatorOptions = {}) => {
    const bench = setup(options)
    await act(bench)
    return (await requestsOf(bench.control)).at(-1)!.warnings
  }

  test('a clean request has none', async () => {
    expect(await kinds(({ api }) => api('GET', '/v2/vpcs?page=1&per_page=2'))).toEqual([])
    expect(await kinds(({ api }) => createVpc(api, 'a', '10.9.0.0/24'))).toEqual([])
  })

  test('an unknown member of the body, however deep', async () => {
    expect(
      await kinds(({ api }) => api('POST', '/v2/vpcs', { name: 'a', region: 'nyc3', ip_rnge: '10.0.0.0/24' })),
    ).toEqual([{ kind: 'unknown_field', detail: 'vpcs.create does not know the member ip_rnge.' }])
  })

  test('an unknown parameter', async () => {
    expect(await kinds(({ api }) => api('GET', '/v2/vpcs?per-page=2'))).toEqual([
      { kind: 'unknown_parameter', detail: 'vpcs.list does not look at the parameter per-page.' },
    ])
  })

  test('no User-Agent, and no Content-Type with a body', async () => {
    const body = new TextEncoder().encode('{"name":"a","region":"nyc3"}')
    const headers = { authorization: 'Bearer x' }
    expect(
      await kinds(({ emulator }) =>
        Promise.resolve(emulator.fetch(new Request(`${BASE}/v2/vpcs`, { method: 'POST', body, headers }))),
      ),
    ).toEqual([
      { kind: 'missing_header', detail: 'No User-Agent says which client this is.' },
      { kind: 'missing_header', detail: 'No Content-Type says what the body is.' },
    ])
  })

  test('a limit that is used up', async () => {
    const options = { settings: { digitalocean: { burstLimit: 2 } } }
    const twice = async ({ api }: ReturnType<typeof setup>) => [
      await api('GET', '/v2/vpcs'),
      await api('GET', '/v2/vpcs'),
    ]
    expect(await kinds(twice, options)).toEqual([
      { kind: 'limit_used_up', detail: 'Nothing is left of a documented rate limit.' },
    ])
  })

  test('a Retry-After that was not waited for, on either clock', async () => {
    const options: EmulatorOptions = { rateLimits: 'enforce', settings: { digitalocean: { burstLimit: 1 } } }
    const again = (wait: number) => async (bench: ReturnType<typeof setup>) => {
      for (let i = 0; i < 2; i++) await bench.api('GET', '/v2/vpcs')
      bench.clock.advance(wait)
      await bench.api('GET', '/v2/vpcs')
    }
    const ignored = (await kinds(again(1_000), options)).filter(({ kind }) => kind === 'retry_after_ignored')
    expect(ignored).toEqual([
      { kind: 'retry_after_ignored', detail: 'Request 2 was told to wait 60 s; this came after 1000 ms.' },
    ])
    expect((await kinds(again(60_000), options)).map(({ kind }) => kind)).not.toContain('retry_after_ignored')
  })
})

describe('POST /requests/find and count', () => {
  const filled = async () => {
    const bench = setup()
    await createVpc(bench.api, 'needle')
    await bench.api('GET', '/v2/vpcs?page=2')
    await bench.api('GET', '/v2/vpcs/x')
    await bench.api('GET', '/v2/nothing')
    return bench
  }

  test.each<[object, number[]]>([
    [{}, [1, 2, 3, 4]],
    [{ op: 'vpcs.get' }, [3]],
    [{ method: 'POST' }, [1]],
    [{ provider: 'nobody' }, []],
    [{ status: 404 }, [3, 4]],
    [{ status: '4xx' }, [3, 4]],
    [{ status: '2xx', method: 'GET' }, [2]],
    [{ target: '/v2/vpcs*' }, [1, 2, 3]],
    [{ target: '/v2/vpcs?page=*' }, [2]],
    [{ target: '/v2/vpcs' }, [1]],
    [{ body: 'needle' }, [1]],
    [{ credential: 'dop_v1_…' }, [1, 2, 3, 4]],
    [{ credential: 'somebody' }, []],
    [{ warning: 'unknown_parameter' }, []],
    [{ after: 2 }, [3, 4]],
    [{ limit: 1 }, [4]],
  ])('%j', async (find, found) => {
    const { control } = await filled()
    expect((await requestsOf(control, find)).map(({ n }) => n)).toEqual(found)
    if ('limit' in find) return
    expect((await control('POST', '/requests/count', find)).body).toEqual({ count: found.length })
  })

  test('a misspelt condition is refused', async () => {
    const { control } = setup()
    expect((await control('POST', '/requests/find', { stat: 1 })).body).toMatchObject({
      detail: "body has no 'stat'; did you mean 'status'?",
    })
    expect((await control('POST', '/requests/count', { status: '6xx' })).status).toBe(400)
  })
})

describe('GET /requests/unmatched', () => {
  test('lists what no operation answered, with what comes closest', async () => {
    const { api, control } = setup()
    await api('GET', '/v2/vpcs')
    await api('GET', '/v2/vpc_peering/7')
    await api('PUT', '/v2/vpc_peerings')
    const { requests } = (await control('GET', '/requests/unmatched')).body as {
      requests: { n: number; near_misses: string[] }[]
    }
    expect(requests.map(({ n, near_misses }) => [n, near_misses[0]])).toEqual([
      [2, 'GET /v2/vpc_peerings/{vpc_peering_id}'],
      [3, 'GET /v2/vpc_peerings'],
    ])
  })
})

describe('GET /requests/{n}/explain', () => {
  test('a change: handler, rule, rows before and after', async () => {
    const { api, control } = setup()
    const { ids } = await twoVpcs(api)
    const { id } = await createPeering(api, 'p', ...ids)
    await api('PATCH', `/v2/vpc_peerings/${id}`, { name: 'q' })
    const { body } = await control('GET', '/requests/4/explain')
    expect(body).toMatchObject({
      request: { n: 4, op: 'vpc_peerings.update' },
      handled_by: {
        op: 'vpc_peerings.update',
        route: 'PATCH /v2/vpc_peerings/{vpc_peering_id}',
        coverage: { status: 'supported', rank: 'P0', note: null },
      },
      answered_by: { kind: 'operation', name: 'vpc_peerings.update', message: null, detail: null },
      changes: [
        { type: 'digitalocean/vpc_peering', id, before: { name: 'p' }, after: { name: 'q' }, changed: ['name'] },
      ],
      near_misses: [],
    })
  })

  test('a refusal: the rule, its words, and the documented facts behind it', async () => {
    const { api, control } = setup()
    const { ids } = await twoVpcs(api)
    await createPeering(api, 'p', ...ids)
    await api('DELETE', `/v2/vpcs/${ids[0]}`)
    const { body } = await control('GET', '/requests/4/explain')
    expect(body).toMatchObject({
      answered_by: { kind: 'problem', name: 'vpcHasPeerings', message: 'Can not delete VPC with peerings' },
      facts: [{ evidence: 'observed' }],
      changes: [],
    })
  })

  test('secrets stay masked, and what is not there is refused', async () => {
    const { api, control } = setup()
    await api('POST', '/v2/vpcs', { name: 'a b', region: 'nyc3', password: 'hidden' })
    expect((await control('GET', '/requests/1/explain')).text).not.toContain('hidden')
    expect((await control('GET', '/requests/2/explain')).body).toMatchObject({
      detail: 'The journal has no request 2; it keeps the newest 1.',
    })
    expect((await control('GET', '/requests/x/explain')).status).toBe(400)
  })
})

describe('the ring', () => {
  test('keeps as many entries and bytes as it may', async () => {
    const numbers = async (journal: { entries: number; bytes: number }) => {
      const { api, control } = setup({ journal })
      for (let i = 0; i < 6; i++) await api('GET', '/v2/regions')
      return (await requestsOf(control)).map(({ n }) => n)
    }
    expect(await numbers({ entries: 3, bytes: 1e9 })).toEqual([4, 5, 6])
    const one = (await setup().api('GET', '/v2/regions')).text.length + 1_024
    expect(await numbers({ entries: 100, bytes: 2.5 * one })).toEqual([5, 6])
    expect(await numbers({ entries: 100, bytes: 1 })).toEqual([6])
  })

  test('DELETE /requests empties it; the numbers go on', async () => {
    const { api, control } = setup()
    await api('GET', '/v2/vpcs')
    expect((await control('DELETE', '/requests')).status).toBe(204)
    await api('GET', '/v2/vpcs')
    expect((await requestsOf(control)).map(({ n }) => n)).toEqual([2])
  })
})
