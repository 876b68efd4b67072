import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { expect, onTestFinished, test } from 'vitest'
import { COMPLETED, completionScript } from '../../../src/cli/completion/scripts.ts'
import { placesOf } from '../../../src/cli/completion/words.ts'
import { run } from '../../helpers/cli.ts'
import { FILES, OFFERS, has } from './offers.ts'

const OFFERED: Readonly<Record<string, readonly string[]>> = {
  'peertwin sc': ['scenario'],
  'peertwin scenario si': ['simulate'],
  'peertwin scenario simulate --res': ['--resource'],
  'peertwin start --time ': ['real', 'virtual'],
  'peertwin start --durability d': ['disk'],
  'peertwin --rate': ['--rate-limits'],
  'peertwin journal list --har x --st': ['--status'],
  'peertwin start --fixtures a-': ['a-file.yaml'],
  'peertwin start --fixtures ': FILES,
  'peertwin scenario lint b-': ['b-file.yaml'],
}

for (const shell of COMPLETED)
  test.skipIf(!has(shell))(`${shell} completes commands, those inside them, options, values and files`, async () => {
    const { code, stdout, stderr } = await run(['completion', shell])
    expect([code, stderr]).toEqual([0, ''])
    const folder = mkdtempSync(join(tmpdir(), 'peertwin-completion-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    for (const file of FILES) writeFileSync(join(folder, file), '')
    const own = mkdtempSync(join(tmpdir(), 'peertwin-script-'))
    onTestFinished(() => rmSync(own, { recursive: true }))
    const script = join(own, `peertwin.${shell}`)
    writeFileSync(script, stdout)
    const lines = Object.keys(OFFERED)
    const offers = await OFFERS[shell]({ folder, script, lines })
    expect(Object.fromEntries(lines.map((line, nth) => [line, offers[nth]]))).toEqual(OFFERED)
  })

test('every shell gets every command and option, and what is about them cannot break out', () => {
  const program = new Command('peertwin')
  program.command('start').option('--port <number>', "the $(port); it's `one`")
  program.command('clock').description('time').command('set').option('--mode <mode>', 'mode')
  const places = placesOf(program)
  expect(places.map(({ path }) => path.join(' '))).toEqual(['', 'start', 'clock', 'clock set'])
  for (const shell of COMPLETED) {
    const script = completionScript(shell, places)
    for (const word of ['start', 'clock', 'set', 'port', 'mode']) expect(script).toContain(word)
    expect(script.endsWith('\n')).toBe(true)
  }
  expect(completionScript('fish', places)).toBe(
    [
      '# completion of peertwin for fish: peertwin completion fish | source',
      "complete -c peertwin -f -n 'not __fish_seen_subcommand_from start clock' -a start -d ''",
      "complete -c peertwin -f -n 'not __fish_seen_subcommand_from start clock' -a clock -d 'time'",
      "complete -c peertwin -n 'not __fish_seen_subcommand_from start clock' -l port -r -d 'the $(port); it'\\''s `one`'",
      "complete -c peertwin -n '__fish_seen_subcommand_from start' -l port -r -d 'the $(port); it'\\''s `one`'",
      "complete -c peertwin -f -n '__fish_seen_subcommand_from clock; and not __fish_seen_subcommand_from set' -a set -d ''",
      "complete -c peertwin -n '__fish_seen_subcommand_from clock; and __fish_seen_subcommand_from set' -l mode -r -d 'mode'",
      '',
    ].join('\n'),
  )
})

test('a shell that is not known is refused', async () => {
  expect(await run(['completion', 'tcsh'])).toEqual({
    code: 2,
    stdout: '',
    stderr: "peertwin: <shell> takes bash, zsh or fish, not 'tcsh'\n",
  })
})
