import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { FULL_TOKEN } from '../../src/providers/digitalocean/seed.ts'
import { ownCommand } from '../../src/cli/own-command.ts'
import { providerNames } from '../../src/index.ts'
import { CLI, run, start } from '../helpers/cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'peertwin-cli-'))
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const bearer = { headers: { authorization: 'Bearer x' } }

describe('peertwin start', () => {
  test('--ready-json prints exactly one line that leads to everything', async () => {
    const server = await start(['--provider', 'digitalocean'])
    const base = `http://127.0.0.1:${server.port}`
    const credentials = { digitalocean: { token: FULL_TOKEN } }
    const line = { control: `${base}/_peertwin`, port: server.port, urls: { digitalocean: base }, credentials }
    expect(server.stdout()).toBe(`${JSON.stringify(line)}\n`)
    expect((await fetch(`${server.control}/health`)).status).toBe(200)
    expect((await fetch(`${base}/v2/vpc_peerings`, bearer)).status).toBe(200)
    expect(await server.stop()).toBe(0)
    expect(server.stdout().split('\n')).toHaveLength(2)
  })

  test('the bundle lists the providers in the order of the source', async () => {
    const server = await start()
    expect(Object.keys(server.urls)).toEqual(providerNames)
    await server.stop()
  })

  test('--provider-ports gives each provider a listener where everything is its own', async () => {
    const server = await start(['--provider', 'digitalocean', '--provider-ports'])
    expect(server.urls['digitalocean']).not.toBe(`http://127.0.0.1:${server.port}`)
    const own = await fetch(`${server.urls['digitalocean']}/nothing/here`, bearer)
    expect(own.status).toBe(404)
    expect(await own.json()).toMatchObject({ id: 'not_found' })
    const shared = await fetch(`http://127.0.0.1:${server.port}/nothing/here`, bearer)
    expect(shared.headers.get('content-type')).toBe('application/problem+json')
    expect((await fetch(`${server.urls['digitalocean']}/_peertwin/health`)).status).toBe(200)
    expect(await server.stop('SIGINT')).toBe(0)
  })

  test('a plain start prints in twenty lines what is in force, and a first request that works', async () => {
    const args = ['--port', '0', '--time', 'virtual', '--seed', '3', '--scenario', 'late-accept', '--tls', '--proxy']
    const server = spawn(process.execPath, [CLI, ...args])
    let text = ''
    for await (const chunk of server.stdout) if ((text += String(chunk)).includes('in a browser')) break
    const [, base] = /^ {2}digitalocean {2}(http:\/\/127\.0\.0\.1:\d+)$/m.exec(text)!
    const rows = [
      'peertwin 0.1.0 is ready',
      '',
      ...providerNames.map((name) => `  ${name.padEnd(12)}  ${base}`),
      `  control       ${base}/_peertwin`,
      '  clock         virtual, at 2026-01-01T00:00:00.000Z, speed 0',
      '  world         seed 7, auth lax, rate limits: report',
      '  state         in memory (--state FOLDER keeps it)',
      '  scenario      late-accept@1 seed 7',
      `  tls           https on the same ports (node dist/cli.cjs env PROVIDER --control ${base}/_peertwin --tls)`,
      `  proxy         ${base} (node dist/cli.cjs env PROVIDER --control ${base}/_peertwin --proxy)`,
      '',
      'A first request:',
      `  curl -H 'Authorization: Bearer ${FULL_TOKEN}' ${base}/v2/account`,
      `The lines that lead your client here: node dist/cli.cjs env digitalocean --control ${base}/_peertwin, or ${base}/ in a browser`,
    ]
    expect(text.trimEnd().split('\n')).toEqual(rows)
    expect(rows.length).toBeLessThanOrEqual(20)
    const [, authorization, url] = /curl -H 'Authorization: ([^']+)' (\S+)$/m.exec(text)!
    expect((await fetch(url!, { headers: { authorization: authorization! } })).status).toBe(200)
    server.kill()
  })

  test.each([
    ['/usr/local/bin/peertwin', 'peertwin'],
    ['/home/me/network/node_modules/.bin/peertwin', 'npx peertwin'],
    [CLI, 'node dist/cli.cjs'],
    [join(process.cwd(), "it's", 'cli.js'), String.raw`node 'it'\''s/cli.js'`],
  ])('%s is called again as %s', (script, line) => {
    expect(ownCommand(script)).toBe(line)
  })

  test('what is served decides on the first request; without a provider that has one, it is that of the control API', async () => {
    const server = spawn(process.execPath, [CLI, '--port', '0', '--provider', 'tencent'])
    let text = ''
    for await (const chunk of server.stdout) if ((text += String(chunk)).includes('in a browser')) break
    server.kill()
    expect(text).toMatch(/^ {2}curl http:\/\/127\.0\.0\.1:\d+\/_peertwin\/health$/m)
  })

  test('--log-level tells of requests as JSON lines where no terminal is', async () => {
    const server = await start(['--provider', 'digitalocean', '--log-level', 'warn', '--time', 'virtual'])
    const url = server.urls['digitalocean']!
    for (const path of ['/v2/account', '/v2/nothing']) await fetch(url + path, bearer)
    await server.stop()
    const lines = server.stderr().trimEnd().split('\n')
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0]!)).toEqual({
      level: 40,
      n: 2,
      at: expect.any(String) as string,
      provider: 'digitalocean',
      op: null,
      method: 'GET',
      target: '/v2/nothing',
      status: 404,
      credential: 'x…',
      took_ms: expect.any(Number) as number,
    })
  })

  test('every option can come from the environment', async () => {
    const server = await start([], {
      PEERTWIN_PROVIDER: 'digitalocean',
      PEERTWIN_TIME: 'virtual',
      PEERTWIN_START: '2026-01-01T00:00:00Z',
      PEERTWIN_SEED: '7',
      PEERTWIN_AUTH: 'strict',
      PEERTWIN_RATE_LIMITS: 'off',
      PEERTWIN_SET: 'digitalocean.hourlyLimit=77,digitalocean.defaultVpcs=false',
      PEERTWIN_PROVIDER_PORTS: 'false',
      PEERTWIN_LOG_LEVEL: 'silent',
    })
    expect(await (await fetch(`${server.control}/clock`)).json()).toMatchObject({
      mode: 'virtual',
      now: '2026-01-01T00:00:00.000Z',
    })
    const answer = await fetch(`${server.urls['digitalocean']}/v2/vpcs`, bearer)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('ratelimit-remaining')).toBe('77')
    await server.stop()
  })

  test('--fixtures loads records, --empty leaves out the default ones', async () => {
    const fixtures = file(
      'ok.yaml',
      '$schema: fixtures.v1.json\ndigitalocean:\n  tokens:\n    - { name: ci, token: secret }\n',
    )
    const server = await start(['--provider', 'digitalocean', '--fixtures', fixtures, '--empty', '--auth', 'strict'])
    const answer = await fetch(`${server.urls['digitalocean']}/v2/vpcs`, {
      headers: { authorization: 'Bearer secret' },
    })
    expect(await answer.json()).toEqual({ vpcs: [], links: {}, meta: { total: 0 } })
    await server.stop()
  })
})

describe('a control API that other machines reach', () => {
  test.each([
    ['0.0.0.0 without a token', ['--host', '0.0.0.0'], true],
    ['0.0.0.0 with a token', ['--host', '0.0.0.0', '--control-token', 'sesame'], false],
    ['localhost', ['--host', 'localhost'], false],
    ['the default', [], false],
  ])('is warned of on stderr: %s', async (_, args, warned) => {
    const server = await start(args)
    await server.stop()
    expect(server.stderr()).toBe(
      warned
        ? 'peertwin: warning: with --host 0.0.0.0 other machines reach the control API, and may do there what they like; ask for a token with --control-token TOKEN or PEERTWIN_CONTROL_TOKEN=TOKEN\n'
        : '',
    )
  })

  test('and in a line of JSON where requests are told in such', async () => {
    const server = await start(['--host', '0.0.0.0', '--log-level', 'info'])
    await server.stop()
    expect(JSON.parse(server.stderr())).toEqual({
      level: 40,
      msg: 'with --host 0.0.0.0 other machines reach the control API, and may do there what they like; ask for a token with --control-token TOKEN or PEERTWIN_CONTROL_TOKEN=TOKEN',
    })
  })
})

describe('bad configuration ends with one line and exit code 2', () => {
  const wrongKey = file('wrong-key.yaml', 'digitalocean:\n  vpcs:\n    - id: x\n      nme: y\n')
  const wrongProvider = file('wrong-provider.yaml', 'digitalocan: {}\n')
  const nothing = file('nothing.yaml', '# later\n')
  const list = file('list.json', '[]\n')
  const broken = file('broken.json', '{\n  "digitalocean": {\n')
  const wrongRegion = file(
    'wrong-region.yaml',
    'digitalocean:\n  vpcs:\n    - { id: 00000000-0000-4000-8000-000000000001, name: x, region: nyc9, ip_range: 10.0.0.0/24 }\n',
  )

  test.each<[string[], RegExp]>([
    [['start', '--prot', '1'], /^peertwin: start has no option '--prot'; did you mean '--port'\?\n$/],
    [['strat'], /^peertwin: there is no command 'strat'; did you mean 'start'\?\n$/],
    [['start', '--port', '70000'], /^peertwin: --port takes a whole number from 0 to 65535, not '70000'\n$/],
    [['start', '--time', 'slow'], /^peertwin: --time takes real or virtual, not 'slow'\n$/],
    [['start', '--speed', '-1'], /^peertwin: --speed takes a number from 0 to 1000000, not '-1'\n$/],
    [['start', '--start', 'noon'], /RFC 3339 instant/],
    [
      ['start', '--provider', 'digitalocan'],
      /^peertwin: there is no provider 'digitalocan'; did you mean 'digitalocean'\?\n$/,
    ],
    [
      ['start', '--set', 'digitalocean.reservedRange=ignore'],
      /^peertwin: digitalocean has no setting 'reservedRange'; did you mean 'reservedRanges'\?\n$/,
    ],
    [
      ['start', '--set', 'digitalocean.reservedRanges=no'],
      /^peertwin: digitalocean\.reservedRanges takes enforce \| ignore, not 'no'\n$/,
    ],
    [['start', '--set', 'oops'], /provider\.setting=value/],
    [['start', '--fixtures', join(folder, 'missing.yaml')], /missing\.yaml: there is no such file or folder\n$/],
    [
      ['start', '--fixtures', wrongKey],
      /wrong-key\.yaml:4:7: fixtures\.digitalocean\.vpcs\.0 has no 'nme'; did you mean 'name'\?\n$/,
    ],
    [
      ['start', '--fixtures', wrongProvider],
      /wrong-provider\.yaml:1:1: there is no provider 'digitalocan'; did you mean 'digitalocean'\?\n$/,
    ],
    [['start', '--fixtures', nothing], /nothing\.yaml: fixtures: expected records by provider \(.*\), not nothing\n$/],
    [['start', '--fixtures', list], /list\.json:1:1: fixtures: expected records by provider \(.*\), not a list\n$/],
    [['start', '--fixtures', broken], /broken\.json:3:1: .*\n$/],
    [
      ['start', '--fixtures', wrongRegion],
      /wrong-region\.yaml:3:\d+: .*'nyc9' is no region; did you mean 'nyc\d'\?\n$/,
    ],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await run(args)
    expect(stderr).toMatch(message)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  test('a port in use', async () => {
    const blocker = createServer().listen(0, '127.0.0.1')
    await once(blocker, 'listening')
    const { port } = blocker.address() as AddressInfo
    const { code, stdout, stderr } = await run(['start', '--port', String(port)])
    expect(stderr).toBe(
      `peertwin: port ${port} on 127.0.0.1 is in use; choose another with --port, or --port 0 for any free one\n`,
    )
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    blocker.close()
  })

  test('a bad environment variable', async () => {
    const { code, stderr } = await run(['start'], { PEERTWIN_SEED: 'x' })
    expect(stderr).toMatch(/PEERTWIN_SEED/)
    expect(code).toBe(2)
  })
})

describe('stopping', () => {
  test('ends with 0, also with open and half-sent connections', async () => {
    const server = await start(['--provider', 'digitalocean'])
    const idle = connect(server.port, '127.0.0.1')
    const half = connect(server.port, '127.0.0.1')
    await Promise.all([once(idle, 'connect'), once(half, 'connect')])
    for (const socket of [idle, half]) socket.on('error', () => {})
    half.write('POST /v2/vpcs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\nContent-Length: 100\r\n\r\n{')
    await fetch(`${server.control}/health`)
    expect(await server.stop()).toBe(0)
    idle.destroy()
    half.destroy()
  })
})

test('--help and --version say what there is', async () => {
  expect(await run(['--version'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
  })
  const { code, stdout } = await run(['start', '--help'])
  expect(code).toBe(0)
  expect(stdout).toContain('--rate-limits <mode>')
  expect(stdout).toContain('PEERTWIN_RATE_LIMITS')
})

describe('--state', () => {
  test('what was acknowledged survives kill -9, and the same start goes on from there', async () => {
    const state = join(folder, 'kept')
    const args = ['--provider', 'digitalocean', '--state', state]
    const server = await start(args)
    const headers = { authorization: 'Bearer x', 'content-type': 'application/json' }
    const url = `${server.urls['digitalocean']}/v2/vpcs`
    const acknowledged: string[] = []
    const killed = once(server.process, 'exit')
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let n = 0; ; n++) {
        const body = JSON.stringify({
          name: `w${writer}-${n}`,
          region: 'nyc3',
          ip_range: `10.${200 + writer}.${n}.0/28`,
        })
        const answer = await fetch(url, { method: 'POST', headers, body })
        acknowledged.push(((await answer.json()) as { vpc: { id: string } }).vpc.id)
        if (acknowledged.length === 40) server.process.kill('SIGKILL')
      }
    })
    await Promise.all([killed, Promise.allSettled(writers)])
    expect(acknowledged.length).toBeGreaterThanOrEqual(40)

    const again = await start(args)
    const kept = (await (await fetch(`${again.urls['digitalocean']}/v2/vpcs?per_page=200`, { headers })).json()) as {
      vpcs: { id: string }[]
    }
    const ids = new Set(kept.vpcs.map(({ id }) => id))
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([])
    const fresh = await fetch(`${again.urls['digitalocean']}/v2/vpcs`, {
      method: 'POST',
      headers,
      body: '{"name":"next","region":"nyc3"}',
    })
    expect(fresh.status).toBe(201)
    const second = await run(['start', '--port', '0', '--state', state])
    expect(second.stderr).toMatch(/^peertwin: .*kept\/lock: the folder is in use by process \d+\n$/)
    expect(second.code).toBe(2)
    expect(await again.stop()).toBe(0)
  })
})
