import { expect, test } from 'vitest'
import { verificationJUnit, verificationText } from '../../../src/scenario/verify/report.ts'
import { verify } from '../../../src/scenario/verify/verify.ts'
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

test('a world without a scenario is judged by what is asked, and nothing asked is nothing wrong', async () => {
  const { emulator } = setup({ seed: 5 })
  const names = await vocabulary()
  expect(verify(emulator.world, names)).toEqual({ scenario: 'none seed 5', passed: true, checks: [] })
  expect(verificationText(verify(emulator.world, names, [{ fault: 'x', hits: 0 }]))).toBe(
    'ok    fault x hits 0 times\n1 checked, 0 failed; scenario none seed 5\n',
  )
})
