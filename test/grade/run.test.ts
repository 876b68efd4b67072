import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { CLI, run, start } from '../helpers/cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'peertwin-run-'))
afterAll(() => rmSync(folder, { recursive: true }))

const node = (program: string, ...args: string[]): string[] => ['--', process.execPath, '-e', program, '--', ...args]
const LIST = `
const [url, token, code] = process.argv.slice(1)
const { status } = await fetch(url + '/v2/vpcs', { headers: { authorization: 'Bearer ' + token, 'user-agent': 'test/1' } })
console.log(status, url === process.env.PEERTWIN_URL, token === process.env.DIGITALOCEAN_TOKEN)
process.exit(Number(code))`
const list = (code: number): string[] => [
  '--',
  process.execPath,
  '--input-type=module',
  '-e',
  LIST,
  '--',
  '{url}',
  '{digitalocean.token}',
  String(code),
]
const withoutTimes = (text: string): string => text.replaceAll(/after [\d.]+s/g, 'after 1s')
const MISSING =
  'peertwin: the client sent nothing here: it needs the variables of `peertwin env`, or {url} in its command (--allow-empty if that is right)\n'

test('leads the client there by variables and placeholders, tells what it did, and exits as it did', async () => {
  const { stderr, ...rest } = await run(['run', ...list(7)])
  expect(rest).toEqual({ code: 7, stdout: '200 true true\n' })
  expect(withoutTimes(stderr)).toBe(
    'peertwin: the client ended with 7 after 1s and 1 request\n  digitalocean/vpcs.list  200\n',
  )
})

test('leads it there by TLS as well, with the certificate to trust', async () => {
  const { code, stdout, stderr } = await run(['run', '--tls', ...list(0)])
  expect({ code, stdout }).toEqual({ code: 0, stdout: '200 true true\n' })
  expect(stderr).toContain('  digitalocean/vpcs.list  200\n')
})

test('a client that sends nothing has failed, unless that is right', async () => {
  const [failed, right] = await Promise.all([run(['run', ...node('1')]), run(['run', '--allow-empty', ...node('1')])])
  const told = 'peertwin: the client ended with 0 after 1s and 0 requests\n'
  expect({ ...failed, stderr: withoutTimes(failed.stderr) }).toEqual({ code: 1, stdout: '', stderr: told + MISSING })
  expect({ ...right, stderr: withoutTimes(right.stderr) }).toEqual({ code: 0, stdout: '', stderr: told })
})

test('holds what happened against the expectations of each variant', async () => {
  const file = join(folder, 'two.yaml')
  writeFileSync(
    file,
    `name: two
expect: [{ op: digitalocean/vpcs.list, calls: 1 }]
variants:
  refused:
    faults: [{ id: down, match: { op: digitalocean/vpcs.list }, effect: { status: 503 } }]
    expect: [{ op: digitalocean/vpcs.list, answered: 2xx }]
  drawn: { seeds: 3..4 }
`,
  )
  const all = await run(['run', '--scenario', file, '--variant', 'all', ...list(0)])
  expect({ code: all.code, stdout: all.stdout }).toEqual({
    code: 1,
    stdout: '503 true true\n200 true true\n200 true true\n',
  })
  expect(all.stderr).toContain('FAIL  every call of digitalocean/vpcs.list is answered 2xx')
  expect(all.stderr).toMatch(
    /peertwin: 2 of 3 held\n {2}FAIL {2}refused\n {2}ok {4}drawn, seed 3\n {2}ok {4}drawn, seed 4\n$/,
  )
  const one = await run(['run', '--scenario', file, '--variant', 'refused', '--no-verify', ...list(0)])
  expect(one.code).toBe(0)
})

test('hands signals on, and tells of the end by one', async () => {
  const child = spawn(process.execPath, [
    CLI,
    'run',
    '--allow-empty',
    ...node('process.on("SIGTERM", () => process.exit(5)); setInterval(() => {}, 1e6); console.log("up")'),
  ])
  await once(child.stdout, 'data')
  child.kill('SIGTERM')
  expect(await once(child, 'close')).toEqual([5, null])
  const killed = await run(['run', '--allow-empty', ...node('process.kill(process.pid, "SIGKILL")')])
  expect(killed.code).toBe(137)
})

test('runs against an emulator that is there, and leaves nothing behind', async () => {
  const emulator = await start()
  const url = emulator.control.replace('/_peertwin', '')
  expect(await run(['run', '--url', url, '--seed', '9', ...list(0)])).toMatchObject({ code: 0 })
  expect(await run(['run', '--url', url, '--seed', '9', ...list(0)])).toMatchObject({ code: 0 })
  const { namespaces } = (await (await fetch(`${emulator.control}/namespaces`)).json()) as { namespaces: object[] }
  expect(namespaces).toHaveLength(1)
  expect(await emulator.stop()).toBe(0)
})

test('says in one line what cannot be', async () => {
  const refusals: [string[], string][] = [
    [['--', 'no-such-program'], "there is no program 'no-such-program'"],
    [
      ['--', 'echo', '{token}'],
      '{token} needs --provider, or is one of {digitalocean.token}, {upcloud.token}, {huawei.token}',
    ],
    [['--variant', 'all', '--', 'x'], '--variant needs --scenario'],
    [
      ['--scenario', 'late-acept', '--', 'x'],
      "there is no scenario 'late-acept' in ./scenarios or in the package; did you mean 'late-accept'?",
    ],
    [['--provider', 'digitalocen', '--', 'x'], "there is no provider 'digitalocen'; did you mean 'digitalocean'?"],
  ]
  for (const [args, message] of refusals)
    expect(await run(['run', ...args])).toEqual({ code: 2, stdout: '', stderr: `peertwin: ${message}\n` })
})
