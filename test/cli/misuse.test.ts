import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type Running, run, start } from '../helpers/cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'peertwin-misuse-'))
const server: Running = await start(['--provider', 'digitalocean'])
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})
const expectFile = join(folder, 'expect.yaml')
writeFileSync(expectFile, 'expect: [{ op: digitalocean/account.get, calls: 0 }]\n')
const at = ['--control', server.control]

test.each<[string[], string]>([
  [['start', 'extra'], "start takes no arguments, but was given 'extra'"],
  [['--prot', '1'], "start has no option '--prot'; did you mean '--port'?"],
  [['start', '--port'], '--port needs a value: --port <number>'],
  [['start', '--provider', ','], "--provider takes names, separated by commas, not ','"],
  [['start', '--variant', 'late'], '--variant needs --scenario'],
  [['start', '--port', '0', '--fixtures', folder], `${folder}: it is a folder, not a file`],
  [['start', '--host', 'nowhere.invalid'], 'cannot listen on nowhere.invalid: this machine has no such address'],
  [['explain', '--help'], "there is no command 'explain'; did you mean 'journal explain'?"],
  [['help', 'strat'], "there is no command 'strat'; did you mean 'start'?"],
  [['journal', 'exlpain', '3'], "journal has no command 'exlpain'; did you mean 'explain'?"],
  [['scenario', 'new', 'x'], 'scenario new needs --resource <provider/kind>'],
  [['env'], 'env needs <provider>'],
  [['release', 'a', 'b', 'c'], "release takes at most 2 arguments, but was given 'c' as well"],
  [['ca', '--path', '--out', 'x'], '--path and --out do not go together'],
  [['clock', '--control', 'here'], "'here/clock' is no URL of a control API, such as http://127.0.0.1:4580/_peertwin"],
  [['journal', '--op', 'vpc.get', ...at], "--op: there is no operation 'vpc.get'; did you mean 'vpcs.get'?"],
  [
    ['journal', '--warning', 'deprecatd', ...at],
    "--warning: expected unknown_field, unknown_parameter, missing_header, deprecated, limit_used_up or retry_after_ignored, not 'deprecatd'",
  ],
  [['clock', 'set', '--speed', 'fast', ...at], '--speed: expected a number, not text'],
  [['namespace', 'create', '--seed', '1.5', ...at], '--seed: expected a whole number, not 1.5'],
  [
    ['snapshot', 'export', join(folder, 'none', 'x.json'), ...at],
    `${folder}/none/x.json: there is no such file or folder`,
  ],
])('%j ends with one line and exit 2', async (args, message) => {
  expect(await run(args)).toEqual({ code: 2, stdout: '', stderr: `peertwin: ${message}\n` })
})

test('a failed expectation alone ends with 1, a report that cannot be written with 2', async () => {
  const verify = (...more: string[]) => run(['verify', '--expect', expectFile, ...at, ...more])
  const failed = [
    'FAIL  a request reaches the emulator',
    '      there is none in the journal of default',
    'ok    digitalocean/account.get is called 0 times',
    '2 checked, 1 failed; scenario none seed 1',
    '',
  ].join('\n')
  expect(await verify()).toEqual({ code: 1, stdout: failed, stderr: '' })
  const report = join(folder, 'none', 'report.xml')
  expect(await verify('--junit', report)).toEqual({
    code: 2,
    stdout: failed,
    stderr: `peertwin: ${report}: there is no such file or folder\n`,
  })
  expect(await verify('--allow-empty')).toMatchObject({ code: 0, stderr: '' })
})

test('the environment is called by its name', async () => {
  expect(await run(['start'], { PEERTWIN_SEED: 'x' })).toEqual({
    code: 2,
    stdout: '',
    stderr: "peertwin: PEERTWIN_SEED takes a whole number from 0 to 4294967295, not 'x'\n",
  })
})
