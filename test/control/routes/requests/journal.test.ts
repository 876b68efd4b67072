import { describe, expect, test } from 'vitest'
import { journalRoutes } from '../../../../src/control/routes/requests/journal.ts'
import { overSocket } from '../../../helpers/socket.ts'
import { BASE, createPeering, createVpc, twoVpcs } from '../../../providers/digitalocean/setup.ts'
import { DONE, covers, invalid, ok, refused } from '../../setup.ts'
import { CI } from '../scenarios/setup.ts'
import { requestsOf, setup } from './setup.ts'

covers(journalRoutes)

const NOW = '2026-01-01T00:00:00.000Z'
const containing = (...pairs: [string, string][]): unknown => expect.arrayContaining(pairs)

describe('a request', () => {
  test('is shown whole, with every secret masked', async () => {
    const { emulator, control } = setup()
    const api = overSocket(emulator, BASE, { authorization: 'Bearer dop_v1_anything' })
    await api('POST', '/v2/vpcs', { name: 'a b', region: 'nyc3', token: 'hidden', password: 'hidden "too"' })
    const shown = {
      n: 1,
      at: NOW,
      provider: 'digitalocean',
      op: 'vpcs.create',
      credential: 'dop_v1_…',
      request: {
        method: 'POST',
        target: '/v2/vpcs',
        headers: containing(['content-type', 'application/json'], ['authorization', 'Bearer ***']),
        body: '{"name":"a b","region":"nyc3","token":"***","password":"***"}',
      },
      response: {
        status: 422,
        headers: containing(['X-Peertwin-Request', '1']),
        body: expect.stringContaining('"id":"unprocessable_entity"') as unknown,
      },
      took_ms: expect.any(Number) as unknown,
      rule: { kind: 'problem', name: 'vpcNameInvalid' },
      scenario: null,
      fault: null,
      transitions: [],
      warnings: [{ kind: 'missing_header', detail: 'No User-Agent says which client this is.' }],
      error: null,
    }
    const answer = await control('GET', '/requests')
    expect(answer).toEqual(ok({ seen: 1, requests: [shown], next: null }))
    expect(answer.text).not.toMatch(/hidden|dop_v1_anything/)
    expect(await control('POST', '/requests/find')).toEqual(ok({ seen: 1, requests: [shown], next: null }))
  })

  test('shows the transitions that it caused, not those of time', async () => {
    const { api, control, clock } = setup()
    const { ids } = await twoVpcs(api)
    const { id } = await createPeering(api, 'p', ...ids)
    clock.advance(5_000)
    await api('GET', `/v2/vpc_peerings/${id}`)
    await api('DELETE', `/v2/vpc_peerings/${id}`)
    const type = 'digitalocean/vpc_peering'
    expect((await requestsOf(control)).slice(2).map(({ op, transitions }) => [op, transitions])).toEqual([
      ['vpc_peerings.create', [{ at: NOW, type, id, from: null, to: 'PROVISIONING' }]],
      ['vpc_peerings.get', []],
      ['vpc_peerings.delete', [{ at: '2026-01-01T00:00:05.000Z', type, id, from: 'ACTIVE', to: 'DELETING' }]],
    ])
  })

  test('says which rule refused it', async () => {
    const { api, control, anonymous } = setup()
    await api('GET', '/v2/vpcs')
    await api('GET', '/v2/vpcs/x')
    await api('POST', '/v2/vpcs', '{')
    await anonymous('GET', '/v2/vpcs')
    const fault = { id: 'full', match: { op: 'digitalocean/vpcs.list' }, effect: { status: 503 } }
    await control('POST', '/faults', fault)
    await api('GET', '/v2/vpcs')
    expect((await requestsOf(control)).map(({ rule }) => rule)).toEqual([
      null,
      { kind: 'problem', name: 'vpcNotFound' },
      { kind: 'failure', name: 'malformed_body' },
      { kind: 'failure', name: 'unauthenticated' },
      { kind: 'scenario', name: 'full' },
    ])
  })
})

describe('a request under a scenario', () => {
  test('names it, its version, its seed and what it did', async () => {
    const { control, api } = setup()
    await api('GET', '/v2/vpcs')
    await control('POST', '/scenarios', CI)
    await control('POST', '/scenarios/ci/activate')
    await api('GET', '/v2/vpc_peerings')
    expect(await requestsOf(control)).toMatchObject([
      { scenario: null, fault: null },
      {
        scenario: 'ci@1 seed 5',
        fault: { faults: ['first'], effect: 'error', stage: 'before', raw: false },
        response: { status: 503 },
      },
    ])
  })
})

describe('GET /requests', () => {
  test('lists by what they were and how they were answered', async () => {
    const { api, control } = setup()
    await api('GET', '/v2/vpcs')
    await api('GET', '/v2/vpcs/x')
    await api('GET', '/v2/nothing')
    const numbers = async (query: string) => {
      const { body } = await control('GET', `/requests?${query}`)
      const { seen, requests } = body as { seen: number; requests: { n: number }[] }
      return [seen, ...requests.map(({ n }) => n)]
    }
    expect(await numbers('')).toEqual([3, 1, 2, 3])
    expect(await numbers('op=vpcs.get')).toEqual([3, 2])
    expect(await numbers('status=404')).toEqual([3, 2, 3])
    expect(await numbers('limit=1')).toEqual([3, 3])
    expect(await numbers('after=1&limit=1')).toEqual([3, 2])
    expect(await numbers('method=POST')).toEqual([3])
    expect(await numbers('provider=digitalocean')).toEqual([3, 1, 2, 3])
  })

  test('refuses a condition that there is not', async () => {
    const { control } = setup()
    await refused(control, ['GET', '/requests?stat=404'], invalid("query has no 'stat'; did you mean 'status'?"))
  })
})

describe('POST /requests/find and /requests/count', () => {
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
    [{ op: 'digitalocean/vpcs.get' }, [3]],
    [{ method: 'post' }, [1]],
    [{ provider: 'proxy' }, []],
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
    const count = 'limit' in find ? 4 : found.length
    expect(await control('POST', '/requests/count', find)).toEqual(ok({ count, unknown: 0 }))
  })

  test('give one page after the other, from the first on', async () => {
    const { control } = await filled()
    const page = async (find: object) => {
      const { body } = await control('POST', '/requests/find', { method: 'GET', limit: 2, ...find })
      const { requests, next } = body as { requests: { n: number }[]; next: number | null }
      return [requests.map(({ n }) => n), next]
    }
    expect(await page({ after: 0 })).toEqual([[2, 3], 3])
    expect(await page({ after: 3 })).toEqual([[4], null])
    expect(await page({ after: 2 })).toEqual([[3, 4], null])
    expect(await page({})).toEqual([[3, 4], null])
    expect(await page({ after: 4 })).toEqual([[], null])
  })

  test.each([
    ['/requests/find', { stat: 1 }, invalid("body has no 'stat'; did you mean 'status'?")],
    ['/requests/find', { op: 'vpc.get' }, invalid("op: there is no operation 'vpc.get'; did you mean 'vpcs.get'?")],
    [
      '/requests/find',
      { op: 'digitalocean/vpc.get' },
      invalid("op: there is no operation 'digitalocean/vpc.get'; did you mean 'digitalocean/vpcs.get'?"),
    ],
    [
      '/requests/count',
      { provider: 'digitalocan' },
      invalid("provider: no provider 'digitalocan' is served; did you mean 'digitalocean'?"),
    ],
    ['/requests/count', { method: 'GTE' }, invalid("method: there is no method 'GTE'; did you mean 'GET'?")],
    [
      '/requests/find',
      { warning: 'deprecatd' },
      invalid(
        "body.warning: expected unknown_field, unknown_parameter, missing_header, deprecated, limit_used_up or retry_after_ignored, not 'deprecatd'",
      ),
    ],
    [
      '/requests/count',
      { status: '6xx' },
      invalid('body.status: expected a status such as 404, or a class such as 4xx'),
    ],
  ])('%s %j is refused', async (path, body, answer) => {
    const { control } = await filled()
    await refused(control, ['POST', path, body], answer)
  })
})

describe('requests that the journal has forgotten', () => {
  const overflown = async () => {
    const bench = setup({ journal: { entries: 3, bytes: 1_000_000 } })
    for (let n = 0; n < 4; n++) await bench.api('GET', '/v2/vpcs')
    await bench.api('GET', '/v2/vpcs/x')
    return bench
  }
  test.each([
    [{}, { count: 5, unknown: 0 }],
    [{ op: 'vpcs.list' }, { count: 4, unknown: 0 }],
    [
      { op: 'vpcs.list', status: 404 },
      { count: 0, unknown: 0 },
    ],
    [
      { op: 'vpcs.list', status: '2xx' },
      { count: 4, unknown: 0 },
    ],
    [
      { op: 'vpcs.list', target: '/v2/*' },
      { count: 2, unknown: 2 },
    ],
    [{ op: 'vpcs.get' }, { count: 1, unknown: 0 }],
  ])('%j are counted', async (filter, answer) => {
    const { control } = await overflown()
    expect(await control('POST', '/requests/count', filter)).toEqual(ok(answer))
  })
})

describe('the journal', () => {
  test('keeps the newest thousand, and their numbers go on', async () => {
    const { api, control } = setup()
    for (let n = 0; n < 1_005; n++) await api('GET', '/v2/account')
    const { seen, requests } = (await control('GET', '/requests')).body as { seen: number; requests: { n: number }[] }
    expect([seen, requests.length, requests[0]!.n, requests.at(-1)!.n]).toEqual([1_005, 1_000, 6, 1_005])
  })

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

  test('is emptied by DELETE /requests; the numbers go on', async () => {
    const { api, control } = setup()
    await api('GET', '/v2/vpcs')
    expect(await control('DELETE', '/requests')).toEqual(DONE)
    expect(await control('GET', '/requests')).toEqual(ok({ seen: 1, requests: [], next: null }))
    await api('GET', '/v2/vpcs')
    expect((await requestsOf(control)).map(({ n }) => n)).toEqual([2])
  })
})
