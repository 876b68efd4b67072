import { existsSync, readFileSync, rmSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { type Running, run, start } from '../helpers/cli.ts'

const FOLDER = new URL('../../scenarios/', import.meta.url).pathname
const folder = await mkdtemp(join(tmpdir(), 'peertwin-'))
const inFolder = (name: string): string => join(folder, name)
const ROOT = new URL('../../', import.meta.url).pathname.replace(/\/$/, '')
const CUT = `name: cut
lifecycles:
  digitalocean/vpc_peering:
    - { id: up, from: PROVISIONING, after: 1s, to: ACTIVE }
    - { id: fails, from: ACTIVE, after: 1h, to: ERROR }
variants:
  stuck:
    lifecycles:
      digitalocean/vpc_peering: [{ id: up, from: PROVISIONING, hold: true }]
`
const open: Running[] = []
afterAll(async () => {
  await Promise.all(open.splice(0).map((running) => running.stop()))
  await rm(folder, { recursive: true })
})

describe('peertwin scenario', () => {
  test('lint says ok, or everything that is wrong, with exit 2', async () => {
    expect(await run(['scenario', 'lint', `${FOLDER}happy-path.yaml`])).toEqual({
      code: 0,
      stdout: `${FOLDER}happy-path.yaml: ok\n`,
      stderr: '',
    })
    const file = inFolder('broken.yaml')
    await writeFile(file, readFileSync(`${FOLDER}happy-path.yaml`, 'utf8').replaceAll('PROVISIONING', 'PROVISONING'))
    expect(await run(['scenario', 'lint', file])).toEqual({
      code: 2,
      stdout: '',
      stderr: `peertwin: ${file}:8:24: there is no state of digitalocean/vpc_peering 'PROVISONING'; did you mean 'PROVISIONING'?\n`,
    })
  })

  test('simulate prints the way of a resource', async () => {
    const { stdout } = await run(['scenario', 'simulate', `${FOLDER}rejected.yaml`, '--resource', 'confluent/peering'])
    expect(stdout).toBe(
      [
        't=0s  PROVISIONING',
        '+2s   PENDING_ACCEPT  offered',
        '+1m   FAILED          rejected',
        'reachable: 6 of 6 states   worst time to a final state: 1m 2s   dead rules: none',
        '',
      ].join('\n'),
    )
    const json = await run([
      'scenario',
      'simulate',
      `${FOLDER}rejected.yaml`,
      '--resource',
      'confluent/peering',
      '--json',
    ])
    expect(JSON.parse(json.stdout)).toMatchObject({ machine: 'confluent/peering', worst: 62_000, dead: [] })
    const wrong = await run(['scenario', 'simulate', `${FOLDER}rejected.yaml`, '--resource', 'confluent/peerin'])
    expect(wrong).toMatchObject({
      code: 2,
      stderr: "peertwin: there is no machine 'confluent/peerin'; did you mean 'confluent/peering'?\n",
    })
  })

  test('names lists what a file can name', async () => {
    const { stdout } = await run(['scenario', 'names'])
    for (const line of [
      '    digitalocean/vpc_peerings.create',
      '    tencent/CreateRoute',
      '  machine huawei/peering',
      '    states  PENDING_ACCEPTANCE, ACTIVE, REJECTED, EXPIRED, $gone',
    ])
      expect(stdout.split('\n')).toContain(line)
  })

  test('new writes a file that is valid', async () => {
    const file = inFolder('mine.yaml')
    await run(['scenario', 'new', file, '--resource', 'upcloud/network_peering'])
    expect(existsSync(file)).toBe(true)
    expect((await run(['scenario', 'lint', file])).code).toBe(0)
    expect((await run(['scenario', 'new', file, '--resource', 'upcloud/network_peering'])).stderr).toBe(
      `peertwin: ${file} exists already\n`,
    )
  })

  test.each([
    ['in a project that holds the package', () => join(ROOT, 'test', `new-${process.pid}.yaml`), ROOT],
    ['anywhere else', () => inFolder('elsewhere.yaml'), folder],
  ])('new leads editors to the schema, %s', async (_, at, cwd) => {
    const file = at()
    expect(await run(['scenario', 'new', file, '--resource', 'huawei/peering'], {}, cwd)).toEqual({
      code: 0,
      stdout: `${file}: a scenario for huawei/peering; check it with: peertwin scenario lint ${file}\n`,
      stderr: '',
    })
    const text = readFileSync(file, 'utf8')
    rmSync(file)
    const [, reference] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)!
    expect(reference).toMatch(cwd === ROOT ? /^\.\.\// : /^file:/)
    const schema = JSON.parse(readFileSync(new URL(reference!, pathToFileURL(file)), 'utf8')) as object
    expect(schema).toMatchObject({ $id: 'scenario.v1.json' })
  })

  test('what a variant cuts off is a warning about the variant', async () => {
    const file = inFolder('cut.yaml')
    await writeFile(file, CUT)
    const warning = `${file}:7:3: in the variant 'stuck', 'fails' of digitalocean/vpc_peering can never happen: nothing leads to ACTIVE any more`
    expect(await run(['scenario', 'lint', file])).toEqual({
      code: 0,
      stdout: `${file}: ok\nwarning: ${warning}\n`,
      stderr: '',
    })
    const server = await start(['--scenario', file, '--variant', 'stuck'])
    await server.stop()
    expect(server.stderr()).toBe(`peertwin: warning: ${warning}\n`)
  })
})

describe('a scenario by name', () => {
  test('starts, from ./scenarios before the package', async () => {
    const place = inFolder('project')
    await mkdir(join(place, 'scenarios'), { recursive: true })
    await writeFile(join(place, 'scenarios', 'late-accept.yml'), 'name: ours\nseed: 77\n')
    const lint = await run(['scenario', 'lint', 'late-accept', 'happy-path'], {}, place)
    expect(lint).toEqual({
      code: 0,
      stdout: `scenarios/late-accept.yml: ok\n${FOLDER}happy-path.yaml: ok\n`,
      stderr: '',
    })
    expect(await run(['start', '--port', '0', '--scenario', 'late-acept'], {}, place)).toEqual({
      code: 2,
      stdout: '',
      stderr:
        "peertwin: there is no scenario 'late-acept' in ./scenarios or in the package; did you mean 'late-accept'?\n",
    })
    const server = await start(['--scenario', 'late-accept'])
    open.push(server)
    const { active } = (await (await fetch(`${server.control}/scenarios`)).json()) as { active: object }
    expect(active).toMatchObject({ name: 'late-accept', seed: 7 })
  })

  test('that is about a provider which is not served says so', async () => {
    const { code, stdout, stderr } = await run(
      ['start', '--port', '0', '--provider', 'upcloud', '--scenario', 'stuck-delete'],
      {},
      folder,
    )
    expect({ code, stdout, stderr: stderr.split('\n')[0] }).toEqual({
      code: 2,
      stdout: '',
      stderr: `peertwin: ${FOLDER}stuck-delete.yaml:6:3: no provider 'digitalocean' is served; it is one of upcloud`,
    })
  })
})

describe('peertwin start --scenario', () => {
  test('plays it from the start, and takes single faults, releases and verification', async () => {
    const file = inFolder('ci.yaml')
    await writeFile(
      file,
      `name: ci
seed: 9
clock: { mode: virtual, start: 2026-01-01T00:00:00Z }
lifecycles:
  digitalocean/vpc_peering:
    - { id: wait, from: PROVISIONING, on: manual, to: ACTIVE }
faults:
  - { id: once, match: { op: digitalocean/vpcs.list }, calls: 1, effect: { error: unavailable } }
expect:
  - { fault: once, hits: 1 }
  - { resource: digitalocean/vpc_peering, eventually: ACTIVE }
`,
    )
    const running = await start(['--scenario', file])
    open.push(running)
    const ask = async (method: string, path: string, body?: object) => {
      const response = await fetch(`${running.urls['digitalocean']}${path}`, {
        method,
        headers: { authorization: 'Bearer dop_v1_x', 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      })
      return { status: response.status, body: (await response.json()) as Record<string, { id: string }> }
    }
    const peertwin = (...args: string[]) => run([...args, '--control', running.control])
    expect((await ask('GET', '/v2/vpcs')).status).toBe(503)
    const vpc = async (name: string) => (await ask('POST', '/v2/vpcs', { name, region: 'nyc3' })).body['vpc']!.id
    const made = await ask('POST', '/v2/vpc_peerings', { name: 'p', vpc_ids: [await vpc('a'), await vpc('b')] })
    const { id } = made.body['vpc_peering']!

    const early = await peertwin('verify')
    expect(early.code).toBe(1)
    expect(early.stdout).toContain('ok    fault once hits once\nFAIL  digitalocean/vpc_peering gets ACTIVE\n')
    expect(await peertwin('release', id)).toMatchObject({ code: 0, stdout: `${id}: ACTIVE\n` })
    const report = inFolder('report.xml')
    expect(await peertwin('verify', '--junit', report)).toMatchObject({
      code: 0,
      stdout:
        'ok    fault once hits once\nok    digitalocean/vpc_peering gets ACTIVE\n2 checked, 0 failed; scenario ci@1 seed 9\n',
    })
    expect(readFileSync(report, 'utf8')).toContain('<testsuite name="ci@1 seed 9" tests="2" failures="0"')

    await peertwin('fault', 'add', '{ id: x, match: { op: digitalocean/account.get }, effect: { error: internal } }')
    expect((await ask('GET', '/v2/account')).status).toBe(500)
    expect((await peertwin('fault', 'list')).stdout).toMatch(/^x +api +true +1 +1 +-$/m)
    await peertwin('fault', 'clear')
    expect((await ask('GET', '/v2/account')).status).toBe(200)
    expect(await running.stop()).toBe(0)
    open.pop()
  })

  test('does not start with a broken file, and says where it is', async () => {
    const file = inFolder('no.yaml')
    await writeFile(file, 'name: no\nfault: []\n')
    expect(await run(['start', '--port', '0', '--scenario', file])).toMatchObject({
      code: 2,
      stderr: `peertwin: ${file}:2:1: scenario has no 'fault'; did you mean 'faults'?\n`,
    })
  })
})
