import { describe, expect, test } from 'vitest'
import { type Api, FIRST, SECOND, VPC, answering, good, refusingWith, said, setup } from './setup.ts'

const createVpc = async (api: Api, CidrBlock: string, region?: string): Promise<string> =>
  (await good<{ Vpc: { VpcId: string } }>(api('CreateVpc', { VpcName: 'v', CidrBlock }, region))).Vpc.VpcId

const between = (SourceVpcId: string, DestinationVpcId: string, more: object = {}) => ({
  SourceVpcId,
  DestinationVpcId,
  PeeringConnectionName: 'p',
  DestinationUin: String(FIRST.uin),
  DestinationRegion: 'ap-guangzhou',
  ...more,
})
const toSecond = { DestinationUin: String(SECOND.uin) }

const join = async (api: Api, input: object): Promise<string> =>
  (await good<{ PeeringConnectionId: string }>(api('CreateVpcPeeringConnection', input))).PeeringConnectionId

const peeringShown = (more: object) => ({
  SourceVpcId: VPC,
  PeerVpcId: expect.stringMatching(/^vpc-/),
  PeeringConnectionId: expect.stringMatching(/^pcx-[0-9a-z]{8}$/),
  PeeringConnectionName: 'p',
  State: 'ACTIVE',
  IsNgw: false,
  Bandwidth: 0,
  SourceRegion: 'gz',
  DestinationRegion: 'gz',
  CreateTime: '2026-01-01 08:00:00',
  AppId: Number(FIRST.appId),
  PeerAppId: Number(FIRST.appId),
  ChargeType: 'POSTPAID_BY_DAY_MAX',
  SourceUin: FIRST.uin,
  DestinationUin: FIRST.uin,
  TagSet: [],
  QosLevel: '',
  Type: 'VPC_PEER',
  DestinationVpcId: expect.stringMatching(/^vpc-/),
  ...more,
})

const stateOf = async (api: Api, id: string, region?: string) => {
  const { PeerConnectionSet } = await good<{ PeerConnectionSet: { State: string }[] }>(
    api('DescribeVpcPeeringConnections', { PeeringConnectionIds: [id] }, region),
  )
  return PeerConnectionSet[0]?.State
}

describe('a peering', () => {
  test('inside an account is connected at once, and tells every choice', async () => {
    const { api } = setup()
    const peer = await createVpc(api, '172.16.0.0/16')
    const Tags = [{ Key: 'k', Value: 'v' }]
    const choices = { Bandwidth: 10, Type: 'VPC_PEER', ChargeType: 'POSTPAID_BY_MONTH_95', QosLevel: 'AU' }
    const made = await api('CreateVpcPeeringConnection', between(VPC, peer, { ...choices, Tags }))
    expect(made).toEqual(answering({ PeeringConnectionId: expect.stringMatching(/^pcx-[0-9a-z]{8}$/) }))
    const { PeeringConnectionId } = said(made)
    const ids = { PeeringConnectionId, PeerVpcId: peer, DestinationVpcId: peer }
    expect(await api('DescribeVpcPeeringConnections', { PeeringConnectionIds: [PeeringConnectionId] })).toEqual(
      answering({ TotalCount: 1, PeerConnectionSet: [peeringShown({ ...ids, ...choices, TagSet: Tags })] }),
    )
    const change = { PeeringConnectionId, PeeringConnectionName: 'q', Bandwidth: 20 }
    expect(await api('ModifyVpcPeeringConnection', change)).toEqual(answering({}))
    expect(await good(api('DescribeVpcPeeringConnections'))).toMatchObject({
      PeerConnectionSet: [{ ...ids, ...choices, PeeringConnectionName: 'q', Bandwidth: 20 }],
    })
    expect(await api('DeleteVpcPeeringConnection', { PeeringConnectionId })).toEqual(answering({}))
    expect(await api('DescribeVpcPeeringConnections', { PeeringConnectionIds: [PeeringConnectionId] })).toEqual(
      answering({ TotalCount: 0, PeerConnectionSet: [] }),
    )
    for (const verb of ['Accept', 'Reject', 'Delete', 'Modify'])
      expect(await api(`${verb}VpcPeeringConnection`, { PeeringConnectionId })).toEqual(
        refusingWith('ResourceNotFound'),
      )
  })

  test('between accounts waits for the other one to accept it', async () => {
    const { api, other } = setup()
    const peer = await createVpc(other, '172.16.0.0/16')
    const PeeringConnectionId = await join(api, between(VPC, peer, toSecond))
    const shown = peeringShown({ State: 'PENDING', PeerAppId: Number(SECOND.appId), DestinationUin: SECOND.uin })
    for (const side of [api, other])
      expect(await side('DescribeVpcPeeringConnections')).toEqual(
        answering({ TotalCount: 1, PeerConnectionSet: [shown] }),
      )
    expect(await api('AcceptVpcPeeringConnection', { PeeringConnectionId })).toEqual(
      refusingWith('UnsupportedOperation.VpcPeerPurviewError'),
    )
    await good(api('ModifyVpcPeeringConnection', { PeeringConnectionId, PeeringConnectionName: 'q' }))
    expect(await other('AcceptVpcPeeringConnection', { PeeringConnectionId })).toEqual(answering({}))
    expect(await stateOf(api, PeeringConnectionId)).toBe('ACTIVE')
    for (const verb of ['Accept', 'Reject'])
      expect(await other(`${verb}VpcPeeringConnection`, { PeeringConnectionId })).toEqual(
        refusingWith('UnsupportedOperation.VpcPeerInvalidStateChange'),
      )
    await good(other('DeleteVpcPeeringConnection', { PeeringConnectionId }))
    expect(await stateOf(api, PeeringConnectionId)).toBeUndefined()
  })

  test('is rejected, and can then only be deleted', async () => {
    const { api, other } = setup()
    const PeeringConnectionId = await join(api, between(VPC, await createVpc(other, '172.16.0.0/16'), toSecond))
    expect(await other('RejectVpcPeeringConnection', { PeeringConnectionId })).toEqual(answering({}))
    expect(await stateOf(api, PeeringConnectionId)).toBe('REJECTED')
    expect(await api('ModifyVpcPeeringConnection', { PeeringConnectionId, Bandwidth: 1 })).toEqual(
      refusingWith('UnsupportedOperation'),
    )
    await good(api('DeleteVpcPeeringConnection', { PeeringConnectionId }))
  })

  test('expires after a week, and the receiver can do nothing with it then', async () => {
    const { api, other, clock } = setup()
    const PeeringConnectionId = await join(api, between(VPC, await createVpc(other, '172.16.0.0/16'), toSecond))
    clock.advance(7 * 24 * 3_600_000)
    expect(await stateOf(api, PeeringConnectionId)).toBe('EXPIRED')
    expect(await other('AcceptVpcPeeringConnection', { PeeringConnectionId })).toEqual(
      refusingWith('UnsupportedOperation.VpcPeerInvalidStateChange'),
    )
    expect(await other('DeleteVpcPeeringConnection', { PeeringConnectionId })).toEqual(
      refusingWith('UnsupportedOperation.VpcPeerPurviewError'),
    )
    await good(api('DeleteVpcPeeringConnection', { PeeringConnectionId }))
  })

  test('between regions is there at once, and its task is asked for by the id of the request', async () => {
    const { api, clock } = setup()
    const peer = await createVpc(api, '172.16.0.0/16', 'ap-shanghai')
    const made = said(await api('CreateVpcPeeringConnection', between(VPC, peer, { DestinationRegion: 'ap-shanghai' })))
    const { PeeringConnectionId, RequestId } = made as { PeeringConnectionId: string; RequestId: string }
    expect(await good(api('DescribeVpcPeeringConnections', {}, 'ap-shanghai'))).toMatchObject({
      PeerConnectionSet: [{ State: 'ACTIVE', SourceRegion: 'gz', DestinationRegion: 'sh', DestinationVpcId: peer }],
    })
    const task = (Status: string, Output: string) =>
      answering({ Status, Output, Result: [{ ResourceId: PeeringConnectionId, Status }] })
    expect(await api('DescribeVpcTaskResult', { TaskId: RequestId })).toEqual(task('RUNNING', ''))
    clock.advance(2_000)
    expect(await api('DescribeVpcTaskResult', { TaskId: RequestId })).toEqual(task('SUCCESS', 'SUCCESS'))
    expect(await api('DescribeVpcTaskResult', { TaskId: 'x' })).toEqual(refusingWith('ResourceNotFound'))
  })

  test('that a task of v2 works on is not deleted', async () => {
    const { api, v2, clock } = setup()
    const peer = await createVpc(api, '172.16.0.0/16', 'ap-shanghai')
    const peeringConnectionId = await join(api, between(VPC, peer, { DestinationRegion: 'ap-shanghai' }))
    const { body } = await v2.api('ModifyVpcPeeringConnectionEx', { peeringConnectionId, bandwidth: 100 })
    expect(body).toMatchObject({ code: 0 })
    const { taskId } = body as { taskId: number }
    const remove = { PeeringConnectionId: peeringConnectionId }
    expect(await api('DeleteVpcPeeringConnection', remove)).toEqual(
      refusingWith('UnsupportedOperation.MutexOperationTaskRunning'),
    )
    expect(await api('DescribeVpcTaskResult', { TaskId: String(taskId) })).toEqual(
      answering({ Status: 'RUNNING', Output: '', Result: [{ ResourceId: peeringConnectionId, Status: 'RUNNING' }] }),
    )
    clock.advance(2_000)
    await good(api('DeleteVpcPeeringConnection', remove))
  })

  test.each<[string, object, string]>([
    ['from an unknown VPC', { SourceVpcId: 'vpc-00000000' }, 'ResourceNotFound'],
    ['to an unknown VPC', { DestinationVpcId: 'vpc-00000000' }, 'ResourceNotFound'],
    ['to a VPC of another account', { ...toSecond }, 'ResourceNotFound'],
    ['to a VPC of another region', { DestinationRegion: 'ap-shanghai' }, 'ResourceNotFound'],
    ['to an unknown region', { DestinationRegion: 'gz' }, 'InvalidParameterValue'],
    ['to itself', { DestinationVpcId: VPC }, 'UnsupportedOperation.VpcPeerCidrConflict'],
    ['with a long name', { PeeringConnectionName: 'x'.repeat(61) }, 'InvalidParameterValue'],
    ['with no name', { PeeringConnectionName: undefined }, 'MissingParameter'],
    ['with an account in words', { DestinationUin: 'me' }, 'InvalidParameterValue.Malformed'],
    ['with an account as a number', { DestinationUin: FIRST.uin }, 'InvalidParameter'],
    ['of another type', { Type: 'VPC' }, 'InvalidParameterValue'],
    ['with a bandwidth below zero', { Bandwidth: -1 }, 'InvalidParameterValue'],
    ['with an unknown member', { Name: 'p' }, 'UnknownParameter'],
  ])('is not made %s', async (_, more, code) => {
    const { api } = setup()
    const peer = await createVpc(api, '172.16.0.0/16')
    expect(await api('CreateVpcPeeringConnection', between(VPC, peer, more))).toEqual(refusingWith(code))
    expect(await good(api('DescribeVpcPeeringConnections'))).toMatchObject({ TotalCount: 0 })
  })

  test('is made once per pair, between blocks that do not overlap, up to the quotas', async () => {
    const { api } = setup({ settings: { tencent: { peeringQuota: 1, peeringTotalQuota: 2 } } })
    const peer = await createVpc(api, '172.16.0.0/16')
    const same = await createVpc(api, '10.0.0.0/20')
    const more = await createVpc(api, '172.17.0.0/16')
    const ask = (to: string) => api('CreateVpcPeeringConnection', between(VPC, to))
    await join(api, between(VPC, peer))
    expect(await ask(peer)).toEqual(refusingWith('UnsupportedOperation.VpcPeerAlreadyExist'))
    expect(await ask(same)).toEqual(refusingWith('UnsupportedOperation.VpcPeerCidrConflict'))
    expect(await ask(more)).toEqual(refusingWith('LimitExceeded.VpcPeerAvaLimitExceeded'))
  })

  test('counts in the total whatever its state', async () => {
    const { api, other } = setup({ settings: { tencent: { peeringTotalQuota: 1 } } })
    const peer = await createVpc(other, '172.16.0.0/16')
    const PeeringConnectionId = await join(api, between(VPC, peer, toSecond))
    await good(other('RejectVpcPeeringConnection', { PeeringConnectionId }))
    expect(await api('CreateVpcPeeringConnection', between(VPC, peer, toSecond))).toEqual(
      refusingWith('LimitExceeded.VpcPeerTotalLimitExceeded'),
    )
  })

  test('is found by every filter, in both orders and in pages', async () => {
    const { api, other } = setup()
    const [a, b] = [await createVpc(api, '172.16.0.0/16'), await createVpc(other, '172.17.0.0/16')]
    await join(api, between(VPC, a, { PeeringConnectionName: 'y' }))
    await join(api, between(VPC, b, { ...toSecond, PeeringConnectionName: 'x' }))
    const names = async (input: object) => {
      const { PeerConnectionSet } = await good<{ PeerConnectionSet: { PeeringConnectionName: string }[] }>(
        api('DescribeVpcPeeringConnections', input),
      )
      return PeerConnectionSet.map(({ PeeringConnectionName }) => PeeringConnectionName)
    }
    const by = (Name: string, ...Values: string[]) => ({ Filters: [{ Name, Values }] })
    expect(await names({})).toEqual(['x', 'y'])
    expect(await names({ OrderField: 'CreatedTime', OrderDirection: 'ASC' })).toEqual(['y', 'x'])
    expect(await names({ OrderField: 'PeeringConnectionName', OrderDirection: 'DESC' })).toEqual(['y', 'x'])
    expect(await names({ Offset: 1, Limit: 1 })).toEqual(['y'])
    expect(await names({ Offset: '1', Limit: '1' })).toEqual(['y'])
    expect(await names(by('vpc-id', a))).toEqual(['y'])
    expect(await names(by('state', 'PENDING', 'EXPIRED'))).toEqual(['x'])
    expect(await names(by('peering-connection-name', 'y'))).toEqual(['y'])
    for (const [input, code] of [
      [{ PeeringConnectionIds: ['pcx-00000000'], ...by('state', 'ACTIVE') }, 'InvalidParameter.Coexist'],
      [{ PeeringConnectionIds: ['pcx'] }, 'InvalidParameterValue.Malformed'],
      [by('name', 'y'), 'InvalidParameter'],
      [{ Limit: 101 }, 'InvalidParameterValue.Range'],
      [{ OrderField: 'Name' }, 'InvalidParameterValue'],
    ] as const)
      expect(await api('DescribeVpcPeeringConnections', input)).toEqual(refusingWith(code))
  })
})

test('quotas and attributes of an account are told', async () => {
  const { api } = setup({ settings: { tencent: { vpcQuota: 7 } } })
  const LimitTypes = ['appid-max-vpcs', 'vpc-max-enis', 'vpc-max-available-vpcpeers']
  expect(await api('DescribeVpcLimits', { LimitTypes })).toEqual(
    answering({
      VpcLimitSet: [
        { LimitType: 'appid-max-vpcs', LimitValue: 7 },
        { LimitType: 'vpc-max-available-vpcpeers', LimitValue: 10 },
      ],
    }),
  )
  expect(await api('DescribeVpcLimits', { LimitTypes: ['x'] })).toEqual(refusingWith('InvalidParameterValue'))
  expect(await api('DescribeVpcLimits')).toEqual(refusingWith('MissingParameter'))
  expect(await api('DescribeAccountAttributes')).toEqual(
    answering({ AccountAttributeSet: [{ AttributeName: 'supported-platforms', AttributeValues: ['VPC'] }] }),
  )
})

describe('the tag product', () => {
  const resource = (id: string, prefix = 'vpc') => `qcs::vpc:ap-guangzhou:uin/:${prefix}/${id}`
  const tagsOf = (api: Api, ResourcePrefix: string, ...ResourceIds: string[]) =>
    api('DescribeResourceTagsByResourceIds', {
      ServiceType: 'vpc',
      ResourcePrefix,
      ResourceIds,
      ResourceRegion: 'ap-guangzhou',
    })

  test('puts, shows and drops tags', async () => {
    const { api } = setup()
    const ReplaceTags = [
      { TagKey: 'a', TagValue: '1' },
      { TagKey: 'b', TagValue: '2' },
    ]
    expect(await api('ModifyResourceTags', { Resource: resource(VPC), ReplaceTags })).toEqual(answering({}))
    const DeleteTags = [{ TagKey: 'a' }]
    await good(
      api('ModifyResourceTags', { Resource: resource(VPC), ReplaceTags: [{ TagKey: 'b', TagValue: '3' }], DeleteTags }),
    )
    expect(await tagsOf(api, 'vpc', VPC, 'vpc-00000000')).toEqual(
      answering({
        TotalCount: 1,
        Offset: 0,
        Limit: 15,
        Tags: [
          {
            TagKey: 'b',
            TagValue: '3',
            ResourceId: VPC,
            TagKeyMd5: '92eb5ffee6ae2fec3ad71c777531578f',
            TagValueMd5: 'eccbc87e4b5ce2fe28308fd9f2a7baf3',
            ServiceType: 'vpc',
            Category: 'Custom',
          },
        ],
      }),
    )
    expect(await good(api('DescribeVpcs'))).toMatchObject({ VpcSet: [{ TagSet: [{ Key: 'b', Value: '3' }] }] })
    expect(await tagsOf(api, 'subnet', 'subnet-00000000')).toEqual(
      answering({ TotalCount: 0, Offset: 0, Limit: 15, Tags: [] }),
    )
  })

  test.each<[string, object, string]>([
    ['a resource that is none', { Resource: 'x' }, 'InvalidParameterValue'],
    ['a resource that is gone', { Resource: resource('vpc-00000000') }, 'ResourceNotFound'],
    [
      'a key to put and to drop',
      { ReplaceTags: [{ TagKey: 'a', TagValue: '' }], DeleteTags: [{ TagKey: 'a' }] },
      'InvalidParameterValue.DeleteTagsParamError',
    ],
    ['an empty key', { ReplaceTags: [{ TagKey: '', TagValue: '' }] }, 'InvalidParameterValue.TagKeyEmpty'],
    [
      'a long key',
      { ReplaceTags: [{ TagKey: 'k'.repeat(128), TagValue: '' }] },
      'InvalidParameterValue.TagKeyLengthExceeded',
    ],
    [
      'a long value',
      { ReplaceTags: [{ TagKey: 'k', TagValue: 'v'.repeat(256) }] },
      'InvalidParameterValue.TagValueLengthExceeded',
    ],
    ['a reserved key', { ReplaceTags: [{ TagKey: 'tencent', TagValue: '' }] }, 'InvalidParameter.ReservedTagKey'],
    [
      '51 tags',
      { ReplaceTags: Array.from({ length: 51 }, (_, n) => ({ TagKey: `k${n}`, TagValue: '' })) },
      'LimitExceeded.ResourceAttachedTags',
    ],
  ])('refuses %s', async (_, more, code) => {
    const { api } = setup()
    expect(await api('ModifyResourceTags', { Resource: resource(VPC), ...more })).toEqual(refusingWith(code))
    expect(await good(tagsOf(api, 'vpc', VPC))).toMatchObject({ TotalCount: 0 })
  })

  test('knows its own version alone, and needs no region', async () => {
    const { send } = setup()
    const { headersOf } = await import('./setup.ts')
    const body = JSON.stringify({ ServiceType: 'vpc', ResourcePrefix: 'vpc', ResourceIds: [VPC] })
    const signed = headersOf(FIRST, 'DescribeResourceTagsByResourceIds', body, { service: 'tag' })
    const { 'x-tc-region': _, ...headers } = signed
    expect(said(await send({ body, headers }))).toMatchObject({ TotalCount: 0 })
    expect(await send({ body, headers: { ...signed, 'x-tc-version': '2017-03-12' } })).toEqual(
      refusingWith('InvalidAction'),
    )
  })
})
