import { describe, expect, test } from 'vitest'
import { allCodes } from '../../../../src/providers/tencent/errors/codes/index.ts'
import { dialect } from '../../../../src/providers/tencent/errors/v3.ts'
import { play } from '../../../scenario/setup.ts'
import { BASE, FIRST, TABLE, VPC, VPN, answering, clientsOf, good, headers, now, refusing, said } from './setup.ts'

const begin = async (text: string) => {
  const { emulator, pass } = await play(text)
  return { ...clientsOf(emulator), pass }
}
const fault = (error: string, op = 'v3.CreateVpc') =>
  `faults:\n  - { id: f, match: { op: tencent/${op} }, effect: { error: ${error} } }`
const create = { VpcName: 'v', CidrBlock: '10.1.0.0/16' }

describe('faults', () => {
  test('say every name of both APIs, each as an answer of 200 that has a code and a request id', async () => {
    const rules = Object.keys(dialect.errors ?? {}).map(
      (error, n) =>
        `  - { id: f${n}, match: { op: tencent/v3.CreateVpc }, calls: ${n + 1}, effect: { error: ${error} } }`,
    )
    const { api } = await begin(`faults:\n${rules.join('\n')}`)
    for (const [n, error] of Object.keys(dialect.errors ?? {}).entries()) {
      const answer = await api('CreateVpc', create)
      expect([error, answer.status, answer.headers]).toEqual([error, 200, { ...headers, 'x-peertwin-fault': `f${n}` }])
      const { Error: refusal, RequestId } = said(answer) as {
        Error: { Code: string; Message: string }
        RequestId: string
      }
      expect([error, RequestId.length, refusal.Message !== '', /undefined|\{\}|``/.test(refusal.Message)]).toEqual([
        error,
        36,
        true,
        false,
      ])
      // what API 3.0 knows by this name is told under it
      const own = allCodes.some((code) => code === error)
      expect(refusal.Code).toBe(own ? error : refusal.Code)
    }
    expect(await good(api('CreateVpc', create))).toBeDefined()
  })

  test('are told in the words of the API that is spoken', async () => {
    const { api, v2 } = await begin(fault('InvalidVpcName.InUse', '*CreateVpc'))
    expect(await api('CreateVpc', create)).toMatchObject({
      body: refusing('InvalidParameterValue', 'The VPC name is in use.').body,
    })
    expect((await v2.api('CreateVpc', { vpcName: 'v', cidrBlock: '10.1.0.0/16' })).body).toMatchObject({
      code: 5100,
      codeDesc: 'InvalidVpcName.InUse',
    })
    const later = await begin(fault('UnsupportedOperation.RecordExists', '*CreateVpc'))
    expect(said(await later.api('CreateVpc', create))).toMatchObject({
      Error: { Code: 'UnsupportedOperation.RecordExists' },
    })
    expect((await later.v2.api('CreateVpc', { vpcName: 'v', cidrBlock: '10.1.0.0/16' })).body).toMatchObject({
      code: 5100,
      codeDesc: 'UnsupportedOperation.RecordExists',
    })
  })

  test('know the two APIs apart', async () => {
    const { api, v2 } = await begin(fault('InternalError'))
    expect((await v2.api('CreateVpc', { vpcName: 'v', cidrBlock: '10.1.0.0/16' })).body).toMatchObject({ code: 0 })
    expect(said(await api('CreateVpc', create))).toMatchObject({ Error: { Code: 'InternalError' } })
  })

  test('lose an answer after the route was made', async () => {
    const { api } = await begin(
      'faults:\n  - { id: f, match: { op: tencent/v3.CreateRoutes }, calls: 1, stage: after, effect: { error: InternalError } }',
    )
    const input = {
      RouteTableId: TABLE,
      Routes: [{ DestinationCidrBlock: '9.0.0.0/8', GatewayType: 'VPN', GatewayId: VPN }],
    }
    expect(said(await api('CreateRoutes', input))).toMatchObject({ Error: { Code: 'InternalError' } })
    expect(said(await api('CreateRoutes', input))).toMatchObject({ Error: { Code: 'InvalidParameterValue.Duplicate' } })
  })
})

test('limits say the quota of the resource', async () => {
  const { api } = await begin('limits:\n  - { id: one, resource: tencent/vpc, max: 1 }')
  expect(said(await api('CreateVpc', create))).toMatchObject({
    Error: {
      Code: 'LimitExceeded',
      Message:
        'The upper limit of number of VPCs (1) has been exceeded. Please contact customer service for more resources.',
    },
  })
})

test('a lifecycle holds a deleted peering for a while', async () => {
  const { api, pass } = await begin(
    'lifecycles:\n  tencent/peering:\n    - { id: lingers, from: DELETED, after: 30s, to: $gone }',
  )
  const { Vpc } = await good<{ Vpc: { VpcId: string } }>(api('CreateVpc', { VpcName: 'b', CidrBlock: '172.16.0.0/16' }))
  const one = await good<{ PeeringConnectionId: string }>(
    api('CreateVpcPeeringConnection', {
      SourceVpcId: VPC,
      DestinationVpcId: Vpc.VpcId,
      DestinationUin: String(FIRST.uin),
      DestinationRegion: 'ap-guangzhou',
      PeeringConnectionName: 'p',
    }),
  )
  const { PeeringConnectionId } = one
  await good(api('DeleteVpcPeeringConnection', { PeeringConnectionId }))
  expect(said(await api('DescribeVpcPeeringConnections'))).toMatchObject({ PeerConnectionSet: [{ State: 'DELETED' }] })
  pass(30_000)
  expect(await api('DescribeVpcPeeringConnections')).toEqual(answering({ TotalCount: 0, PeerConnectionSet: [] }))
})

test('the journal names the action, hides the token and explains the answer', async () => {
  const { api, control, send } = await begin('faults: []')
  const answer = await api('DeleteVpc', { VpcId: 'vpc-00000000' })
  const n = answer.headers['x-peertwin-request']
  expect((await control('GET', '/requests')).body).toMatchObject({
    requests: [{ provider: 'tencent', op: 'v3.DeleteVpc' }],
  })
  expect((await control('GET', `/requests/${n}/explain`)).body).toMatchObject({
    facts: expect.arrayContaining([
      { says: 'What is gone is `ResourceNotFound`, whatever it was.', evidence: 'documented' },
    ]) as object[],
  })
  const hidden = await send({ body: '{}', headers: { 'x-tc-action': 'DescribeVpcs', 'x-tc-token': 'top-secret' } })
  expect(hidden.status).toBe(200)
  const { text } = await control('GET', '/requests')
  expect([text.includes('X-TC-Token') || text.includes('x-tc-token'), text.includes('top-secret')]).toEqual([
    true,
    false,
  ])
})

test('the journal has no warning for a request that says nothing but what is known', async () => {
  const { api, send, control } = await begin('faults: []')
  const fields = { Action: 'DescribeVpcs', Version: '2017-03-12', Region: 'ap-guangzhou', Nonce: '1', SecretId: 'x' }
  const all = new URLSearchParams({
    ...fields,
    Timestamp: String(now()),
    Signature: 'x',
    Language: 'en-US',
    Limit: '1',
  })
  const Filters = [{ Name: 'vpc-name', Values: ['pan'] }]
  for (const answer of [
    api('DescribeVpcs', { Filters }),
    send({ body: all }),
    send({ method: 'GET' }, `${BASE}/?${all.toString()}`),
  ])
    expect(await good(answer)).toMatchObject({ TotalCount: 1 })
  const { requests } = (await control('GET', '/requests')).body as { requests: { warnings: { kind: string }[] }[] }
  // clients of tests say nothing of themselves
  expect(requests.flatMap(({ warnings }) => warnings.map(({ kind }) => kind))).toEqual(Array(3).fill('missing_header'))
})
