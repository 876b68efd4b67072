import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import * as scenario from '../../../src/cli/commands/scenario.ts'
import { START } from '../../helpers/setup.ts'
import { printed, refused, runCommand, setup } from './setup.ts'

const folder = mkdtempSync(join(tmpdir(), 'peertwin-scenario-'))
afterAll(() => rmSync(folder, { recursive: true }))

const NOW = new Date(START).toISOString()
const NONE = 'no scenario is active'

test('is activated by name or by file, listed and deactivated', async () => {
  const { peertwin } = setup(scenario)
  expect(await peertwin('activate', 'happy-path')).toEqual(printed(`happy-path@1 seed 1 is active since ${NOW}`))
  const file = join(folder, 'mine.yaml')
  writeFileSync(file, 'name: own\nvariants: { other: { seed: 3 } }\n')
  expect(await peertwin('activate', file, '--variant', 'other')).toEqual(
    printed(`own:other@1 seed 3 is active since ${NOW}`),
  )
  // a name that only the emulator knows
  expect(await peertwin('activate', 'own', '--seed', '9')).toEqual(printed(`own@1 seed 9 is active since ${NOW}`))
  const { stdout } = await peertwin('list')
  expect(
    stdout
      .split('\n')
      .slice(0, 3)
      .map((line) => line.trimEnd()),
  ).toEqual([
    `own@1 seed 9 is active since ${NOW}`,
    expect.stringMatching(/^ {3}happy-path +emulator$/) as string,
    expect.stringMatching(/^\* {2}own +emulator +other$/) as string,
  ])
  expect(stdout).toMatch(/^ {3}late-accept +here$/m)
  const { stdout: json } = await peertwin('list', '--json')
  const listed = JSON.parse(json) as { active: object; scenarios: { name: string }[] }
  expect(listed.active).toMatchObject({ name: 'own', seed: 9 })
  expect(listed.scenarios.find(({ name }) => name === 'late-accept')).toEqual({
    name: 'late-accept',
    variants: null,
    from: 'here',
    file: 'scenarios/late-accept.yaml',
  })
  expect(await peertwin('deactivate')).toEqual(printed(NONE))
  expect(await peertwin('deactivate', '--json')).toEqual(printed('{"active":null}'))
})

test('of the past says how, and begins anew when asked to', async () => {
  const { peertwin } = setup(scenario, {
    providers: ['digitalocean', 'huawei'],
    clock: { mode: 'virtual', start: Date.parse('2030-01-01') },
  })
  expect(await peertwin('activate', 'late-accept')).toEqual(
    refused(
      'the clock stands at 2030-01-01T00:00:00.000Z and cannot go back to 2026-01-01T00:00:00.000Z; with `restart` (--restart) the namespace begins anew at that time.',
    ),
  )
  expect(await peertwin('activate', 'late-accept', '--variant', 'late', '--restart')).toEqual(
    printed('late-accept:late@1 seed 7 is active since 2026-01-01T00:00:00.000Z'),
  )
})

test('is refused where it cannot be used', async () => {
  const { peertwin } = setup(scenario)
  expect((await peertwin('activate', 'hapy-path')).refusal).toBe(
    "there is no scenario 'hapy-path' in ./scenarios or in the package; did you mean 'happy-path'?",
  )
  const file = join(folder, 'broken.yaml')
  writeFileSync(file, 'name: x\nfault: []\n')
  expect(await peertwin('activate', file)).toEqual(
    refused(`${file}:2:1: scenario has no 'fault'; did you mean 'faults'?`),
  )
  expect((await peertwin('activate', join(folder, 'none.yaml'))).refusal).toBe(
    `${join(folder, 'none.yaml')}: there is no such file or folder`,
  )
  expect((await peertwin('activate', 'happy-path', '--variant', 'x')).refusal).toBe("happy-path has no variant 'x'")
})

test('those that can be activated are listed without an emulator as well', async () => {
  const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const { stdout, code } = await runCommand(scenario, ['list', '--control', 'http://127.0.0.1:9/_peertwin'])
  expect(told.mock.calls.join('')).toMatch(/^peertwin: no emulator answers at http:\/\/127\.0\.0\.1:9\/.*\n$/)
  told.mockRestore()
  expect(code).toBe(0)
  expect(stdout).toMatch(/^no scenario is active\n {3}brownout +here\n/)
})
