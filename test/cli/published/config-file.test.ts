import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { Command } from 'commander'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { applyConfig } from '../../../src/cli/config/apply.ts'
import { declareStart } from '../../../src/cli/options.ts'
import { run, start } from '../../helpers/cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'peertwin-config-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (text: string, name = 'c.yaml'): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const ajv = new Ajv2020({ strict: false })
addFormats.default(ajv)
const validate = ajv.compile(
  JSON.parse(readFileSync(new URL('../../../schemas/config.v1.json', import.meta.url), 'utf8')) as object,
)

/** The options that a command line and a file come to. */
const optionsOf = async (text: string, ...argv: string[]) => {
  const command = declareStart(new Command('start').exitOverride()).action(() => {})
  command.parse(argv, { from: 'user' })
  await applyConfig(command, file(text))
  return command.opts()
}

const WHOLE = `$schema: config.v1.json
port: 0
host: 127.0.0.1
provider: [digitalocean, huawei]
provider-ports: true
time: virtual
start: 2026-01-01T00:00:00Z
speed: 0.5
seed: 7
rate-limits: enforce
auth: strict
set: { huawei: { region: eu-nl, vpcQuota: 3 }, digitalocean: { defaultVpcs: false } }
scenario: [a.yaml, b]
control-host: peertwin
ui: false
journal-mib: 1
log-level: warn
`

test('gives the options of the command line under the same names', async () => {
  expect(validate(parse(WHOLE)), JSON.stringify(validate.errors)).toBe(true)
  expect(await optionsOf(WHOLE, '--seed', '9')).toMatchObject({
    port: 0,
    host: '127.0.0.1',
    provider: ['digitalocean', 'huawei'],
    providerPorts: true,
    time: 'virtual',
    start: Date.parse('2026-01-01'),
    speed: 0.5,
    seed: 9,
    rateLimits: 'enforce',
    auth: 'strict',
    set: { huawei: { region: 'eu-nl', vpcQuota: '3' }, digitalocean: { defaultVpcs: 'false' } },
    scenario: ['a.yaml', 'b'],
    controlHost: ['peertwin'],
    ui: false,
    journalMib: 1,
    logLevel: 'warn',
    maxNamespaces: 10_000,
  })
})

describe('a mistake in it ends with file, line and column', () => {
  test.each([
    ['prot: 1\n', "1:1: there is no option 'prot'; did you mean 'port'?"],
    ['host: x\nport: 70000\n', "2:1: port takes a whole number from 0 to 65535, not '70000'"],
    ['time: slow\n', "1:1: time takes real or virtual, not 'slow'"],
    ['tls: 3\n', "1:1: tls takes true or false, not '3'"],
    ['provider: { a: 1 }\n', '1:1: provider takes names, not an object'],
    ['set: [a]\n', '1:1: set takes switches by provider, such as { provider: { switch: value } }, not a list'],
    ['state:\n', '1:1: state takes a folder, not nothing'],
  ])('%j', async (text, message) => {
    await expect(optionsOf(text)).rejects.toThrow(`${join(folder, 'c.yaml')}:${message}`)
    expect(validate(parse(text))).toBe(false)
  })
  test('or of the whole', async () => {
    await expect(optionsOf('[]\n')).rejects.toThrow(
      `${join(folder, 'c.yaml')}: expected options such as 'port: 4580', not a list`,
    )
  })
})

test('is found where the start happens, stands below environment and command line, and is refused where it is missing', async () => {
  file('provider: upcloud\nseed: 5\ntime: virtual\nstart: 2026-01-01T00:00:00Z\n', 'peertwin.config.yaml')
  const refusal = await run(['start', '--port', 'x'], {}, folder)
  expect(refusal).toMatchObject({ code: 2, stdout: '' })
  const server = await start(['--config', join(folder, 'peertwin.config.yaml')], { PEERTWIN_TIME: 'real' })
  expect(Object.keys(server.urls)).toEqual(['upcloud'])
  const clock = (await (await fetch(`${server.control}/clock`)).json()) as { mode: string }
  expect(clock.mode).toBe('real')
  const schema = (await (await fetch(`${server.control}/schema/config.v1.json`)).json()) as { $id: string }
  expect(schema.$id).toBe('config.v1.json')
  await server.stop()
  const none = join(folder, 'none.yaml')
  expect(await run(['start', '--port', '0', '--config', none])).toEqual({
    code: 2,
    stdout: '',
    stderr: `peertwin: ${none}: there is no such file or folder\n`,
  })
  file('provider: nobody\n', 'peertwin.config.yaml')
  expect(await run(['start', '--port', '0'], {}, folder)).toEqual({
    code: 2,
    stdout: '',
    stderr: "peertwin: there is no provider 'nobody'; it is one of digitalocean, upcloud, confluent, huawei, tencent\n",
  })
})
