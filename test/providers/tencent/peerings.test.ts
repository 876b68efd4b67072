import { describe, expect, test } from 'vitest'
import { type Api, FIRST, SECOND, type Vpc, createVpc, good, headers, routesIn, setup, success } from './setup.ts'

const HOUR = 3_600_000
const WEEK = 7 * 24 * HOUR

const NOT_FOUND = {
  code: 5000,
  message:
    'Invalid peering connection. The peering connection does not exist. Please verify that you have entered resource information correctly.',
  codeDesc: 'InvalidPeeringConnection.NotFound',
}
const WRONG_STATE = {
  code: 5100,
  message: 'The state of the peering connection, or your side of it, does not allow this operation.',
  codeDesc: 'InvalidPeeringConnection.InvalidState',
}
const CONFLICT = {
  code: 5100,
  message: 'The VPCs of the peering connection conflict.',
  codeDesc: 'PeeringConnectionVpcConflict',
}
const VPC_NOT_FOUND = {
  code: 5000,
  message:
    'Invalid VPC. VPC resource does not exist. Please verify that you have entered resource information correctly.',
  codeDesc: 'InvalidVpc.NotFound',
}
const LOCKED = {
  code: 5100,
  message: 'Another operation on the object is in progress. Please try later.',
  codeDesc: 'ActionLocked',
}

interface Shown {
  readonly peeringConnectionId: string
  readonly peeringConnectionName: string
  readonly state: number
}

const ask = (vpc: Vpc, peer: Vpc, uin = FIRST.uin, name = 'demo') => ({
  vpcId: vpc.unVpcId,
  peerVpcId: peer.unVpcId,
  peerUin: uin,
  peeringConnectionName: name,
})

const list = async (api: Api, parameters: object = {}, region = 'gz'): Promise<Shown[]> =>
  (await good<{ data: Shown[] }>(api('DescribeVpcPeeringConnections', parameters, region))).data

const stateOf = async (api: Api, id: string, region = 'gz') =>
  (await list(api, { peeringConnectionId: id }, region))[0]?.state

/** Two VPCs of one account in one region. */
const inside = async () => {
  const bench = setup({ settings: { tencent: { exampleVpc: false } } })
  const a = await createVpc(bench.api, 'a', '172.16.0.0/16')
  const b = await createVpc(bench.api, 'b', '192.168.0.0/16')
  return { ...bench, a, b }
}

/** A VPC of each account in one region, and a request from the first to the second. */
const across = async () => {
  const bench = setup({ settings: { tencent: { exampleVpc: false } } })
  const a = await createVpc(bench.api, 'a', '172.16.0.0/16')
  const b = await createVpc(bench.other, 'b', '192.168.0.0/16')
  const { peeringConnectionId: id } = await good<Shown>(bench.api('CreateVpcPeeringConnection', ask(a, b, SECOND.uin)))
  const does = (api: Api, verb: string) => api(`${verb}VpcPeeringConnection`, { peeringConnectionId: id })
  return { ...bench, a, b, id, does }
}

describe('CreateVpcPeeringConnection', () => {
  test('connects two VPCs of one account at once (B8)', async () => {
    const { api, a, b } = await inside()
    const answer = await api('CreateVpcPeeringConnection', ask(a, b))
    expect(answer.headers).toEqual(headers)
    expect(answer.text).toMatch(
      /^\{"code":0,"message":"","codeDesc":"Success","peeringConnectionId":"pcx-[0-9a-z]{8}"\}$/,
    )
    const { peeringConnectionId: id } = answer.body as Shown
    const shown = await api('DescribeVpcPeeringConnections', { peeringConnectionId: id })
    expect(shown.text).toBe(
      `{"code":0,"message":"","codeDesc":"Success","totalCount":1,"data":[{"vpcId":"${a.vpcId}","unVpcId":"${a.unVpcId}","peerVpcId":"${b.vpcId}","unPeerVpcId":"${b.unVpcId}","appId":"1351000042","peeringConnectionId":"${id}","peeringConnectionName":"demo","state":1,"createTime":"2026-01-01 08:00:00","uin":909619400,"peerUin":909619400,"uniqVpcId":"${a.unVpcId}","uniqPeerVpcId":"${b.unVpcId}","region":"gz","peerRegion":"gz"}]}`,
    )
  })

  test('takes old ids', async () => {
    const { api, a, b } = await inside()
    const parameters = { ...ask(a, b), vpcId: a.vpcId, peerVpcId: b.vpcId }
    expect((await api('CreateVpcPeeringConnection', parameters)).body).toMatchObject(success)
  })

  test.each<[string, (a: Vpc, b: Vpc) => object, object]>([
    ['an unknown VPC', (a, b) => ({ ...ask(a, b), vpcId: 'vpc-zzzzzzzz' }), VPC_NOT_FOUND],
    ['an unknown peer', (a, b) => ({ ...ask(a, b), peerVpcId: 'vpc-zzzzzzzz' }), VPC_NOT_FOUND],
    ['a peer of another account than told', (a, b) => ask(a, b, SECOND.uin), VPC_NOT_FOUND],
    ['a VPC with itself', (a) => ask(a, a), CONFLICT],
    [
      'an empty name',
      (a, b) => ask(a, b, FIRST.uin, ''),
      {
        code: 4000,
        message: 'Invalid peering connection name. It must have 1 to 60 characters.',
        codeDesc: 'InvalidPeeringConnectionName',
      },
    ],
    [
      'a long name',
      (a, b) => ask(a, b, FIRST.uin, 'x'.repeat(61)),
      {
        code: 4000,
        message: 'Invalid peering connection name. It must have 1 to 60 characters.',
        codeDesc: 'InvalidPeeringConnectionName',
      },
    ],
  ])('refuses %s', async (_, parameters, expected) => {
    const { api, a, b } = await inside()
    const answer = await api('CreateVpcPeeringConnection', parameters(a, b))
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(headers)
    expect(answer.body).toEqual(expected)
    expect(await list(api)).toEqual([])
  })

  test('refuses overlapping blocks, a taken pair in either order, and a taken name (B8)', async () => {
    const { api, a, b } = await inside()
    const c = await createVpc(api, 'c', '172.16.4.0/24')
    const d = await createVpc(api, 'd', '10.0.0.0/16')
    expect((await api('CreateVpcPeeringConnection', ask(a, c))).body).toEqual(CONFLICT)
    await good(api('CreateVpcPeeringConnection', ask(a, b)))
    expect((await api('CreateVpcPeeringConnection', ask(b, a, FIRST.uin, 'other'))).body).toEqual(CONFLICT)
    expect((await api('CreateVpcPeeringConnection', ask(a, d))).body).toEqual({
      code: 5100,
      message: 'The peering connection name is in use.',
      codeDesc: 'InvalidPeeringConnectionName.InUse',
    })
    expect((await api('CreateVpcPeeringConnection', ask(a, d, FIRST.uin, 'second'))).body).toMatchObject(success)
  })

  test("refuses a peer of another region, which is the Ex form's", async () => {
    const { api, a } = await inside()
    const far = await createVpc(api, 'far', '10.0.0.0/16', 'sh')
    expect((await api('CreateVpcPeeringConnection', ask(a, far))).body).toEqual(VPC_NOT_FOUND)
  })

  test('refuses more peerings of a VPC than its quota', async () => {
    const bench = setup({ settings: { tencent: { exampleVpc: false, peeringQuota: 1 } } })
    const a = await createVpc(bench.api, 'a', '172.16.0.0/16')
    const b = await createVpc(bench.api, 'b', '192.168.0.0/16')
    const c = await createVpc(bench.api, 'c', '10.0.0.0/16')
    await good(bench.api('CreateVpcPeeringConnection', ask(a, b)))
    expect((await bench.api('CreateVpcPeeringConnection', ask(c, a))).body).toEqual({
      code: 5100,
      message:
        'The upper limit of number of peering connections (1) has been exceeded. Please contact customer service for more resources.',
      codeDesc: 'PeeringConnectionLimitExceeded',
    })
  })
})

describe('the handshake of two accounts', () => {
  test('waits in state 0 for both, and connects when the receiver accepts (B9)', async () => {
    const { api, other, id, does, a, b } = await across()
    expect([await stateOf(api, id), await stateOf(other, id)]).toEqual([0, 0])
    const mine = a.routeTableSet[0]!.routeTableId
    const theirs = b.routeTableSet[0]!.routeTableId
    const route = (destinationCidrBlock: string) => [{ destinationCidrBlock, nextType: 4, nextHub: id }]
    const toTheirs = { vpcId: a.unVpcId, routeTableId: mine, routeSet: route('192.168.0.0/16') }
    const toMine = { vpcId: b.unVpcId, routeTableId: theirs, routeSet: route('172.16.0.0/16') }
    expect((await api('CreateRoute', toTheirs)).body).toMatchObject({ codeDesc: 'InvalidRouteNextHub.NotFound' })

    const accepted = await does(other, 'Accept')
    expect(accepted.text).toBe('{"code":0,"message":"","codeDesc":"Success"}')
    expect(accepted.headers).toEqual(headers)
    expect([await stateOf(api, id), await stateOf(other, id)]).toEqual([1, 1])
    expect((await api('CreateRoute', toTheirs)).body).toEqual(success)
    expect((await other('CreateRoute', toMine)).body).toEqual(success)
    expect(await routesIn(api, mine)).toEqual([
      { destinationCidrBlock: '192.168.0.0/16', nextType: 4, nextHub: id, unNextHub: id, description: '' },
    ])

    expect((await does(other, 'Delete')).body).toEqual(success)
    expect([await list(api), await list(other)]).toEqual([[], []])
    expect([await routesIn(api, mine), await routesIn(other, theirs)]).toEqual([[], []])
    for (const verb of ['Accept', 'Reject', 'Enable', 'Delete']) expect((await does(api, verb)).body).toEqual(NOT_FOUND)
  })

  test("is told from the initiator's side to both", async () => {
    const { other, id } = await across()
    const { data } = await good<{ data: object[] }>(other('DescribeVpcPeeringConnections', { peeringConnectionId: id }))
    expect(data).toMatchObject([{ uin: FIRST.uin, peerUin: SECOND.uin, appId: FIRST.appId, state: 0 }])
  })

  test('takes a pending peering as next hop when the setting lets it', async () => {
    const bench = setup({ settings: { tencent: { exampleVpc: false, inactivePeering: 'accept' } } })
    const a = await createVpc(bench.api, 'a', '172.16.0.0/16')
    const b = await createVpc(bench.other, 'b', '192.168.0.0/16')
    const { peeringConnectionId } = await good<Shown>(bench.api('CreateVpcPeeringConnection', ask(a, b, SECOND.uin)))
    const routeSet = [{ destinationCidrBlock: '192.168.0.0/16', nextType: 4, nextHub: peeringConnectionId }]
    const { routeTableId } = a.routeTableSet[0]!
    expect((await bench.api('CreateRoute', { vpcId: a.unVpcId, routeTableId, routeSet })).body).toEqual(success)
  })

  test('ends in state 3 when the receiver rejects, and leaves only deletion', async () => {
    const { api, other, id, does, a, b } = await across()
    expect((await does(other, 'Reject')).body).toEqual(success)
    expect(await stateOf(api, id)).toBe(3)
    for (const verb of ['Accept', 'Reject']) expect((await does(other, verb)).body).toEqual(WRONG_STATE)
    expect((await does(api, 'Enable')).body).toEqual(WRONG_STATE)
    // a rejected one stands in nobody's way
    expect((await api('CreateVpcPeeringConnection', ask(a, b, SECOND.uin, 'again'))).body).toMatchObject(success)
    expect((await does(api, 'Delete')).body).toEqual(success)
    expect(await stateOf(api, id)).toBeUndefined()
  })

  test('expires after seven days to the second, and reopens for another seven (B10)', async () => {
    const { api, other, id, does, clock } = await across()
    clock.advance(WEEK - 1)
    expect(await stateOf(api, id)).toBe(0)
    clock.advance(1)
    expect([await stateOf(api, id), await stateOf(other, id)]).toEqual([2, 2])
    for (const verb of ['Accept', 'Reject', 'Enable', 'Delete'])
      expect((await does(other, verb)).body).toEqual(WRONG_STATE)
    expect((await does(api, 'Accept')).body).toEqual(WRONG_STATE)
    expect((await does(api, 'Enable')).body).toEqual(success)
    expect(await stateOf(api, id)).toBe(0)
    clock.advance(WEEK)
    expect(await stateOf(api, id)).toBe(2)
    await does(api, 'Enable')
    expect((await does(other, 'Accept')).body).toEqual(success)
    clock.advance(2 * WEEK)
    expect(await stateOf(api, id)).toBe(1)
  })

  test('refuses the wrong side and an unknown peering', async () => {
    const { api, other, id, does } = await across()
    for (const verb of ['Accept', 'Reject', 'Enable']) expect((await does(api, verb)).body).toEqual(WRONG_STATE)
    expect((await does(other, 'Enable')).body).toEqual(WRONG_STATE)
    expect(await stateOf(api, id)).toBe(0)
    expect((await api('AcceptVpcPeeringConnection', { peeringConnectionId: 'pcx-00000000' })).body).toEqual(NOT_FOUND)
    expect((await api('AcceptVpcPeeringConnection')).body).toEqual({
      code: 4000,
      message: 'Request failed. Parameter [peeringConnectionId] cannot be empty.',
      codeDesc: 'InvalidParameter',
    })
  })

  test('is hidden from a third account', async () => {
    const third = { uin: 300_000_000_003, appId: '1250000003', secretId: 'AKIDthird', secretKey: 'third-key' }
    const { uin, appId, ...key } = third
    const vpc = (id: string, owner: number, cidrBlock: string) => ({ id, uin: owner, name: id, cidrBlock })
    const bench = setup({
      fixtures: {
        tencent: {
          accounts: [{ uin, appId, keys: [key] }],
          vpcs: [vpc('vpc-00000001', FIRST.uin, '172.16.0.0/16'), vpc('vpc-00000002', SECOND.uin, '192.168.0.0/16')],
          peerings: [
            { id: 'pcx-00000001', name: 'p', vpcId: 'vpc-00000001', peerVpcId: 'vpc-00000002', state: 'PENDING' },
          ],
        },
      },
    })
    const one = { peeringConnectionId: 'pcx-00000001' }
    const stranger = bench.apiOf(third)
    expect(await list(stranger)).toEqual([])
    for (const verb of ['Accept', 'Reject', 'Enable', 'Delete'])
      expect((await stranger(`${verb}VpcPeeringConnection`, one)).body).toEqual(NOT_FOUND)
    expect((await bench.other('AcceptVpcPeeringConnection', one)).body).toEqual(success)
  })

  test('lets either side take a pending request back', async () => {
    const { api, id, does } = await across()
    expect((await does(api, 'Delete')).body).toEqual(success)
    expect(await stateOf(api, id)).toBeUndefined()
  })
})

describe('ModifyVpcPeeringConnection', () => {
  const rename = (api: Api, peeringConnectionId: string, peeringConnectionName: string) =>
    api('ModifyVpcPeeringConnection', { peeringConnectionId, peeringConnectionName })

  test('renames a connected peering, from either side', async () => {
    const { api, other, id, does } = await across()
    expect((await rename(api, id, 'new')).body).toEqual(WRONG_STATE)
    await does(other, 'Accept')
    expect((await rename(api, id, 'new')).text).toBe('{"code":0,"message":"","codeDesc":"Success"}')
    expect((await rename(other, id, 'newer')).body).toEqual(success)
    expect(await list(api)).toMatchObject([{ peeringConnectionName: 'newer' }])
  })

  test.each<[string, string, string, object]>([
    ['an unknown peering', 'pcx-00000000', 'x', NOT_FOUND],
    ['an empty name', '', '', { codeDesc: 'InvalidPeeringConnectionName' }],
    ['a long name', '', 'x'.repeat(61), { codeDesc: 'InvalidPeeringConnectionName' }],
  ])('refuses %s', async (_, unknown, name, expected) => {
    const { api, other, id, does } = await across()
    await does(other, 'Accept')
    expect((await rename(api, unknown || id, name)).body).toMatchObject(expected)
  })
})

describe('DescribeVpcPeeringConnections', () => {
  const many = async () => {
    const bench = setup({ settings: { tencent: { exampleVpc: false } } })
    const hub = await createVpc(bench.api, 'hub', '10.0.0.0/16')
    const spokes = []
    for (const [n, name] of ['beta', 'alpha', 'gamma'].entries()) {
      bench.clock.advance(1_000)
      const owner = name === 'gamma' ? bench.other : bench.api
      const spoke = await createVpc(owner, name, `172.16.${n}.0/24`)
      const uin = name === 'gamma' ? SECOND.uin : FIRST.uin
      await good(bench.api('CreateVpcPeeringConnection', ask(hub, spoke, uin, name)))
      spokes.push(spoke)
    }
    return { ...bench, hub, spokes }
  }

  test.each<[object, string[]]>([
    [{}, ['gamma', 'alpha', 'beta']],
    [{ orderDirection: 'asc' }, ['beta', 'alpha', 'gamma']],
    [{ orderField: 'createTime' }, ['gamma', 'alpha', 'beta']],
    [{ orderField: 'peeringConnectionname' }, ['gamma', 'beta', 'alpha']],
    [{ orderField: 'peeringConnectionName', orderDirection: 'asc' }, ['alpha', 'beta', 'gamma']],
    [{ peeringConnectionName: 'a', state: 1 }, ['alpha', 'beta']],
    [{ peeringConnectionName: 'mm' }, ['gamma']],
    [{ state: 0 }, ['gamma']],
    [{ type: 1 }, ['gamma', 'alpha', 'beta']],
    [{ type: 2 }, []],
    [{ offset: 1, limit: 1 }, ['alpha']],
    [{ limit: 999 }, ['gamma', 'alpha', 'beta']],
    [{ vpcId: 'vpc-zzzzzzzz' }, []],
  ])('lists %j', async (parameters, names) => {
    const { api } = await many()
    expect((await list(api, parameters)).map((row) => row.peeringConnectionName)).toEqual(names)
  })

  test('finds by either VPC under either id, and counts all matches before paging', async () => {
    const { api, other, hub, spokes } = await many()
    expect(await list(api, { vpcId: hub.vpcId })).toHaveLength(3)
    expect((await list(api, { vpcId: spokes[0]!.unVpcId })).map((row) => row.peeringConnectionName)).toEqual(['beta'])
    expect((await list(other, { vpcId: spokes[2]!.unVpcId })).map((row) => row.state)).toEqual([0])
    expect(await list(other, { vpcId: hub.unVpcId })).toEqual([])
    const { body } = await api('DescribeVpcPeeringConnections', { limit: 1 })
    expect(body).toMatchObject({ totalCount: 3, data: [{}] })
  })

  test('is empty for an unknown id, or refuses it when the setting says so (B12)', async () => {
    const { api } = setup()
    const unknown = { peeringConnectionId: 'pcx-00000000' }
    expect((await api('DescribeVpcPeeringConnections', unknown)).text).toBe(
      '{"code":0,"message":"","codeDesc":"Success","totalCount":0,"data":[]}',
    )
    const strict = setup({ settings: { tencent: { unknownIds: 'refuse' } } })
    expect((await strict.api('DescribeVpcPeeringConnections', unknown)).body).toEqual(NOT_FOUND)
  })

  test.each(['orderField', 'orderDirection', 'state', 'limit'])('refuses another value of %s', async (name) => {
    const { api } = setup()
    expect((await api('DescribeVpcPeeringConnections', { [name]: 'x' })).body).toEqual({
      code: 4000,
      message: `Request failed. Parameter [${name}] is invalid.`,
      codeDesc: 'InvalidParameter',
    })
  })
})

describe('the Ex actions', () => {
  const far = async (peer: 'same account' | 'other account') => {
    const bench = setup({ settings: { tencent: { exampleVpc: false } } })
    const a = await createVpc(bench.api, 'a', '172.16.0.0/16')
    const [owner, uin] = peer === 'same account' ? [bench.api, FIRST.uin] : [bench.other, SECOND.uin]
    const b = await createVpc(owner, 'b', '192.168.0.0/16', 'sh')
    const parameters = { ...ask(a, b, uin), peerRegion: 'ap-shanghai', bandwidth: 100 }
    return { ...bench, a, b, parameters }
  }
  const task = async (api: Api, taskId: number) => {
    const { data } = await good<{ data: { status: number; output?: { uniqVpcPeerId?: string } } }>(
      api('DescribeVpcTaskResult', { taskId }),
    )
    return data
  }
  const started = async (api: Api, action: string, parameters: object): Promise<number> =>
    (await good<{ taskId: number }>(api(action, parameters))).taskId

  test('create through a task that shows the peering when it succeeds (B11)', async () => {
    const { api, clock, parameters } = await far('same account')
    const answer = await api('CreateVpcPeeringConnectionEx', parameters)
    expect(answer.headers).toEqual(headers)
    expect(answer.text).toMatch(/^\{"code":0,"message":"","codeDesc":"Success","taskId":1\d{6}\}$/)
    const { taskId } = answer.body as { taskId: number }
    const running = await api('DescribeVpcTaskResult', { taskId })
    expect(running.text).toBe('{"code":0,"message":"","codeDesc":"Success","data":{"status":2}}')
    expect(await list(api)).toEqual([])
    clock.advance(1_999)
    expect(await task(api, taskId)).toEqual({ status: 2 })
    clock.advance(1)
    const done = await api('DescribeVpcTaskResult', { taskId })
    expect(done.text).toMatch(
      /^\{"code":0,"message":"","codeDesc":"Success","data":\{"status":0,"output":\{"errorCode":0,"errorMsg":"","uniqVpcPeerId":"pcx-[0-9a-z]{8}"\}\}\}$/,
    )
    expect(await list(api)).toMatchObject([{ state: 1, region: 'gz', peerRegion: 'sh' }])
    expect(await list(api, {}, 'sh')).toHaveLength(1)
    expect(await list(api, {}, 'bj')).toEqual([])
  })

  test('carry a peering of two accounts through its whole life', async () => {
    const { api, other, clock, parameters } = await far('other account')
    const created = await started(api, 'CreateVpcPeeringConnectionEx', parameters)
    clock.advance(2_000)
    const id = (await task(api, created)).output!.uniqVpcPeerId!
    expect(await stateOf(api, id)).toBe(0)
    const steps = [
      [other, 'Accept', 1],
      [api, 'Delete', undefined],
    ] as const
    for (const [side, verb, after] of steps) {
      const before = await stateOf(api, id)
      const taskId = await started(side, `${verb}VpcPeeringConnectionEx`, { peeringConnectionId: id })
      expect(await stateOf(api, id)).toBe(before)
      expect((await side(`${verb}VpcPeeringConnectionEx`, { peeringConnectionId: id })).body).toEqual(LOCKED)
      expect((await side(`${verb}VpcPeeringConnection`, { peeringConnectionId: id })).body).toEqual(LOCKED)
      clock.advance(2_000)
      expect(await task(side, taskId)).toEqual({ status: 0, output: { errorCode: 0, errorMsg: '' } })
      expect(await stateOf(api, id)).toBe(after)
    }
  })

  test('reject, expire and enable', async () => {
    const { api, other, clock, parameters } = await far('other account')
    const created = await started(api, 'CreateVpcPeeringConnectionEx', parameters)
    clock.advance(2_000)
    const one = { peeringConnectionId: (await task(api, created)).output!.uniqVpcPeerId! }
    clock.advance(WEEK)
    expect(await stateOf(api, one.peeringConnectionId)).toBe(2)
    await started(api, 'EnableVpcPeeringConnectionEx', one)
    clock.advance(2_000)
    expect(await stateOf(api, one.peeringConnectionId)).toBe(0)
    await started(other, 'RejectVpcPeeringConnectionEx', one)
    clock.advance(2_000)
    expect(await stateOf(api, one.peeringConnectionId)).toBe(3)
  })

  test('modify name and bandwidth when the task succeeds', async () => {
    const { api, clock, parameters } = await far('same account')
    const created = await started(api, 'CreateVpcPeeringConnectionEx', parameters)
    clock.advance(2_000)
    const peeringConnectionId = (await task(api, created)).output!.uniqVpcPeerId!
    await started(api, 'ModifyVpcPeeringConnectionEx', {
      peeringConnectionId,
      peeringConnectionName: 'wide',
      bandwidth: 1000,
    })
    expect(await list(api)).toMatchObject([{ peeringConnectionName: 'demo' }])
    clock.advance(2_000)
    expect(await list(api)).toMatchObject([{ peeringConnectionName: 'wide' }])
    const odd = { peeringConnectionId, bandwidth: 7 }
    expect((await api('ModifyVpcPeeringConnectionEx', odd)).body).toMatchObject({
      code: 4000,
      message: 'Request failed. Parameter [bandwidth] is invalid.',
    })
  })

  test.each<[string, object, object]>([
    [
      'a missing region',
      { peerRegion: '' },
      { code: 4000, message: expect.stringContaining('[peerRegion]') as string },
    ],
    [
      'an unknown region',
      { peerRegion: 'mars' },
      { code: 4000, message: expect.stringContaining('[peerRegion]') as string },
    ],
    ["a region that is not the peer's", { peerRegion: 'bj' }, VPC_NOT_FOUND],
    ['a bandwidth outside the list', { bandwidth: 30 }, { code: 4000, codeDesc: 'InvalidParameter' }],
    ['a bandwidth in words', { bandwidth: 'x' }, { code: 4000, codeDesc: 'InvalidParameter' }],
  ])('refuse %s', async (_, wrong, expected) => {
    const { api, parameters } = await far('same account')
    expect((await api('CreateVpcPeeringConnectionEx', { ...parameters, ...wrong })).body).toMatchObject(expected)
  })

  test('refuse a peer that overlaps with another peer across regions', async () => {
    const { api, clock, a, parameters } = await far('same account')
    await good(api('CreateVpcPeeringConnectionEx', parameters))
    clock.advance(2_000)
    const third = await createVpc(api, 'third', '192.168.7.0/24', 'bj')
    const again = { ...ask(a, third, FIRST.uin, 'third'), peerRegion: 'bj', bandwidth: 10 }
    expect((await api('CreateVpcPeeringConnectionEx', again)).body).toEqual(CONFLICT)
  })

  test('inside one region: created by a task, every other verb done at once with a task all the same', async () => {
    const bench = setup({ settings: { tencent: { exampleVpc: false } } })
    const a = await createVpc(bench.api, 'a', '172.16.0.0/16')
    const b = await createVpc(bench.other, 'b', '192.168.0.0/16')
    const parameters = { ...ask(a, b, SECOND.uin), peerRegion: 'gz', bandwidth: 30 }
    const created = await started(bench.api, 'CreateVpcPeeringConnectionEx', parameters)
    bench.clock.advance(2_000)
    const one = { peeringConnectionId: (await task(bench.api, created)).output!.uniqVpcPeerId! }
    const accepted = await started(bench.other, 'AcceptVpcPeeringConnectionEx', one)
    expect(await stateOf(bench.api, one.peeringConnectionId)).toBe(1)
    expect(await task(bench.other, accepted)).toEqual({ status: 2 })
    bench.clock.advance(2_000)
    expect(await task(bench.other, accepted)).toEqual({ status: 0, output: { errorCode: 0, errorMsg: '' } })
    expect((await bench.api('DeleteVpcPeeringConnection', one)).body).toEqual(success)
  })

  test('show a creation that failed as state 5, which can only be deleted', async () => {
    const { api, control, clock, parameters } = await far('same account')
    const taskId = await started(api, 'CreateVpcPeeringConnectionEx', parameters)
    const set = { 'output.errorCode': 9003, 'output.errorMsg': 'no capacity' }
    await control('PATCH', `/resources/${taskId}`, { state: 'FAILED', set })
    expect(await task(api, taskId)).toEqual({ status: 1, output: { errorCode: 9003, errorMsg: 'no capacity' } })
    const [failed] = await list(api)
    expect(failed!.state).toBe(5)
    const one = { peeringConnectionId: failed!.peeringConnectionId }
    expect((await api('EnableVpcPeeringConnectionEx', one)).body).toEqual(WRONG_STATE)
    expect((await api('DeleteVpcPeeringConnectionEx', one)).body).toMatchObject(success)
    clock.advance(2_000)
    expect(await list(api)).toEqual([])
  })

  test('fail a task whose peering has moved on meanwhile', async () => {
    const { api, other, clock, parameters } = await far('other account')
    const created = await started(api, 'CreateVpcPeeringConnectionEx', parameters)
    clock.advance(2_000)
    const one = { peeringConnectionId: (await task(api, created)).output!.uniqVpcPeerId! }
    clock.advance(WEEK - 1_000)
    const late = await started(other, 'AcceptVpcPeeringConnectionEx', one)
    clock.advance(2_000)
    expect(await task(other, late)).toEqual({
      status: 1,
      output: { errorCode: 5100, errorMsg: 'The peering connection has changed its state' },
    })
    expect(await stateOf(api, one.peeringConnectionId)).toBe(2)
  })

  test('tell nobody else about a task', async () => {
    const { api, other, parameters } = await far('same account')
    const taskId = await started(api, 'CreateVpcPeeringConnectionEx', parameters)
    const unknown = {
      code: 5000,
      message:
        'Invalid task. The task does not exist. Please verify that you have entered resource information correctly.',
      codeDesc: 'InvalidTaskId.NotFound',
    }
    expect((await other('DescribeVpcTaskResult', { taskId })).body).toEqual(unknown)
    expect((await api('DescribeVpcTaskResult', { taskId: 1 })).body).toEqual(unknown)
    expect((await api('DescribeVpcTaskResult', { taskId: 'x' })).body).toMatchObject({ code: 4000 })
  })
})
