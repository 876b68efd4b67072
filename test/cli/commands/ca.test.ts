import { X509Certificate } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as command from '../../../src/cli/commands/ca.ts'
import { Authority } from '../../../src/server/doors/authority.ts'
import { run, start } from '../../helpers/cli.ts'
import { openDoors } from '../../helpers/doors.ts'
import { FakeWall } from '../../helpers/wall.ts'
import { printed, refused, runCommand } from './setup.ts'

const folder = mkdtempSync(join(tmpdir(), 'peertwin-ca-'))
afterAll(() => rmSync(folder, { recursive: true }))
beforeEach(() => void vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache')))
afterEach(() => void vi.unstubAllEnvs())

test('prints the certificate of a running emulator', async () => {
  const { control, ca } = await openDoors({ proxy: true })
  expect(await runCommand(command, ['--control', control])).toEqual(printed(ca.trimEnd()))
})

test('or the path of a file with it, one for each certificate', async () => {
  const [one, other] = await Promise.all([openDoors({ tls: true }), openDoors({ tls: true })])
  const paths: string[] = []
  for (const { control } of [one, other, one])
    paths.push((await runCommand(command, ['--control', control, '--path'])).stdout.trimEnd())
  expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual([one.ca, other.ca, one.ca])
  expect(paths[2]).toBe(paths[0])
})

test('forgets files that nobody asked for in a month', async () => {
  const { control } = await openDoors({ tls: true })
  const cache = join(folder, 'cache', 'peertwin')
  const month = 30 * 24 * 3600
  const aged = [
    ['ca-0123456789abcdef', month + 60, false],
    ['ca-fedcba9876543210', month - 60, true],
    ['ca-of-mine', month + 60, true],
  ] as const
  for (const [name, age] of aged) {
    mkdirSync(join(cache, name), { recursive: true })
    writeFileSync(join(cache, name, 'ca.pem'), '')
    const then = Date.now() / 1000 - age
    utimesSync(join(cache, name), then, then)
  }
  const { stdout } = await runCommand(command, ['--control', control, '--path'])
  expect(existsSync(stdout.trimEnd())).toBe(true)
  expect(aged.map(([name]) => existsSync(join(cache, name)))).toEqual(aged.map(([, , stays]) => stays))
})

test('or writes it, in any form', async () => {
  const { control, ca } = await openDoors({ tls: true })
  const written = async (format: string): Promise<Buffer> => {
    const out = join(folder, format)
    expect(await runCommand(command, ['--control', control, '--format', format, '--out', out])).toEqual(printed())
    return readFileSync(out)
  }
  expect((await written('pem')).toString()).toBe(ca)
  expect((await written('bundle')).toString().startsWith(`${ca}-----BEGIN`)).toBe(true)
  expect((await written('p12')).includes(new X509Certificate(ca).raw)).toBe(true)
})

test('knows that of a state folder without a running emulator, and makes it there', async () => {
  const state = join(folder, 'state')
  const first = await runCommand(command, ['--state', state])
  expect(new X509Certificate(first.stdout).ca).toBe(true)
  expect(await runCommand(command, ['--state', state])).toEqual(first)
  expect(readdirSync(state).map((name) => [name, (statSync(join(state, name)).mode & 0o777).toString(8)])).toEqual([
    ['ca-key.pem', '600'],
    ['ca.pem', '644'],
  ])
  const { ca } = await openDoors({ tls: true, authorityFolder: state })
  expect(ca).toBe(first.stdout)
})

test('says on stderr when it is another one, because the old one is about to end', async () => {
  const state = join(folder, 'old')
  const wall = new FakeWall(Date.now() - 360 * 24 * 3_600_000)
  const old = new Authority({ folder: state, wall, onRenewal: () => {} }).certificate
  const { code, stdout, stderr } = await run(['ca', '--state', state])
  expect(stderr).toMatch(
    /^peertwin: the certificate of the local CA ends on \S+; a new one takes its place, which clients have to be told to trust \(peertwin ca\)\n$/,
  )
  expect([code, stdout === old, new X509Certificate(stdout).ca]).toEqual([0, false, true])
  expect(readFileSync(join(state, 'ca.pem'), 'utf8')).toBe(stdout)
})

test('so does a start', async () => {
  const state = join(folder, 'old-start')
  const wall = new FakeWall(Date.now() - 360 * 24 * 3_600_000)
  const old = new Authority({ folder: state, wall, onRenewal: () => {} }).certificate
  const server = await start(['--tls', '--state', state])
  const ca = await (await fetch(`${server.control}/ca`)).text()
  expect([await server.stop(), ca === old]).toEqual([0, false])
  expect(server.stderr()).toMatch(/^peertwin: the certificate of the local CA ends on .*\n$/)
})

test('says why there is none', async () => {
  const { control } = await openDoors({})
  expect(await runCommand(command, ['--control', control])).toEqual(
    refused('There is no certificate without `start --tls` or `start --proxy`.'),
  )
  const nowhere = join(folder, 'pem', 'x')
  expect((await runCommand(command, ['--state', nowhere])).refusal).toMatch(
    new RegExp(`^${nowhere}/ca-key.pem: ENOTDIR: `),
  )
})
