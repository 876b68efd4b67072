import fc from 'fast-check'
import { expect, test } from 'vitest'
import { endpoints } from '../../../../src/providers/tencent/endpoints.ts'
import { COMMON_CODES, actionCodes } from '../../../../src/providers/tencent/errors/codes/index.ts'
import { FIRST, TABLE, VPC, VPN, setup } from './setup.ts'

const REQUESTS = 10_000

const actions = Object.entries(endpoints)
  .filter(([op, endpoint]) => op.startsWith('v3.') && !('planned' in endpoint))
  .map(([op, { path }]) => ({ action: op.slice(3), version: path.split('/')[1]! }))

const leaf = fc.oneof(
  fc.constantFrom<unknown>(
    VPC,
    TABLE,
    VPN,
    'subnet-00000000',
    'pcx-00000000',
    'rti-00000000',
    '10.0.1.0/24',
    '9.0.0.0/8',
  ),
  fc.constantFrom<unknown>(
    '',
    'x',
    'true',
    '7',
    0,
    1,
    -1,
    1.5,
    1e308,
    true,
    null,
    '::/0',
    '10.0.0.1/33',
    'x'.repeat(300),
  ),
  fc.constantFrom<unknown>(
    'VPN',
    'EIP',
    'vpc-id',
    'next-hop-type',
    'tag:k',
    'ap-guangzhou',
    'ap-guangzhou-3',
    'appid-max-vpcs',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
)
const route = { DestinationCidrBlock: '9.0.0.0/8', GatewayType: 'VPN', GatewayId: VPN, RouteId: 1, Enabled: true }
const table = { RouteTableId: TABLE }
const list = { Filters: [{ Name: 'vpc-id', Values: [VPC] }], Offset: 0, Limit: '20' }
const Tags = [{ Key: 'k', Value: 'v' }]
const peering = { PeeringConnectionId: 'pcx-00000000' }
/** What each action takes. */
const INPUTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  CreateVpc: { VpcName: 'v', CidrBlock: '10.1.0.0/16', EnableMulticast: 'true', DnsServers: ['10.1.0.2'], Tags },
  DescribeVpcs: list,
  ModifyVpcAttribute: { VpcId: VPC, VpcName: 'v', DnsServers: ['10.1.0.2'], EnableRouteVpcPublish: true },
  DeleteVpc: { VpcId: VPC },
  CreateSubnet: { VpcId: VPC, SubnetName: 's', Zone: 'ap-guangzhou-3', CidrBlock: '10.0.1.0/24', Tags },
  CreateSubnets: { VpcId: VPC, Subnets: [{ SubnetName: 's', Zone: 'ap-guangzhou-3', CidrBlock: '10.0.1.0/24' }], Tags },
  DescribeSubnets: { ...list, MaxResults: 1, NextToken: '0' },
  ModifySubnetAttribute: { SubnetId: 'subnet-00000000', SubnetName: 's', EnableBroadcast: 'true' },
  DeleteSubnet: { SubnetId: 'subnet-00000000' },
  CreateRouteTable: { VpcId: VPC, RouteTableName: 't', Tags },
  DescribeRouteTables: { ...list, NeedRouterInfo: true },
  ModifyRouteTableAttribute: { ...table, RouteTableName: 't' },
  DeleteRouteTable: table,
  ReplaceRouteTableAssociation: { ...table, SubnetId: 'subnet-00000000' },
  CreateRoutes: { ...table, Routes: [route] },
  ReplaceRoutes: { ...table, Routes: [route] },
  ResetRoutes: { ...table, RouteTableName: 't', Routes: [route] },
  DeleteRoutes: { ...table, Routes: [route] },
  EnableRoutes: { ...table, RouteIds: [1] },
  DisableRoutes: { ...table, RouteItemIds: ['rti-00000000'] },
  DescribeRoutes: list,
  DescribeRouteList: list,
  DescribeRouteConflicts: { ...table, DestinationCidrBlocks: ['9.0.0.0/8'] },
  CreateVpcPeeringConnection: {
    SourceVpcId: VPC,
    DestinationVpcId: VPC,
    PeeringConnectionName: 'p',
    DestinationUin: '1',
    DestinationRegion: 'ap-guangzhou',
    Bandwidth: 10,
    Tags,
  },
  AcceptVpcPeeringConnection: peering,
  RejectVpcPeeringConnection: peering,
  DeleteVpcPeeringConnection: peering,
  ModifyVpcPeeringConnection: { ...peering, Bandwidth: 10, ChargeType: 'POSTPAID_BY_DAY_MAX' },
  DescribeVpcPeeringConnections: { ...list, OrderField: 'CreatedTime', OrderDirection: 'ASC' },
  DescribeVpcTaskResult: { TaskId: 'x' },
  DescribeVpcLimits: { LimitTypes: ['appid-max-vpcs'] },
  DescribeAccountAttributes: {},
  DescribeResourceTagsByResourceIds: {
    ServiceType: 'vpc',
    ResourcePrefix: 'vpc',
    ResourceIds: [VPC],
    Offset: 0,
    Limit: 5,
  },
  ModifyResourceTags: {
    Resource: `qcs::vpc:ap-guangzhou:uin/:vpc/${VPC}`,
    ReplaceTags: [{ TagKey: 'k', TagValue: 'v' }],
    DeleteTags: [{ TagKey: 'l' }],
  },
}

const member = fc.constantFrom('Name', 'Values', 'Key', 'RouteId', 'GatewayId', '__proto__x', '0', 'constructor')
const { tree } = fc.letrec<{ tree: unknown; node: unknown }>((tie) => ({
  tree: fc.oneof({ depthSize: 'small' }, leaf, leaf, tie('node')),
  node: fc.oneof(fc.dictionary(member, tie('tree'), { maxKeys: 3 }), fc.array(tie('tree'), { maxLength: 3 })),
}))

/** Something else in place of one part of a value, at any depth. */
const spoilt = (value: unknown, draws: readonly number[], other: unknown): unknown => {
  const [draw = 0, ...rest] = draws
  if (typeof value !== 'object' || value === null || draw % 4 === 0) return other
  const keys = Object.keys(value)
  const key = keys[draw % (keys.length + 1)] ?? 'Unknown'
  const changed = spoilt((value as Record<string, unknown>)[key], rest, other)
  return Array.isArray(value)
    ? value.map((item: unknown, n) => (String(n) === key ? changed : item))
    : { ...value, [key]: changed }
}

const json = (action: string) =>
  fc
    .tuple(fc.array(fc.nat({ max: 99 }), { minLength: 4, maxLength: 4 }), fc.option(tree, { nil: undefined }))
    .map(([[first, ...draws], other]) => spoilt(INPUTS[action], [first! | 1, ...draws], other))
    .map((value) => JSON.stringify(value).replaceAll('__proto__x', '__proto__'))
const bodyOf = (action: string) =>
  fc.oneof({ weight: 9, arbitrary: json(action) }, fc.constantFrom('', '[]', 'null', '0', '{', '['.repeat(5_000)))
const request = fc.oneof(
  ...actions.map((at) =>
    fc.record({
      at: fc.constant(at),
      asForm: fc.boolean(),
      method: fc.constantFrom(...Array.from({ length: 8 }, () => 'POST'), 'GET', 'GET', 'PUT'),
      body: bodyOf(at.action),
      odd: fc.constantFrom<Record<string, string>>(
        ...Array.from({ length: 20 }, () => ({})),
        { 'x-tc-version': '2017-03-1' },
        { 'x-tc-region': 'gz' },
        { 'x-tc-timestamp': '9'.repeat(15) },
        { authorization: 'TC3-HMAC-SHA256 Credential=/, SignedHeaders=;;, Signature=' },
        {
          authorization: `TC3-HMAC-SHA256 Credential=${FIRST.secretId}/2026-01-01//tc3_request, SignedHeaders=;;;, Signature=é`,
        },
        { 'content-type': 'multipart/form-data' },
      ),
    }),
  ),
)

const fieldsOf = (text: string): [string, string][] => {
  try {
    const value = JSON.parse(text) as unknown
    const list: [string, string][] = []
    const walk = (node: unknown, at: string): void => {
      if (typeof node !== 'object' || node === null) list.push([at, String(node)])
      else for (const [name, inner] of Object.entries(node)) walk(inner, at === '' ? name : `${at}.${name}`)
    }
    walk(value, '')
    return list
  } catch {
    return [[text, '']]
  }
}

test(`answers ${REQUESTS} malformed requests as documented`, async () => {
  const { emulator } = setup({ rateLimits: 'off', settings: { tencent: { timestampWindow: 'off' } } })
  const seen = new Set<string>()
  const wrong: string[] = []
  for (const { at, asForm, method, body, odd } of fc.sample(request, { numRuns: REQUESTS, seed: 3 })) {
    const { action, version } = at
    const common = {
      Action: action,
      Version: version,
      Region: 'ap-guangzhou',
      Timestamp: '1767225600',
      Nonce: '1',
      SecretId: 'x',
      Signature: 'x',
    }
    const fields = new URLSearchParams([...Object.entries(common), ...fieldsOf(body)])
    const query =
      method === 'GET' ? `?${asForm ? fields.toString() : new URLSearchParams(fieldsOf(body)).toString()}` : ''
    const headers: Record<string, string> = asForm
      ? {}
      : {
          'x-tc-action': action,
          'x-tc-version': version,
          'x-tc-region': 'ap-guangzhou',
          'x-tc-timestamp': '1767225600',
          authorization: 'TC3-HMAC-SHA256 Credential=x/2026-01-01/vpc/tc3_request, SignedHeaders=host, Signature=x',
          'content-type': 'application/json',
        }
    const response = await emulator.fetch(
      new Request(`http://vpc.tencentcloudapi.com/${query}`, {
        method,
        headers: { ...headers, ...(asForm ? {} : odd) },
        ...(method !== 'GET' && { body: asForm ? fields : body }),
      }),
    )
    const text = await response.text()
    const { Response } = JSON.parse(text) as {
      Response: { Error?: { Code: string; Message: string }; RequestId: string }
    }
    const listed: readonly string[] = [...COMMON_CODES, ...actionCodes[action as keyof typeof actionCodes]]
    const { Error: error, RequestId } = Response
    seen.add(error?.Code ?? '')
    const documented =
      response.status === 200 &&
      response.headers.get('content-type') === 'application/json' &&
      /^[0-9a-f-]{36}$/.test(RequestId) &&
      (error === undefined || (listed.includes(error.Code) && error.Code !== 'InternalError' && error.Message !== ''))
    if (!documented) wrong.push(`${method} ${action} ${body.slice(0, 200)}\n${response.status} ${text.slice(0, 300)}`)
  }
  // every depth was reached
  expect(seen.size).toBeGreaterThan(15)
  expect(wrong).toEqual([])
})
