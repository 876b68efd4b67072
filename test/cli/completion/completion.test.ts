import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Command } from 'commander'
import { afterAll, expect, test } from 'vitest'
import { COMPLETED, completionScript } from '../../../src/cli/completion/scripts.ts'
import { placesOf } from '../../../src/cli/completion/words.ts'
import { run } from '../../helpers/cli.ts'

const call = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'peertwin-completion-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What bash offers for the last of some words. */
const offered = async (script: string, ...words: string[]): Promise<string[]> => {
  const file = join(folder, 'peertwin.bash')
  writeFileSync(file, script)
  const line = ['peertwin', ...words].map((word) => `'${word}'`).join(' ')
  const ask = `source '${file}'; COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _peertwin; echo "\${COMPREPLY[*]}"`
  const { stdout } = await call('bash', ['--norc', '-c', ask])
  return stdout.trim().split(' ')
}

test('bash completes commands, the commands inside them, options and their values', async () => {
  const { code, stdout, stderr } = await run(['completion', 'bash'])
  expect([code, stderr]).toEqual([0, ''])
  expect(await offered(stdout, 'sc')).toEqual(['scenario'])
  expect(await offered(stdout, 'scenario', 'si')).toEqual(['simulate'])
  expect(await offered(stdout, 'scenario', 'simulate', '--res')).toEqual(['--resource'])
  expect(await offered(stdout, 'start', '--time', '')).toEqual(['real', 'virtual'])
  expect(await offered(stdout, '--rate')).toEqual(['--rate-limits'])
  expect(await offered(stdout, 'journal', 'list', '--har', 'x', '--st')).toEqual(['--status'])
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
