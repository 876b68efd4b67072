import { describe, expect, test } from 'vitest'
import type { Expectation } from '../../../src/scenario/document/schema.ts'
import { verificationText } from '../../../src/scenario/verify/report.ts'
import { verify } from '../../../src/scenario/verify/verify.ts'
import { vocabulary } from '../setup.ts'
import { LIST, watched } from './setup.ts'

const GET = 'digitalocean/vpc_peerings.get'
const about = (expectation: Expectation): Expectation => ({ op: GET, ...expectation })

/** A peering that was looked at after so many seconds each. */
const polled = async (...seconds: number[]) => {
  const bench = await watched()
  for (const span of seconds) {
    bench.pass(span * 1_000)
    await bench.api('GET', `${LIST}/${bench.id}`)
  }
  return bench
}

describe('gap', () => {
  test('calls are so far apart', async () => {
    const { check } = await polled(1, 60, 90)
    expect(check(about({ gap: { atLeast: '1m' } }))).toMatchObject({
      text: `calls of ${GET} are at least 1m apart`,
      passed: true,
      seen: ['0 of 2 gaps are not'],
    })
    const { passed, seen } = check(about({ gap: { atLeast: '10s', atMost: '1m' }, because: 'polite' }))
    expect({ passed, seen: [seen[0], seen.at(-1)?.replace(/\/[0-9a-f-]{36}/, '/ID')] }).toEqual({
      passed: false,
      seen: ['1 of 2 gaps are not', '1m 30s after #5: #6 2026-01-01T00:02:31.000Z GET /v2/vpc_peerings/ID: 200'],
    })
  })

  test('of every resource, where it says so, and none without calls', async () => {
    const { check } = await polled(1, 60)
    expect(check(about({ gap: { atLeast: '1m' }, per: 'resource' })).passed).toBe(true)
    expect(check({ op: 'digitalocean/account.get', gap: { atLeast: '1m' } })).toMatchObject({ passed: false })
  })
})

describe('rate', () => {
  test('no more calls come within a span', async () => {
    const { check } = await polled(1, 60, 60, 60, 600)
    expect(check(about({ rate: { atMost: 2, per: '2m' } }))).toEqual({
      text: `${GET} is called at most 2 times per 2m`,
      passed: true,
      because: undefined,
      seen: ['it was called 2 times within 2m, from #4 to #5'],
    })
    expect(check(about({ rate: { atMost: 2, per: '121s' } }))).toMatchObject({
      passed: false,
      seen: ['it was called 3 times within 121s, from #4 to #6'],
    })
    expect(check({ op: 'digitalocean/account.get', rate: { atMost: 0, per: '1s' } })).toMatchObject({ passed: true })
  })
})

describe('since', () => {
  test('only later calls count: behind a call, a state or a mark', async () => {
    const { check, emulator, api, id } = await polled(1, 60)
    const after = (since: Expectation['since'], calls: number) => check(about({ since, calls })).passed
    expect(after({ op: 'digitalocean/vpc_peerings.create' }, 2)).toBe(true)
    expect(after({ op: GET, answered: 200 }, 1)).toBe(true)
    expect(after({ resource: 'digitalocean/vpc_peering', enters: 'ACTIVE' }, 1)).toBe(true)
    expect(after({ resource: 'digitalocean/vpc_peering', enters: 'ERROR' }, 0)).toBe(true)
    emulator.world.journal.mark('run 2', emulator.world.clock.now())
    await api('GET', `${LIST}/${id}`)
    expect(check(about({ since: { mark: 'run 2' }, calls: 0 }))).toMatchObject({
      text: `${GET} is called 0 times since the mark 'run 2'`,
      passed: false,
      seen: ['it was called once', expect.stringMatching(/^#6 /)],
    })
  })
})

describe('what the journal has forgotten', () => {
  test('is counted by operation and status, and said', async () => {
    const { api, check } = await watched({ journal: { entries: 3, bytes: 1_000_000 } })
    for (let n = 0; n < 6; n++) await api('GET', '/v2/account')
    const calls = check({ op: 'digitalocean/account.get', calls: { atMost: 5 } })
    expect(calls).toMatchObject({ passed: false })
    expect([calls.seen[0], calls.seen.at(-1)]).toEqual([
      'it was called 6 times',
      'the journal has the newest 3 of 9 requests (--journal-entries keeps more)',
    ])
    expect(check({ op: 'digitalocean/account.get', answered: 200 }).passed).toBe(true)
    expect(check({ op: 'digitalocean/vpcs.create', answered: '2xx', calls: 2 }).passed).toBe(true)
  })

  test('and a whole result says so, also where all is well', async () => {
    const { api, emulator } = await watched({ journal: { entries: 3, bytes: 1_000_000 } })
    for (let n = 0; n < 6; n++) await api('GET', '/v2/account')
    const result = verify(emulator.world, await vocabulary(), {
      expect: [{ op: 'digitalocean/account.get', calls: 6 }],
    })
    expect(verificationText(result)).toBe(
      [
        'ok    digitalocean/account.get is called 6 times',
        'the journal has no room for 6 of the requests (--journal-entries)',
        '1 checked, 0 failed; scenario watched@1 seed 1',
        '',
      ].join('\n'),
    )
  })

  test('is held against an expectation that cannot be decided', async () => {
    const { api, check } = await watched({ journal: { entries: 3, bytes: 1_000_000 } })
    for (let n = 0; n < 6; n++) await api('GET', '/v2/account')
    expect(check({ op: 'digitalocean/account.get', match: { method: 'GET' }, calls: { atMost: 3 } })).toMatchObject({
      passed: false,
      seen: expect.arrayContaining(['it was called 3 times, and may have been 3 times more']) as unknown,
    })
    expect(check({ op: 'digitalocean/account.get', match: { method: 'GET' }, calls: { atMost: 6 } }).passed).toBe(true)
  })
})
