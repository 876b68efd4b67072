import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { checkClients, checkProxy, checkTrust } from '../../../src/cli/doctor/environment.ts'
import { findingLines } from '../../../src/cli/doctor/finding.ts'
import { digitalocean } from '../../../src/providers/digitalocean/index.ts'
import { run, start } from '../../helpers/cli.ts'

// what the machine that runs the tests may have set
const NOTHING = Object.fromEntries(
  ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'].map((name) => [
    name,
    '',
  ]),
)
const folder = mkdtempSync(join(tmpdir(), 'peertwin-doctor-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('says what is fine, and what is not with the way out', async () => {
  const server = await start(['--provider', 'digitalocean'])
  const url = server.urls['digitalocean']!
  const env = { ...NOTHING, PEERTWIN_CONTROL: server.control, DIGITALOCEAN_API_URL: url }
  expect(await run(['doctor'], env, folder)).toEqual({
    code: 0,
    stdout: [
      `ok    emulator: 0.1.0 at ${server.control}, with digitalocean`,
      'ok    state: changes are taken',
      'warn  requests: none came so far',
      '      peertwin env PROVIDER leads a client here',
      'ok    digitalocean: DIGITALOCEAN_API_URL leads here',
      '',
    ].join('\n'),
    stderr: '',
  })
  await fetch(`${url}/v2/nothing`)
  writeFileSync(join(folder, 'peertwin.config.yaml'), 'prot: 1\n')
  const { code, stdout } = await run(['doctor'], { ...env, DIGITALOCEAN_API_URL: 'http://other' }, folder)
  expect([code, stdout]).toEqual([
    1,
    [
      "WRONG configuration: peertwin.config.yaml:1:1: there is no option 'prot'; did you mean 'port'?",
      '      mend the file; nothing uses it as it is',
      `ok    emulator: 0.1.0 at ${server.control}, with digitalocean`,
      'ok    state: changes are taken',
      'warn  requests: 1 of 1 were answered by no operation',
      '      peertwin journal unmatched shows them',
      `WRONG digitalocean: DIGITALOCEAN_API_URL leads to http://other, not to ${url}`,
      '      eval "$(peertwin env digitalocean)" sets what its clients need',
      '',
    ].join('\n'),
  ])
  rmSync(join(folder, 'peertwin.config.yaml'))
  await server.stop()
  const ended = await run(['doctor'], env, folder)
  expect(ended.code).toBe(1)
  expect(ended.stdout).toMatch(
    /^WRONG emulator: no emulator answers at http:\S+: .+\n {6}peertwin start starts one; --control URL or PEERTWIN_CONTROL names one elsewhere\n$/,
  )
})

test('credentials without an address, a proxy in between, and certificates that are gone are told', () => {
  expect(findingLines(checkClients(digitalocean, 'http://here', { DIGITALOCEAN_TOKEN: 'x' }))).toEqual([
    'warn  digitalocean: DIGITALOCEAN_TOKEN is set and DIGITALOCEAN_API_URL is not: such clients go to the real service',
    '      eval "$(peertwin env digitalocean)" sets what its clients need',
  ])
  expect(checkClients(digitalocean, 'http://here', {})).toEqual([])
  expect(checkProxy({})).toEqual([])
  expect(findingLines(checkProxy({ HTTPS_PROXY: 'http://p', NO_PROXY: 'localhost' }))).toEqual([
    'warn  proxy: HTTPS_PROXY is set and NO_PROXY does not name 127.0.0.1, ::1: clients may ask the proxy for the emulator',
    '      export NO_PROXY=localhost,127.0.0.1,::1',
  ])
  expect(findingLines(checkProxy({ http_proxy: 'http://p', no_proxy: '*' }))).toEqual([
    'ok    proxy: http_proxy is set, and this machine is left out of it',
  ])
  expect(findingLines(checkTrust({ SSL_CERT_FILE: '/nowhere.pem' }))).toEqual([
    'WRONG certificates: SSL_CERT_FILE names /nowhere.pem, which is not there',
    '      unset SSL_CERT_FILE, or set it with peertwin env',
  ])
})
