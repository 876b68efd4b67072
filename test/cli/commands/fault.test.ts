import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import * as fault from '../../../src/cli/commands/fault.ts'
import * as verify from '../../../src/cli/commands/verify.ts'
import { control } from '../../helpers/socket.ts'
import { printed, refused, setup } from './setup.ts'

const folder = mkdtempSync(join(tmpdir(), 'peertwin-faults-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const HEAD = 'id  from  enabled  matched  hits  remaining'
const RULE = '{ id: x, match: { op: digitalocean/account.get }, calls: 1-3, effect: { error: internal } }'

test('adds, lists, disables, enables and takes away', async () => {
  const { api, peertwin } = setup(fault)
  const status = async () => (await api('GET', '/v2/account')).status
  expect(await peertwin('add', RULE)).toEqual(printed(HEAD, 'x   api   true     0        0     3'))
  expect(await status()).toBe(500)
  expect(await peertwin()).toEqual(printed(HEAD, 'x   api   true     1        1     2'))
  expect(await peertwin('disable', 'x')).toEqual(printed(HEAD, 'x   api   false    0        0     3'))
  expect(await status()).toBe(200)
  expect(await peertwin('enable', 'x')).toEqual(printed(HEAD, 'x   api   true     0        0     3'))
  expect(await peertwin('remove', 'x')).toEqual(printed('x is deleted'))
  expect(await peertwin('list')).toEqual(printed(HEAD))
  await peertwin('add', RULE)
  expect(await peertwin('clear')).toEqual(printed('1 deleted'))
  expect(await peertwin('clear', '--json')).toEqual(printed('{"deleted":0}'))
  expect(await status()).toBe(200)
})

test('says why it does not', async () => {
  const { peertwin } = setup(fault)
  expect(await peertwin('add', '{ id: x')).toMatchObject({ stdout: '', refusal: expect.stringMatching(/^rule:1:8: /) })
  expect(await peertwin('add', RULE.replace('internal', 'intrnal'))).toMatchObject({
    stdout: '',
    refusal: expect.stringContaining("there is no error of digitalocean 'intrnal'; did you mean 'internal'?"),
  })
  expect(await peertwin('remove', 'x')).toEqual(refused("There is no fault 'x'"))
})

test('verify holds what happened against what was expected', async () => {
  const { api, emulator, peertwin } = setup(verify)
  const once = { id: 'once', match: { op: 'digitalocean/account.get' }, calls: 1, effect: { error: 'internal' } }
  await control(emulator, 'PUT', '/scenarios/ci', { name: 'ci', faults: [once], expect: [{ fault: 'once', hits: 1 }] })
  await control(emulator, 'POST', '/scenarios/ci/activate')
  const judged = ['FAIL  fault once hits once', '      it hit 0 times, out of 0 matching calls']
  expect(await peertwin()).toEqual({
    ...printed(
      'FAIL  a request reaches the emulator',
      '      there is none in the journal of default',
      ...judged,
      '2 checked, 2 failed; scenario ci@1 seed 1',
    ),
    code: 1,
  })
  expect(await peertwin('--allow-empty')).toEqual({
    ...printed(...judged, '1 checked, 1 failed; scenario ci@1 seed 1'),
    code: 1,
  })
  await api('GET', '/v2/account')
  const lines = ['ok    fault once hits once', '1 checked, 0 failed; scenario ci@1 seed 1']
  const report = join(folder, 'report.xml')
  expect(await peertwin('--junit', report)).toEqual(printed(...lines))
  expect(readFileSync(report, 'utf8')).toContain('<testsuite name="ci@1 seed 1" tests="1" failures="0"')
  const file = join(folder, 'expect.yaml')
  writeFileSync(file, 'expect:\n  - { op: digitalocean/account.get, calls: 2 }\n')
  expect((await peertwin('--expect', file)).code).toBe(1)
  writeFileSync(file, 'expect:\n  - { op: digitalocean/acount.get, calls: 2 }\n')
  expect((await peertwin('--expect', file)).refusal).toContain("did you mean 'digitalocean/account.get'?")
})
