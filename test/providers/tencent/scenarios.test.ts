import { describe, expect, test } from 'vitest'
import { dialect } from '../../../src/providers/tencent/errors/v2.ts'
import { play } from '../../scenario/setup.ts'
import {
  EXAMPLE,
  EXAMPLE_ROUTE,
  clientsOf,
  createFarPeering,
  createVpc,
  good,
  headers,
  setup,
  success,
} from './setup.ts'

const begin = async (text: string) => {
  const { emulator, pass } = await play(text)
  return { ...clientsOf(emulator), pass }
}
const create = { ...EXAMPLE, routeSet: [EXAMPLE_ROUTE] }

describe('faults', () => {
  test.each(Object.keys(dialect.errors ?? {}))('say %s by its name, as an answer of 200', async (error) => {
    const { api } = await begin(
      `faults:\n  - { id: f, match: { op: tencent/CreateRoute }, calls: 1, effect: { error: ${error} } }`,
    )
    const answer = await api('CreateRoute', create)
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual({ ...headers, 'x-peertwin-fault': 'f' })
    expect(Object.keys(answer.body as object)).toEqual(['code', 'message', 'codeDesc'])
    expect(answer.body).toMatchObject({
      code: expect.toSatisfy((code: unknown) => Number.isInteger(code) && code !== 0) as number,
      message: expect.stringMatching(/./) as string,
    })
    expect((await api('CreateRoute', create)).body).toEqual(success)
  })

  test('know an action by its name and leave the others alone', async () => {
    const { api } = await begin(
      'faults:\n  - { id: f, match: { op: tencent/DeleteRoute }, effect: { error: Maintenance } }',
    )
    expect((await api('CreateRoute', create)).body).toEqual(success)
    expect((await api('DeleteRoute', create)).body).toEqual({
      code: 6200,
      message: 'The API is under maintenance.',
      codeDesc: 'Maintenance',
    })
  })

  test('lose an answer after the route was made', async () => {
    const { api } = await begin(
      'faults:\n  - { id: f, match: { op: tencent/CreateRoute }, calls: 1, stage: after, effect: { error: InternalError } }',
    )
    expect((await api('CreateRoute', create)).body).toEqual({
      code: 6000,
      message: 'Internal error',
      codeDesc: 'InternalError',
    })
    expect((await api('CreateRoute', create)).body).toMatchObject({ codeDesc: 'RouteAlreadyExists' })
  })
})

describe('limits', () => {
  test('say the quota of the resource in the words of the service, and never the name of a table', async () => {
    const limits = (error: string) =>
      `limits:\n  - { id: one, resource: tencent/vpc, max: 1${error} }\n  - { id: dcg, resource: tencent/gateway, max: 3 }`
    const asked = async (error = '') => {
      const { api } = await begin(limits(error))
      return [
        (await api('CreateVpc', { vpcName: 'a', cidrBlock: '172.16.0.0/16' })).body,
        (await api('CreateDirectConnectGateway', { vpcId: EXAMPLE.vpcId, directConnectGatewayName: 'd' })).body,
      ]
    }
    const quota = { code: 4400, message: 'The request quota has been exceeded.', codeDesc: 'RequestLimitExceeded' }
    expect(await asked()).toEqual([
      {
        code: 5100,
        message:
          'The upper limit of number of VPCs (1) has been exceeded. Please contact customer service for more resources.',
        codeDesc: 'VpcLimitExceeded',
      },
      quota,
    ])
    const parameter = (what: string) => ({
      code: 4000,
      message: `Request failed. Parameter [Region] ${what}.`,
      codeDesc: 'InvalidParameter',
    })
    expect(await asked(', error: InvalidParameter')).toEqual([parameter('is invalid'), quota])
    expect(await asked(', error: MissingParameter')).toEqual([parameter('cannot be empty'), quota])
  })
})

describe('lifecycles', () => {
  const far = async (text: string) => {
    const bench = await begin(text)
    return { ...bench, task: await createFarPeering(bench.api, bench.other) }
  }

  test('make a task slow', async () => {
    const { task, pass } = await far(
      'lifecycles:\n  tencent/task:\n    - { id: slow, from: RUNNING, after: 60s, to: SUCCESS }',
    )
    pass(59_999)
    expect(await task()).toEqual({ status: 2 })
    pass(1)
    expect(await task()).toMatchObject({ status: 0 })
  })

  test('make a task fail with a code of their own', async () => {
    const { api, task, pass } = await far(
      "lifecycles:\n  tencent/task:\n    - { id: fails, from: RUNNING, after: 1s, to: FAILED, set: { output.errorCode: 9003, output.errorMsg: 'no capacity' } }",
    )
    pass(1_000)
    expect(await task()).toEqual({ status: 1, output: { errorCode: 9003, errorMsg: 'no capacity' } })
    expect((await api('DescribeVpcPeeringConnections')).body).toMatchObject({ data: [{ state: 5 }] })
  })

  test('hold a deleted peering in state 4 for a while', async () => {
    const { api, pass } = await begin(
      'lifecycles:\n  tencent/peering:\n    - { id: lingers, from: DELETED, after: 30s, to: $gone }',
    )
    const a = await createVpc(api, 'a', '172.16.0.0/16')
    const b = await createVpc(api, 'b', '192.168.0.0/16')
    const { peeringConnectionId } = await good<{ peeringConnectionId: string }>(
      api('CreateVpcPeeringConnection', {
        vpcId: a.unVpcId,
        peerVpcId: b.unVpcId,
        peerUin: 909_619_400,
        peeringConnectionName: 'p',
      }),
    )
    const one = { peeringConnectionId }
    await good(api('DeleteVpcPeeringConnection', one))
    expect((await api('DescribeVpcPeeringConnections')).body).toMatchObject({ data: [{ state: 4 }] })
    expect((await api('DeleteVpcPeeringConnection', one)).body).toMatchObject({
      codeDesc: 'InvalidPeeringConnection.NotFound',
    })
    pass(30_000)
    expect((await api('DescribeVpcPeeringConnections')).body).toMatchObject({ totalCount: 0 })
  })
})

test('without a scenario nothing of this happens', async () => {
  expect((await setup().api('CreateRoute', create)).body).toEqual(success)
})
