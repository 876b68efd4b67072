import { expect, test } from 'vitest'
import { verifyRoutes } from '../../../../src/control/routes/scenarios/verify.ts'
import { covers, invalid, ok, refused, setup } from '../../setup.ts'
import { createPeering, twoVpcs } from '../../../providers/digitalocean/setup.ts'
import { CI } from './setup.ts'

covers(verifyRoutes)

const playing = async () => {
  const bench = setup()
  await bench.control('POST', '/scenarios', CI)
  await bench.control('POST', '/scenarios/ci/activate')
  return bench
}

test('holds what happened against the scenario, or against what is sent, as JSON, text and JUnit', async () => {
  const { control, api } = await playing()
  await api('GET', '/v2/vpc_peerings')
  const first = await control('POST', '/requests/verify')
  expect(first).toEqual({
    ...ok(first.body),
    headers: { 'content-type': 'application/json', 'x-peertwin-verified': 'failed' },
  })
  expect(first.body).toMatchObject({ passed: false, scenario: 'ci@1 seed 5' })
  await api('GET', '/v2/vpc_peerings')
  const text = 'ok    fault first hits 2 times\n1 checked, 0 failed; scenario ci@1 seed 5\n'
  expect(await control('POST', '/requests/verify?format=text')).toEqual({
    status: 200,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'x-peertwin-verified': 'passed' },
    body: text,
    text,
  })
  const expected = { expect: [{ op: 'digitalocean/vpcs.list', calls: 1 }] }
  const junit = await control('POST', '/requests/verify?format=junit', expected)
  expect({ status: junit.status, headers: junit.headers }).toEqual({
    status: 200,
    headers: { 'content-type': 'application/xml', 'x-peertwin-verified': 'failed' },
  })
  expect(junit.text).toContain('failures="1"')
})

test('without a request it fails, unless that is allowed', async () => {
  const { control } = await playing()
  const expected = { expect: [{ fault: 'first', hits: 0 }] }
  const check = { text: 'fault first hits 0 times', passed: true, seen: ['it hit 0 times, out of 0 matching calls'] }
  const empty = {
    text: 'a request reaches the emulator',
    passed: false,
    seen: ['there is none in the journal of default'],
  }
  const said = async (query: string) => {
    const answer = await control('POST', `/requests/verify${query}`, expected)
    return [answer.headers['x-peertwin-verified'], answer.body]
  }
  const scenario = 'ci@1 seed 5'
  expect(await said('')).toEqual(['failed', { scenario, passed: false, forgotten: 0, checks: [empty, check] }])
  expect(await said('?allow_empty=true')).toEqual(['passed', { scenario, passed: true, forgotten: 0, checks: [check] }])
})

test.each([
  ['', { expect: [{ op: 'x', calls: 1 }] }, expect.stringContaining("there is no operation 'x'") as unknown],
  ['', { expct: [] }, "body has no 'expct'; did you mean 'expect'?"],
  ['?format=xml', {}, "query.format: expected json, text or junit, not 'xml'"],
])('POST /requests/verify%s %j is refused', async (query, body, detail) => {
  const { control } = await playing()
  await refused(control, ['POST', `/requests/verify${query}`, body], invalid(detail))
})

test('expects what reaches what', async () => {
  const { api, control, clock } = setup()
  const { ids } = await twoVpcs(api)
  await createPeering(api, 'a-b', ...ids)
  const wanted = [
    { reach: { from: 'a', to: 'b' } },
    { reach: { from: 'a', to: 'default-sfo3', port: 443 }, reaches: false },
    { reach: { from: 'a', to: 'c' }, because: 'c is not there' },
  ]
  const seen = async () => {
    const { checks } = (await control('POST', '/requests/verify', { expect: wanted })).body as {
      checks: { text: string; passed: boolean; seen: string[] }[]
    }
    return checks.map((check) => [check.text, check.passed, check.seen.length > 0])
  }
  const others = [
    ['a does not reach default-sfo3 at port 443', true, true],
    ['a reaches c', false, true],
  ]
  expect(await seen()).toEqual([['a reaches b', false, true], ...others])
  clock.advance(5_000)
  expect(await seen()).toEqual([['a reaches b', true, true], ...others])
})
