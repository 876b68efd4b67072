import { describe, expect, test } from 'vitest'
import { LIST, watched } from './setup.ts'

const CREATE = 'digitalocean/vpc_peerings.create'
const VPCS = 'digitalocean/vpcs.list'

describe('calls', () => {
  test('are counted, and a failure lists them', async () => {
    const { api, check } = await watched()
    expect(check({ op: CREATE, calls: { atMost: 1 } })).toEqual({
      text: `${CREATE} is called at most once`,
      passed: true,
      because: undefined,
      seen: ['it was called once', '#3 2026-01-01T00:00:00.000Z POST /v2/vpc_peerings: 202'],
    })
    await api('POST', LIST, {})
    expect(check({ op: CREATE, calls: { atMost: 1 }, because: 'one is enough' })).toEqual({
      text: `${CREATE} is called at most once`,
      passed: false,
      because: 'one is enough',
      seen: [
        'it was called 2 times',
        '#3 2026-01-01T00:00:00.000Z POST /v2/vpc_peerings: 202',
        '#4 2026-01-01T00:00:00.000Z POST /v2/vpc_peerings: 422',
      ],
    })
  })

  test('only the newest ten are shown', async () => {
    const { api, check } = await watched()
    for (let n = 0; n < 12; n++) await api('GET', '/v2/account')
    const { seen } = check({ op: 'digitalocean/account.get', calls: 1 })
    expect(seen.slice(0, 3)).toEqual([
      'it was called 12 times',
      '… 2 earlier ones',
      '#6 2026-01-01T00:00:00.000Z GET /v2/account: 200',
    ])
    expect(seen).toHaveLength(12)
  })

  test('one that never came is met with the nearest that did', async () => {
    const { check } = await watched()
    expect(check({ op: 'digitalocean/vpc_peerings.get', calls: { atLeast: 1 } })).toEqual({
      text: 'digitalocean/vpc_peerings.get is called at least once',
      passed: false,
      because: undefined,
      seen: ['it was called 0 times', `no request fits 'digitalocean/vpc_peerings.get'; did you mean '${CREATE}'?`],
    })
  })

  test('without any request there is nothing to compare with', async () => {
    const { check, emulator } = await watched()
    emulator.world.journal.clear()
    expect(check({ op: CREATE, answered: '2xx' })).toEqual({
      text: `every call of ${CREATE} is answered 2xx`,
      passed: false,
      because: undefined,
      seen: ['there was no request at all'],
    })
  })
})

describe('answered', () => {
  test('asks it of every call, or with bounds of so many', async () => {
    const { api, check } = await watched()
    await api('GET', '/v2/vpcs')
    await api('GET', '/v2/vpcs')
    expect(check({ op: VPCS, answered: '5xx', calls: 1 })).toEqual({
      text: `${VPCS} is answered 5xx once`,
      passed: true,
      because: undefined,
      seen: [
        'it was answered 5xx once',
        '#4 2026-01-01T00:00:00.000Z GET /v2/vpcs: 503 (fault once)',
        '#5 2026-01-01T00:00:00.000Z GET /v2/vpcs: 200',
      ],
    })
    expect(check({ op: VPCS, answered: [200, 503] })).toEqual({
      text: `every call of ${VPCS} is answered 200 or 503`,
      passed: true,
      because: undefined,
      seen: ['0 of 2 were not'],
    })
    expect(check({ op: VPCS, answered: 503 })).toEqual({
      text: `every call of ${VPCS} is answered 503`,
      passed: false,
      because: undefined,
      seen: ['1 of 2 were not', '#5 2026-01-01T00:00:00.000Z GET /v2/vpcs: 200'],
    })
  })

  test('of the calls that a match chooses out of an operation, or of many operations', async () => {
    const { check } = await watched()
    const op = 'digitalocean/*'
    expect(check({ op, match: { method: 'POST' }, answered: '2xx' }).passed).toBe(true)
    expect(check({ op, match: { body: { name: 'a-b' } }, calls: 1 }).seen).toEqual([
      'it was called once',
      '#3 2026-01-01T00:00:00.000Z POST /v2/vpc_peerings: 202',
    ])
    expect(check({ op, match: { header: { 'x-none': { exists: true } } }, calls: 0 }).passed).toBe(true)
  })
})

test('a fault hits so often, out of so many matching calls', async () => {
  const { check, api } = await watched()
  expect(check({ fault: 'once' })).toEqual({
    text: 'fault once hits at least once',
    passed: false,
    because: undefined,
    seen: ['it hit 0 times, out of 0 matching calls'],
  })
  await api('GET', '/v2/vpcs')
  expect(check({ fault: 'once', hits: 1 })).toEqual({
    text: 'fault once hits once',
    passed: true,
    because: undefined,
    seen: ['it hit once, out of 1 matching call'],
  })
})
