import { describe, expect, test } from 'vitest'
import { type Api, FIRST, TABLE, VPC, VPN, answering, good, refusingWith, setup } from './setup.ts'

const BLOCK = '9.1.0.0/16'
const viaVpn = (more: object = {}) => ({ DestinationCidrBlock: BLOCK, GatewayType: 'VPN', GatewayId: VPN, ...more })
const routeShown = (more: object = {}) => ({
  DestinationCidrBlock: BLOCK,
  GatewayType: 'VPN',
  GatewayId: VPN,
  RouteId: expect.any(Number),
  RouteDescription: '',
  Enabled: true,
  RouteType: 'USER',
  RouteTableId: TABLE,
  DestinationIpv6CidrBlock: '',
  RouteItemId: expect.stringMatching(/^rti-[0-9a-z]{8}$/),
  PublishedToVbc: false,
  CreatedTime: '2026-01-01 08:00:00',
  CdcId: '',
  ...more,
})

interface Shown {
  readonly RouteId: number
  readonly RouteItemId: string
  readonly Enabled: boolean
  readonly DestinationCidrBlock: string
}

const add = async (api: Api, ...Routes: object[]): Promise<readonly Shown[]> => {
  const { RouteTableSet } = await good<{ RouteTableSet: [{ RouteSet: Shown[] }] }>(
    api('CreateRoutes', { RouteTableId: TABLE, Routes }),
  )
  return RouteTableSet[0].RouteSet
}
const listed = async (api: Api): Promise<readonly Shown[]> => {
  const { RouteTableSet } = await good<{ RouteTableSet: [{ RouteSet: Shown[] }] }>(
    api('DescribeRouteTables', { RouteTableIds: [TABLE] }),
  )
  return RouteTableSet[0].RouteSet
}

describe('CreateRoutes', () => {
  test('answers one table with the new routes alone', async () => {
    const { api } = setup()
    await add(api, viaVpn({ DestinationCidrBlock: '8.0.0.0/8' }))
    const Routes = [viaVpn({ RouteDescription: 'd', Enabled: false }), viaVpn({ DestinationCidrBlock: '9.2.0.9/16' })]
    const RouteSet = [
      routeShown({ RouteDescription: 'd', Enabled: false }),
      routeShown({ DestinationCidrBlock: '9.2.0.0/16' }),
    ]
    expect(await api('CreateRoutes', { RouteTableId: TABLE, Routes })).toEqual(
      answering({
        TotalCount: 1,
        RouteTableSet: [
          {
            VpcId: VPC,
            RouteTableId: TABLE,
            RouteTableName: 'default',
            AssociationSet: [],
            RouteSet,
            Main: true,
            CreatedTime: '2026-01-01 08:00:00',
            TagSet: [],
            LocalCidrForCcn: [{ Cidr: '10.0.0.0/16', PublishedToVbc: false }],
          },
        ],
      }),
    )
    const ids = (await listed(api)).map(({ RouteId }) => RouteId)
    expect([ids.length, new Set(ids).size, ids.every((id) => id > 0)]).toEqual([3, 3, true])
  })

  test.each<[string, object, string]>([
    ['an unknown table', { RouteTableId: 'rtb-00000000' }, 'ResourceNotFound'],
    ['a malformed table', { RouteTableId: 'x' }, 'InvalidParameterValue.Malformed'],
    [
      'a malformed destination',
      { Routes: [viaVpn({ DestinationCidrBlock: '9.1.0.0' })] },
      'InvalidParameterValue.Malformed',
    ],
    [
      'a destination inside the VPC',
      { Routes: [viaVpn({ DestinationCidrBlock: '10.0.9.0/24' })] },
      'InvalidParameterValue.VpcCidrConflict',
    ],
    ['an unknown type', { Routes: [viaVpn({ GatewayType: 'LOCAL' })] }, 'InvalidParameterValue'],
    ['an unknown gateway', { Routes: [viaVpn({ GatewayId: 'vpngw-00000000' })] }, 'ResourceNotFound'],
    [
      'a gateway of another kind',
      { Routes: [viaVpn({ GatewayType: 'DIRECTCONNECT' })] },
      'InvalidParameterValue.RouteNextHopInvalid',
    ],
    [
      'a gateway of a product that is not here',
      { Routes: [viaVpn({ GatewayType: 'CCN', GatewayId: 'ccn-00000000' })] },
      'ResourceNotFound',
    ],
    ['the same route twice', { Routes: [viaVpn(), viaVpn()] }, 'InvalidParameterValue.Duplicate'],
    [
      'a second hop for a destination',
      { Routes: [viaVpn(), viaVpn({ GatewayType: 'EIP', GatewayId: '0' })] },
      'InvalidParameterValue.Duplicate',
    ],
    ['no gateway', { Routes: [viaVpn({ GatewayId: undefined })] }, 'MissingParameter'],
    ['an unknown member', { Routes: [viaVpn({ Gateway: 'x' })] }, 'UnknownParameter'],
    ['routes that are no list', { Routes: viaVpn() }, 'InvalidParameter'],
  ])('refuses %s and adds nothing', async (_, more, code) => {
    const { api } = setup()
    expect(await api('CreateRoutes', { RouteTableId: TABLE, Routes: [viaVpn()], ...more })).toEqual(refusingWith(code))
    expect(await listed(api)).toEqual([])
  })

  test('refuses the route behind the quota', async () => {
    const { api } = setup({ settings: { tencent: { routeQuota: 1 } } })
    await add(api, viaVpn())
    const Routes = [viaVpn({ DestinationCidrBlock: '9.2.0.0/16' })]
    expect(await api('CreateRoutes', { RouteTableId: TABLE, Routes })).toEqual(refusingWith('LimitExceeded'))
  })

  test('takes a peering only for what lies in the other VPC, and only while connected', async () => {
    const { api, v2 } = setup()
    const { Vpc } = await good<{ Vpc: { VpcId: string } }>(
      api('CreateVpc', { VpcName: 'b', CidrBlock: '172.16.0.0/16' }),
    )
    const { PeeringConnectionId: GatewayId } = await good<{ PeeringConnectionId: string }>(
      api('CreateVpcPeeringConnection', {
        SourceVpcId: VPC,
        DestinationVpcId: Vpc.VpcId,
        PeeringConnectionName: 'p',
        DestinationUin: String(FIRST.uin),
        DestinationRegion: 'ap-guangzhou',
      }),
    )
    const route = (DestinationCidrBlock: string) => ({ DestinationCidrBlock, GatewayType: 'PEERCONNECTION', GatewayId })
    expect(await api('CreateRoutes', { RouteTableId: TABLE, Routes: [route('172.17.0.0/16')] })).toEqual(
      refusingWith('InvalidParameterValue.CidrNotInPeerVpc'),
    )
    await add(api, route('172.16.1.0/24'))
    // v2 lets a route lead anywhere
    const { body } = await v2.api('CreateRoute', {
      vpcId: VPC,
      routeTableId: TABLE,
      routeSet: [{ destinationCidrBlock: '172.17.0.0/16', nextType: 4, nextHub: GatewayId }],
    })
    expect(body).toMatchObject({ code: 0 })
    expect((await listed(api)).map((one) => one.DestinationCidrBlock)).toEqual(['172.16.1.0/24', '172.17.0.0/16'])
    await good(api('DeleteVpcPeeringConnection', { PeeringConnectionId: GatewayId }))
    expect(await listed(api)).toEqual([])
  })
})

describe('a route', () => {
  test('is replaced by either of its ids and keeps both', async () => {
    const { api } = setup()
    const [first, second] = await add(
      api,
      viaVpn(),
      viaVpn({ DestinationCidrBlock: '9.2.0.0/16', RouteDescription: 'd' }),
    )
    const ids = ({ RouteId, RouteItemId }: Shown) => ({ RouteId, RouteItemId })
    const elsewhere = { DestinationCidrBlock: '9.3.0.0/16', GatewayType: 'EIP', GatewayId: '0' }
    const Routes = [
      { RouteId: first!.RouteId, ...elsewhere },
      { RouteItemId: second!.RouteItemId, ...viaVpn(), RouteDescription: 'e', Enabled: false },
    ]
    expect(await api('ReplaceRoutes', { RouteTableId: TABLE, Routes })).toEqual(
      answering({
        OldRouteSet: [
          routeShown(ids(first!)),
          routeShown({ ...ids(second!), DestinationCidrBlock: '9.2.0.0/16', RouteDescription: 'd' }),
        ],
        NewRouteSet: [
          routeShown({ ...ids(first!), ...elsewhere }),
          routeShown({ ...ids(second!), RouteDescription: 'e', Enabled: false }),
        ],
      }),
    )
  })

  test.each<[string, object, string]>([
    ['without an id', viaVpn({ DestinationCidrBlock: '9.3.0.0/16' }), 'ResourceNotFound'],
    ['by an unknown id', viaVpn({ RouteId: 1 }), 'ResourceNotFound'],
    ['by an unknown item', viaVpn({ RouteItemId: 'rti-00000000' }), 'ResourceNotFound'],
    [
      'by the destination of another',
      { at: 0, ...viaVpn({ DestinationCidrBlock: '9.2.0.0/16' }) },
      'InvalidParameterValue.Duplicate',
    ],
    [
      'by a malformed destination',
      { at: 0, ...viaVpn({ DestinationCidrBlock: 'x' }) },
      'InvalidParameterValue.Malformed',
    ],
    // an action that does not list a code says its class
    ['by a gateway of another kind', { at: 0, ...viaVpn({ GatewayType: 'CVM' }) }, 'InvalidParameterValue'],
  ])('is not replaced %s', async (_, given, code) => {
    const { api } = setup()
    const routes = await add(api, viaVpn(), viaVpn({ DestinationCidrBlock: '9.2.0.0/16' }))
    const { at, ...route } = given as { at?: number }
    const Routes = [at === undefined ? route : { ...route, RouteId: routes[at]!.RouteId }]
    expect(await api('ReplaceRoutes', { RouteTableId: TABLE, Routes })).toEqual(refusingWith(code))
    expect(await listed(api)).toEqual(routes)
  })

  test('is deleted by either of its ids or by where it leads, and then gone', async () => {
    const { api } = setup()
    const blocks = ['9.1.0.0/16', '9.2.0.0/16', '9.3.0.0/16', '9.4.0.0/16']
    const [a, b, c, d] = await add(api, ...blocks.map((DestinationCidrBlock) => viaVpn({ DestinationCidrBlock })))
    const Routes = [
      { RouteId: a!.RouteId },
      { RouteItemId: b!.RouteItemId },
      { DestinationCidrBlock: '9.3.0.7/16', GatewayType: 'VPN', GatewayId: VPN },
    ]
    expect(await api('DeleteRoutes', { RouteTableId: TABLE, Routes })).toEqual(
      answering({ RouteSet: [a, b, c].map((route) => routeShown(route)) }),
    )
    expect(await listed(api)).toEqual([d])
    for (const Route of Routes)
      expect(await api('DeleteRoutes', { RouteTableId: TABLE, Routes: [Route, { RouteId: d!.RouteId }] })).toEqual(
        refusingWith('ResourceNotFound'),
      )
    expect(await api('DeleteRoutes', { RouteTableId: 'rtb-00000000', Routes: [] })).toEqual(
      refusingWith('ResourceNotFound'),
    )
    expect(await listed(api)).toEqual([d])
  })

  test('is disabled and enabled, and makes room meanwhile', async () => {
    const { api } = setup()
    const [route] = await add(api, viaVpn())
    const { RouteId, RouteItemId } = route!
    expect(await api('DisableRoutes', { RouteTableId: TABLE, RouteIds: [RouteId] })).toEqual(answering({}))
    expect((await listed(api)).map(({ Enabled }) => Enabled)).toEqual([false])
    const [other] = await add(api, viaVpn({ GatewayType: 'EIP', GatewayId: '0' }))
    const enable = { RouteTableId: TABLE, RouteItemIds: [RouteItemId] }
    expect(await api('EnableRoutes', enable)).toEqual(refusingWith('InvalidParameterValue.Duplicate'))
    expect((await listed(api)).map(({ Enabled }) => Enabled)).toEqual([false, true])
    await good(api('DisableRoutes', { RouteTableId: TABLE, RouteItemIds: [other!.RouteItemId] }))
    expect(await api('EnableRoutes', enable)).toEqual(answering({}))
    expect((await listed(api)).map(({ Enabled }) => Enabled)).toEqual([true, false])
  })

  test.each(['EnableRoutes', 'DisableRoutes'])('%s wants ids of one kind that are there', async (action) => {
    const { api } = setup()
    const ask = (more: object) => api(action, { RouteTableId: TABLE, ...more })
    expect(await ask({ RouteIds: [1], RouteItemIds: ['rti-00000000'] })).toEqual(
      refusingWith('InvalidParameter.Coexist'),
    )
    expect(await ask({})).toEqual(refusingWith('MissingParameter'))
    expect(await ask({ RouteIds: [1] })).toEqual(refusingWith('ResourceNotFound'))
    expect(await ask({ RouteTableId: 'rtb-00000000', RouteIds: [1] })).toEqual(refusingWith('ResourceNotFound'))
  })

  test('is set anew with all of its table', async () => {
    const { api } = setup()
    const before = await add(api, viaVpn())
    const ask = (...Routes: object[]) => api('ResetRoutes', { RouteTableId: TABLE, RouteTableName: 'n', Routes })
    expect(await ask(viaVpn(), viaVpn({ DestinationCidrBlock: 'x' }))).toEqual(
      refusingWith('InvalidParameterValue.Malformed'),
    )
    expect(await listed(api)).toEqual(before)
    expect(await ask(viaVpn({ DestinationCidrBlock: '9.7.0.0/16' }))).toEqual(answering({}))
    expect(await good(api('DescribeRouteTables', { RouteTableIds: [TABLE] }))).toMatchObject({
      RouteTableSet: [{ RouteTableName: 'n', RouteSet: [{ DestinationCidrBlock: '9.7.0.0/16' }] }],
    })
  })

  test.each(['DescribeRoutes', 'DescribeRouteList'])('%s finds it by every filter, in pages', async (action) => {
    const { api } = setup()
    const [a, b] = await add(api, viaVpn(), {
      DestinationCidrBlock: '91.0.0.0/16',
      GatewayType: 'EIP',
      GatewayId: '0',
      RouteDescription: 'own',
    })
    expect(await api(action, { Limit: 1 })).toEqual(answering({ RouteSet: [routeShown(a)], TotalCount: 2 }))
    expect(await api(action, { Offset: '1', Limit: '1' })).toEqual(answering({ RouteSet: [b], TotalCount: 2 }))
    for (const [Name, value, found] of [
      ['vpc-id', VPC, [a, b]],
      ['vpc-id', 'vpc-00000000', []],
      ['route-table-id', TABLE, [a, b]],
      ['gateway-id', VPN, [a]],
      ['description', 'own', [b]],
      ['dest-cidr', '9', [a, b]],
      ['dest-cidr', '9.1', [a]],
    ] as const)
      expect(await api(action, { Filters: [{ Name, Values: [value] }] })).toEqual(
        answering({ RouteSet: found, TotalCount: found.length }),
      )
    // this action lists no code of its own for filters
    expect(await api(action, { Filters: [{ Name: 'x', Values: [] }] })).toEqual(refusingWith('InvalidParameter'))
    expect(await api(action, { Limit: 101 })).toEqual(refusingWith('InvalidParameterValue.Range'))
  })

  test('conflicts with none of a product that is not here', async () => {
    const { api } = setup()
    const ask = (more: object) =>
      api('DescribeRouteConflicts', { RouteTableId: TABLE, DestinationCidrBlocks: [BLOCK], ...more })
    expect(await ask({})).toEqual(
      answering({ RouteConflictSet: [{ RouteTableId: TABLE, DestinationCidrBlock: BLOCK, ConflictSet: [] }] }),
    )
    expect(await ask({ RouteTableId: 'rtb-00000000' })).toEqual(refusingWith('ResourceNotFound'))
    expect(await ask({ DestinationCidrBlocks: ['x'] })).toEqual(refusingWith('InvalidParameterValue.Malformed'))
  })
})
