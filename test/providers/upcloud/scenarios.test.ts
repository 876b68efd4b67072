import { describe, expect, test } from 'vitest'
import { createRoutes } from '../../../src/providers/upcloud/routes/index.ts'
import { overSocket } from '../../helpers/socket.ts'
import { play } from '../../scenario/setup.ts'
import { BASE, bare, basic, common, patchPeering, refusal, said, setup, stateOf, told, twoSides } from './setup.ts'

const started = async (text: string) => {
  const { emulator, pass } = await play(text, { providers: ['upcloud'], ...bare() })
  return { pass, api: overSocket(emulator, BASE, { authorization: basic('testuser') }) }
}
const machine = (rule: string): string => `lifecycles:\n  upcloud/network_peering:\n    - ${rule}`
const fault = (op: string, error: string, more = ''): string =>
  `faults:\n  - { id: f, match: { op: upcloud/${op} }, calls: 1, effect: { error: ${error}${more} } }`

describe('a scenario', () => {
  test('bends the way up, and the way down with it, which still ends disabled', async () => {
    const { api, pass } = await started(machine('{ id: slow, from: provisioning, after: 30s, to: active }'))
    const { ab, ba } = await twoSides(api)
    pass(29_999)
    expect(await stateOf(api, ab)).toBe('provisioning')
    pass(1)
    expect([await stateOf(api, ab), await stateOf(api, ba)]).toEqual(['active', 'active'])
    await patchPeering(api, ab.uuid, { configured_status: 'disabled' })
    pass(29_999)
    expect(await stateOf(api, ab)).toBe('provisioning')
    pass(1)
    expect([await stateOf(api, ab), await stateOf(api, ba)]).toEqual(['disabled', 'peer-disabled'])
  })

  test('ends the way up after reads of the peering itself', async () => {
    const { api } = await started(machine('{ id: seen, from: provisioning, afterReads: 2, to: active }'))
    const { ab } = await twoSides(api)
    const seen = [await stateOf(api, ab), await stateOf(api, ab), await stateOf(api, ab)]
    expect(seen).toEqual(['provisioning', 'provisioning', 'active'])
  })

  test('lets a peering fail on its way up, and a client lead it out again', async () => {
    const { api, pass } = await started(machine('{ id: fails, from: provisioning, after: 5s, to: error }'))
    const { ab } = await twoSides(api)
    pass(5_000)
    expect(await stateOf(api, ab)).toBe('error')
    const { body } = await patchPeering(api, ab.uuid, { configured_status: 'disabled' })
    expect(body).toMatchObject({ network_peering: { state: 'disabled' } })
    expect((await api('DELETE', `/1.3/network-peering/${ab.uuid}`)).status).toBe(204)
  })

  test.each([
    ['PEERING_ACCOUNT_INVALID', 400, 'The peering account is invalid.', {}],
    ['INSUFFICIENT_CREDITS', 402, 'There are not enough credits for the requested operation.', {}],
    ['GENERAL_FAILURE', 500, 'Your request could not be fulfilled due to a technical issue.', {}],
    ['SERVICE_ERROR', 503, 'The service is temporarily unavailable.', {}],
    ['TOO_MANY_REQUESTS', 429, 'Too many requests.', { 'retry-after': '1' }],
    ['rate_limited', 429, 'Too many requests.', { 'retry-after': '1' }],
    ['quota_exceeded', 409, 'The network peering limit has been reached.', {}],
    ['internal', 500, 'Your request could not be fulfilled due to a technical issue.', {}],
  ])('lets the service say %s', async (error, status, message, headers) => {
    const { api } = await started(fault('network_peerings.create', error))
    const answer = await api('POST', '/1.3/network-peering', {})
    const code = {
      rate_limited: 'TOO_MANY_REQUESTS',
      quota_exceeded: 'PEERING_LIMIT_REACHED',
      internal: 'GENERAL_FAILURE',
    }[error]
    expect(said(answer)).toEqual(told(status, code ?? error, message, { ...headers, 'x-peertwin-fault': 'f' }))
  })

  test('lets a credential fail', async () => {
    const { api } = await started(fault('account.get', 'AUTHENTICATION_FAILED'))
    const answer = await api('GET', '/1.3/account')
    expect([answer.status, answer.headers]).toEqual([401, { ...common('application/json'), 'x-peertwin-fault': 'f' }])
    expect((await api('GET', '/1.3/account')).status).toBe(200)
  })

  test('speaks the newer form to the newer services', async () => {
    const { api } = await started(fault('tokens.list', 'SERVICE_ERROR', ', retryAfter: 3s'))
    const answer = await api('GET', '/1.3/account/tokens')
    expect(answer.headers['retry-after']).toBe('3')
    expect(answer.body).toEqual({
      correlation_id: answer.headers['upcloud-cid'],
      status: 503,
      title: 'The service is temporarily unavailable.',
      type: 'https://developers.upcloud.com/1.3/errors#ERROR_SERVICE_ERROR',
    })
  })
})

test('every code that a scenario may ask for is said in the older form', async () => {
  const { errors = [] } = createRoutes().app()
  const codes = errors.filter((name) => /^[A-Z_]+$/.test(name) && !name.startsWith('AUTHENTICATION'))
  expect(codes.length).toBeGreaterThan(20)
  const answers = codes.map(async (code) => {
    const { api } = await started(fault('zones.list', code))
    const { text, body } = await api('GET', '/1.3/zone')
    const { error_code, error_message } = (body as { error: Record<string, string> }).error
    return text === refusal(error_code!, error_message!) ? error_code : text
  })
  expect(await Promise.all(answers)).toEqual(codes)
})

test('a poller that sleeps sees the same as one that asks all the time', async () => {
  const [quick, lazy] = [setup(bare()), setup(bare())]
  const run = async ({ api, clock }: typeof quick, step: number): Promise<string[]> => {
    const { ab, ba } = await twoSides(api)
    const pass = async (): Promise<void> => {
      for (let at = 0; at < 6_000; at += step) {
        clock.advance(step)
        await stateOf(api, ab)
      }
    }
    await pass()
    await patchPeering(api, ba.uuid, { configured_status: 'disabled' })
    await pass()
    return [await stateOf(api, ab), await stateOf(api, ba)]
  }
  expect(await run(quick, 100)).toEqual(await run(lazy, 6_000))
  const moves = ({ emulator }: typeof quick) =>
    [...emulator.world.commits.transitions].map(({ at, from, to, type }) => [at, type, from, to])
  expect(moves(quick)).toEqual(moves(lazy))
})
