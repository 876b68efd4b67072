import { describe, expect, test } from 'vitest'
import { verificationJUnit, verificationText } from '../../src/scenario/verify/report.ts'
import type { Expectation } from '../../src/scenario/document/schema.ts'
import { verify } from '../../src/scenario/verify/verify.ts'
import { createPeering, twoVpcs } from '../providers/digitalocean/setup.ts'
import { S, play, vocabulary } from './setup.ts'

const names = await vocabulary()

const LIST = '/v2/vpc_peerings'

const begin = async () => {
  const played = await play(
    'name: watched\nfaults:\n  - { id: once, match: { op: digitalocean/vpcs.list }, calls: 1, effect: { error: unavailable } }',
  )
  const { api, emulator, pass } = played
  const { id } = await createPeering(api, 'a-b', ...(await twoVpcs(api)).ids)
  const check = (expectation: Expectation) => verify(emulator.world, names, [expectation]).checks[0]!
  return { api, pass, id, check, emulator }
}

describe('calls', () => {
  test('bounds count calls, and a failure lists them', async () => {
    const { api, check } = await begin()
    expect(check({ op: 'digitalocean/vpc_peerings.create', calls: { atMost: 1 } }).passed).toBe(true)
    await api('POST', LIST, {})
    const failure = check({ op: 'digitalocean/vpc_peerings.create', calls: { atMost: 1 } })
    expect(failure).toMatchObject({ passed: false, text: 'digitalocean/vpc_peerings.create is called at most once' })
    expect(failure.seen).toEqual([
      'it was called 2 times',
      '#3 2026-01-01T00:00:00.000Z POST /v2/vpc_peerings: 202',
      '#4 2026-01-01T00:00:00.000Z POST /v2/vpc_peerings: 422',
    ])
  })
  test('a call that never came is met with the nearest that did', async () => {
    const { check } = await begin()
    expect(check({ op: 'digitalocean/vpc_peerings.get', calls: { atLeast: 1 } }).seen).toEqual([
      'it was called 0 times',
      "no request fits 'digitalocean/vpc_peerings.get'; did you mean 'digitalocean/vpc_peerings.create'?",
    ])
  })
  test('answered asks for every call, or with bounds for so many', async () => {
    const { api, check } = await begin()
    await api('GET', '/v2/vpcs')
    await api('GET', '/v2/vpcs')
    const op = 'digitalocean/vpcs.list'
    expect(check({ op, answered: '5xx', calls: 1 }).passed).toBe(true)
    expect(check({ op, answered: [200, 503] }).passed).toBe(true)
    expect(check({ op, answered: 503 })).toMatchObject({
      passed: false,
      text: 'every call of digitalocean/vpcs.list is answered 503',
      seen: ['1 of 2 were not', '#5 2026-01-01T00:00:00.000Z GET /v2/vpcs: 200'],
    })
    expect(check({ op: 'digitalocean/*', match: { method: 'POST' }, answered: '2xx' }).passed).toBe(true)
  })
})

describe('resources', () => {
  test('eventually, within, never and count', async () => {
    const { check, pass, id, api } = await begin()
    const resource = 'digitalocean/vpc_peering'
    expect(check({ resource, name: 'a-b', eventually: 'ACTIVE', within: '30s' })).toMatchObject({
      passed: false,
      text: 'digitalocean/vpc_peering a-b gets ACTIVE within 30s',
      seen: [`a-b ${id}: PROVISIONING 2026-01-01T00:00:00.000Z, then ACTIVE in 2s`],
    })
    pass(2 * S)
    expect(check({ resource, name: 'a-b', eventually: 'ACTIVE', within: '2s' }).passed).toBe(true)
    expect(check({ resource, eventually: 'ACTIVE', within: '1s' }).passed).toBe(false)
    expect(check({ resource, never: 'ERROR' }).passed).toBe(true)
    expect(check({ resource, never: 'ACTIVE' }).seen).toEqual([
      `a-b ${id}: PROVISIONING 2026-01-01T00:00:00.000Z, ACTIVE +2s`,
    ])
    expect(check({ resource, count: 1 }).passed).toBe(true)
    expect(check({ resource, count: { atLeast: 2 } }).seen[0]).toBe('there are 1')
    expect(check({ resource, name: 'other', eventually: 'ACTIVE' }).seen[0]).toBe('none fits; there are')
    await api('DELETE', `${LIST}/${id}`)
    pass(1 * S)
    expect(check({ resource, name: 'a-b', eventually: '$gone' }).passed).toBe(true)
    expect(check({ resource, where: { name: { glob: 'a-*' } }, count: 0 }).passed).toBe(true)
  })
})

describe('faults', () => {
  test('hits', async () => {
    const { check, api } = await begin()
    expect(check({ fault: 'once', hits: 1 })).toMatchObject({
      passed: false,
      text: 'fault once hits once',
      seen: ['it hit 0 times, out of 0 matching calls'],
    })
    await api('GET', '/v2/vpcs')
    expect(check({ fault: 'once', hits: 1 }).passed).toBe(true)
  })
})

test('the report for people and for build servers', async () => {
  const { emulator } = await begin()
  const result = verify(emulator.world, names, [
    { op: 'digitalocean/vpc_peerings.create', calls: 1 },
    { op: 'digitalocean/vpcs.create', calls: { atMost: 1 }, because: 'a <name> & its "twin"' },
  ])
  expect(verificationText(result)).toBe(
    [
      'ok    digitalocean/vpc_peerings.create is called once',
      'FAIL  digitalocean/vpcs.create is called at most once',
      '      because a <name> & its "twin"',
      '      it was called 2 times',
      '      #1 2026-01-01T00:00:00.000Z POST /v2/vpcs: 201',
      '      #2 2026-01-01T00:00:00.000Z POST /v2/vpcs: 201',
      '2 checked, 1 failed; scenario watched@1 seed 1',
      '',
    ].join('\n'),
  )
  expect(verificationJUnit(result)).toBe(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites tests="2" failures="1">',
      '  <testsuite name="watched@1 seed 1" tests="2" failures="1" errors="0" skipped="0">',
      '    <testcase classname="peertwin" name="digitalocean/vpc_peerings.create is called once"/>',
      '    <testcase classname="peertwin" name="digitalocean/vpcs.create is called at most once">',
      '      <failure message="a &lt;name&gt; &amp; its &quot;twin&quot;">it was called 2 times',
      '#1 2026-01-01T00:00:00.000Z POST /v2/vpcs: 201',
      '#2 2026-01-01T00:00:00.000Z POST /v2/vpcs: 201</failure>',
      '    </testcase>',
      '  </testsuite>',
      '</testsuites>',
      '',
    ].join('\n'),
  )
})
