import { expect, test } from 'vitest'
import { verificationJUnit, verificationText } from '../../../src/scenario/verify/report.ts'
import { type VerifyOptions, verify } from '../../../src/scenario/verify/verify.ts'
import { createPeering, twoVpcs } from '../../providers/digitalocean/setup.ts'
import { setup } from '../../helpers/setup.ts'
import { play, vocabulary } from '../setup.ts'

const SCENARIO = `name: watched
seed: 7
faults:
  - { id: lost, match: { op: digitalocean/vpcs.list }, calls: 1, effect: { error: unavailable } }
expect:
  - { op: digitalocean/vpc_peerings.create, calls: 1 }
  - { op: digitalocean/vpcs.create, calls: { atMost: 1 }, because: "a <name> & its \\"twin\\"\\x01" }
  - { op: digitalocean/vpcs.list, answered: 200 }
  - { resource: digitalocean/vpc_peering, eventually: ACTIVE, within: 1s }
  - { resource: digitalocean/vpc, count: { atLeast: 2 } }
  - { fault: lost, hits: 2 }
`

const verified = async () => {
  const { api, emulator } = await play(SCENARIO)
  const { id } = await createPeering(api, 'a-b', ...(await twoVpcs(api)).ids)
  await api('GET', '/v2/vpcs')
  return { id, result: verify(emulator.world, await vocabulary()) }
}

test('what was expected and what was seen, for people', async () => {
  const { id, result } = await verified()
  expect(verificationText(result)).toBe(`ok    digitalocean/vpc_peerings.create is called once
FAIL  digitalocean/vpcs.create is called at most once
      because a <name> & its "twin"\u0001
      it was called 2 times
      #1 2026-01-01T00:00:00.000Z POST /v2/vpcs: 201
      #2 2026-01-01T00:00:00.000Z POST /v2/vpcs: 201
FAIL  every call of digitalocean/vpcs.list is answered 200
      1 of 1 were not
      #4 2026-01-01T00:00:00.000Z GET /v2/vpcs: 503 (fault lost)
FAIL  digitalocean/vpc_peering gets ACTIVE within 1s
      a-b ${id}: PROVISIONING 2026-01-01T00:00:00.000Z, then ACTIVE in 2s
ok    there are at least 2 digitalocean/vpc
FAIL  fault lost hits 2 times
      it hit once, out of 1 matching call
6 checked, 4 failed; scenario watched@1 seed 7
`)
})

test('the same for build servers, as JUnit', async () => {
  const { id, result } = await verified()
  expect(verificationJUnit(result)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="6" failures="4">
  <testsuite name="watched@1 seed 7" tests="6" failures="4" errors="0" skipped="0">
    <testcase classname="peertwin" name="digitalocean/vpc_peerings.create is called once"/>
    <testcase classname="peertwin" name="digitalocean/vpcs.create is called at most once">
      <failure message="a &lt;name&gt; &amp; its &quot;twin&quot;\uFFFD">it was called 2 times
#1 2026-01-01T00:00:00.000Z POST /v2/vpcs: 201
#2 2026-01-01T00:00:00.000Z POST /v2/vpcs: 201</failure>
    </testcase>
    <testcase classname="peertwin" name="every call of digitalocean/vpcs.list is answered 200">
      <failure message="1 of 1 were not">1 of 1 were not
#4 2026-01-01T00:00:00.000Z GET /v2/vpcs: 503 (fault lost)</failure>
    </testcase>
    <testcase classname="peertwin" name="digitalocean/vpc_peering gets ACTIVE within 1s">
      <failure message="a-b ${id}: PROVISIONING 2026-01-01T00:00:00.000Z, then ACTIVE in 2s">a-b ${id}: PROVISIONING 2026-01-01T00:00:00.000Z, then ACTIVE in 2s</failure>
    </testcase>
    <testcase classname="peertwin" name="there are at least 2 digitalocean/vpc"/>
    <testcase classname="peertwin" name="fault lost hits 2 times">
      <failure message="it hit once, out of 1 matching call">it hit once, out of 1 matching call</failure>
    </testcase>
  </testsuite>
</testsuites>
`)
})

const NEVER = [{ fault: 'x', hits: 0 }]

test('where nothing is expected, or no request came, nothing is green unless that is allowed', async () => {
  const { emulator } = setup({ seed: 5 })
  const names = await vocabulary()
  const said = (options?: VerifyOptions) => verificationText(verify(emulator.world, names, options))
  expect(said()).toBe(
    [
      'FAIL  something is expected',
      '      no scenario is active',
      'FAIL  a request reaches the emulator',
      '      there is none in the journal of default',
      '2 checked, 2 failed; scenario none seed 5',
      '',
    ].join('\n'),
  )
  expect(said({ expect: NEVER })).toBe(
    [
      'FAIL  a request reaches the emulator',
      '      there is none in the journal of default',
      'ok    fault x hits 0 times',
      '2 checked, 1 failed; scenario none seed 5',
      '',
    ].join('\n'),
  )
  expect(said({ expect: NEVER, allowEmpty: true })).toBe(
    'ok    fault x hits 0 times\n1 checked, 0 failed; scenario none seed 5\n',
  )
  expect(verify(emulator.world, names, { allowEmpty: true })).toEqual({
    scenario: 'none seed 5',
    passed: true,
    checks: [],
    forgotten: 0,
  })
})

test('a scenario that expects nothing is named', async () => {
  const { api, emulator } = await play('faults: []')
  await api('GET', '/v2/vpcs')
  expect(verificationText(verify(emulator.world, await vocabulary()))).toBe(
    'FAIL  something is expected\n      test expects nothing\n1 checked, 1 failed; scenario test@1 seed 1\n',
  )
})
