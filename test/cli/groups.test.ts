import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CLI, type Running, run, start } from '../helpers/cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'peertwin-groups-'))
let server: Running
beforeAll(async () => {
  server = await start(['--time', 'virtual', '--start', '2026-01-01T00:00:00Z', '--control-token', 'sesame'])
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await server.stop()
})

/** Runs a command against the server. */
const peertwin = (...args: string[]) =>
  run(args, { PEERTWIN_CONTROL: server.control, PEERTWIN_CONTROL_TOKEN: 'sesame' })

const json = async <T>(...args: string[]): Promise<T> => {
  const { code, stdout, stderr } = await peertwin(...args, '--json')
  expect(stderr).toBe('')
  expect(code).toBe(0)
  expect(stdout.endsWith('\n')).toBe(true)
  return JSON.parse(stdout) as T
}

interface Made {
  readonly name: string
  readonly credentials: { readonly digitalocean: { readonly token: string } }
}

const api = (token: string, path: string, body?: object): Promise<Response> =>
  fetch(`http://127.0.0.1:${server.port}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token}` },
    ...(body && { body: JSON.stringify(body) }),
  })

describe('peertwin namespace', () => {
  test('creates, shows, lists and deletes', async () => {
    const made = await json<Made>('namespace', 'create', 'one', '--ttl', '1h', '--seed', '7')
    expect(made).toMatchObject({ name: 'one', credentials: { digitalocean: {}, huawei: {}, tencent: {} } })
    expect(await json('namespace', 'show', 'one')).toMatchObject({ credentials: made.credentials })
    const { stdout } = await peertwin('namespace', 'create')
    expect(stdout).toMatch(/^ns-1\n {2}confluent {2}api_key=\w{16} api_secret=\w{64}\n/)
    expect((await peertwin('namespace')).stdout.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'default',
      'one',
      'ns-1',
      '',
    ])
    expect((await peertwin('namespace', 'delete', 'one')).stdout).toBe('one is deleted\n')
    expect(await peertwin('namespace', 'show', 'one')).toEqual({
      code: 2,
      stdout: '',
      stderr: "peertwin: There is no namespace 'one'; it is one of default, ns-1\n",
    })
  })
})

describe('peertwin snapshot, reset, clock and journal', () => {
  test('act on the namespace that is named', async () => {
    const { credentials } = await json<Made>('namespace', 'create', 'work')
    const { token } = credentials.digitalocean
    const at = ['--namespace', 'work']
    await api(token, '/v2/vpcs', { name: 'mine', region: 'nyc3' })
    const rows = async () =>
      (await json<{ resources: object[] }>('resources', 'list', '--type', 'digitalocean/vpc', ...at)).resources.length

    expect(await json('snapshot', 'save', 'before', ...at)).toMatchObject({ name: 'before' })
    expect((await json<{ snapshots: object[] }>('snapshot', ...at)).snapshots).toHaveLength(1)
    await api(token, '/v2/vpcs', { name: 'more', region: 'nyc3' })
    expect(await rows()).toBe(16)
    expect(await json('clock', 'advance', '5m', ...at)).toMatchObject({ now: '2026-01-01T00:05:00.000Z' })
    expect((await peertwin('snapshot', 'load', 'before', ...at)).stdout).toBe(
      'restored; the clock stands at 2026-01-01T00:00:00.000Z\n',
    )
    expect(await rows()).toBe(15)

    const file = join(folder, 'state.json')
    expect((await peertwin('snapshot', 'export', file, ...at)).stdout).toBe(`written to ${file}\n`)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ format: 1 })
    await json('reset', ...at)
    expect(await rows()).toBe(14)
    await json('snapshot', 'import', file, ...at)
    expect(await rows()).toBe(15)
    expect((await peertwin('snapshot', 'fork', 'before', 'copy', ...at)).stdout).toBe('copy begins with before\n')
    await json('snapshot', 'delete', 'before', ...at)
    expect((await peertwin('snapshot', 'load', 'before', ...at)).stderr).toBe(
      "peertwin: There is no snapshot 'before'.\n",
    )
    expect((await peertwin('snapshot', 'import', join(folder, 'none.json'))).code).toBe(2)
  })

  test('journal lists, counts, explains and clears', async () => {
    const { credentials } = await json<Made>('namespace', 'create', 'asked')
    const { token } = credentials.digitalocean
    const at = ['--namespace', 'asked']
    await api(token, '/v2/vpcs')
    await api(token, '/v2/vpcs/x')
    await api(token, '/v2/vpc_peering')
    expect((await peertwin('journal', '--status', '4xx', ...at)).stdout.split('\n')[0]).toMatch(
      /^2 {2}2026-01-01T00:00:00.000Z {2}digitalocean {2}404 {2}GET {2}\/v2\/vpcs\/x +vpcs\.get .* vpcNotFound/,
    )
    expect(await json('journal', 'count', '--op', 'vpcs.list', ...at)).toEqual({ count: 1 })
    expect((await peertwin('journal', 'explain', '2', ...at)).stdout).toContain(
      'answered by problem vpcNotFound: VPC ID x not found\nobserved: Ids that are no UUID are not found, not malformed.\n',
    )
    expect((await peertwin('journal', 'unmatched', ...at)).stdout).toMatch(
      /^3 {2}GET \/v2\/vpc_peering {2}closest: GET \/v2\/vpc_peerings, /,
    )
    await json('journal', 'clear', ...at)
    expect(await json('journal', 'count', ...at)).toEqual({ count: 0 })
  })

  test('journal --follow prints each request as it comes', async () => {
    const { credentials } = await json<Made>('namespace', 'create', 'live')
    const args = ['journal', '--follow', '--namespace', 'live', '--control', server.control, '--token', 'sesame']
    const child = spawn(process.execPath, [CLI, ...args])
    const lines = (async () => {
      let text = ''
      for await (const chunk of child.stdout) if ((text += String(chunk)).split('\n').length > 2) break
      return text.split('\n')
    })()
    // the stream tells only what happens once it is open, so keep asking until it has told two
    const told = lines.then(() => true)
    while (!(await Promise.race([told, new Promise((resolve) => setTimeout(resolve, 20))])))
      await api(credentials.digitalocean.token, '/v2/regions')
    child.kill()
    expect((await lines)[0]).toMatch(
      /^\d+ {2}2026-01-01T00:00:00\.000Z {2}digitalocean {2}200 {2}GET {2}\/v2\/regions {2}/,
    )
  })
})

describe('every command', () => {
  test('says so when nobody answers, or the token is wrong', async () => {
    const nobody = await run(['clock', '--control', 'http://127.0.0.1:9/_peertwin'])
    expect(nobody.code).toBe(2)
    expect(nobody.stderr).toMatch(/^peertwin: no emulator answers at http:\/\/127\.0\.0\.1:9\/_peertwin\/clock: /)
    const stranger = await run(['clock', '--control', server.control])
    expect(stranger.stderr).toMatch(/^peertwin: The control API wants the token/)
    expect((await run(['clock', 'advance'])).stderr).toMatch(/missing required argument 'span'/)
  })
})
