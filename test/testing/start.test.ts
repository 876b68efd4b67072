import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createEmulator, providerNames } from '../../src/index.ts'
import { ConfigError, type StartOptions, start } from '../../src/testing/index.ts'
import { NOW, PAIR, VPCS, ask, peer, started } from './setup.ts'

const folder = mkdtempSync(join(tmpdir(), 'peertwin-testing-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const written = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe('start', () => {
  test('serves all providers on a port of its own', async () => {
    const [one, other] = [await started(), await started()]
    const urls = providerNames.map((name) => one.url(name))
    expect(new Set(urls).size).toBe(1)
    expect(urls[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(other.url('digitalocean')).not.toBe(urls[0])
    const answer = await fetch(`${urls[0]}/v2/account`, {
      headers: { authorization: `Bearer ${one.token('digitalocean')}` },
    })
    expect(answer.status).toBe(200)
    expect((await one.requests()).map(({ op }) => op)).toEqual(['account.get'])
    expect(await other.requests()).toEqual([])
  })

  test('serves those providers that were asked for, with their settings and records', async () => {
    const pt = await started({ providers: ['digitalocean'], empty: true, fixtures: PAIR, seed: 42 })
    expect((await pt.resources({ type: 'digitalocean/vpc' })).map(({ id }) => id)).toEqual(VPCS)
    expect(() => pt.url('upcloud')).toThrow("the emulator does not serve 'upcloud'; it is one of digitalocean")
    expect(() => pt.url('digitalocen')).toThrow(
      "the emulator does not serve 'digitalocen'; did you mean 'digitalocean'?",
    )
  })

  test('puts the clock where it was asked for', async () => {
    const standing = { mode: 'virtual', now: '2026-01-01T00:00:00.000Z', speed: 0, next_due: null }
    expect(await (await started()).clock.read()).toEqual(standing)
    expect(await (await started({ clock: 'virtual' })).clock.read()).toMatchObject({ mode: 'virtual', speed: 0 })
    expect(await (await started({ clock: 'real' })).clock.read()).toMatchObject({ mode: 'real', speed: 1 })
    expect(await (await started({ clock: { speed: 60, start: NOW } })).clock.read()).toMatchObject({
      mode: 'real',
      speed: 60,
    })
  })

  test('gives the same ids for the same seed', async () => {
    const options = { fixtures: PAIR, seed: 7 }
    expect(await peer(await started(options))).toBe(await peer(await started(options)))
    expect(await peer(await started(options))).not.toBe(await peer(await started({ ...options, seed: 8 })))
  })

  test('begins with a scenario: a file, several as one, a text or a document', async () => {
    const fault = { id: 'down', match: { op: 'digitalocean/vpcs.list' }, effect: { error: 'internal' } }
    const text = `name: down\nfaults: [${JSON.stringify(fault)}]\n`
    const more = written(
      'more.yaml',
      'name: more\nlifecycles: { digitalocean/vpc_peering: [{ id: provision, from: PROVISIONING, to: ACTIVE, after: 1h }] }\n',
    )
    for (const scenario of [
      written('down.yaml', text),
      text,
      { faults: [fault] },
      [written('down.yaml', text), more],
    ]) {
      const pt = await started({ providers: ['digitalocean'], scenario })
      const inside = await pt.namespace()
      expect((await ask(pt, 'GET', '/v2/vpcs')).status).toBe(500)
      expect((await ask(inside, 'GET', '/v2/vpcs')).status).toBe(500)
    }
  })

  test('takes variant, clock and records from its scenario', async () => {
    const scenario = {
      name: 'late',
      clock: { mode: 'virtual', start: '2030-01-01T00:00:00Z' },
      fixtures: PAIR,
      variants: { slow: {} },
    } as const
    const pt = await start({ scenario, variant: 'slow', empty: true })
    expect((await pt.clock.read()).now).toBe('2030-01-01T00:00:00.000Z')
    expect((await pt.resources({ type: 'digitalocean/vpc' })).map(({ id }) => id)).toEqual(VPCS)
    await pt.close()
  })

  test('opens no socket where none is wanted', async () => {
    const pt = await started({ listen: false })
    expect(pt.url('upcloud')).toBe('http://upcloud.localhost')
    expect((await ask(pt, 'GET', '/v2/account')).status).toBe(200)
    const home = await pt.fetch('https://api.digitalocean.com/v2/account', { headers: { authorization: 'Bearer x' } })
    expect(home.status).toBe(200)
    await expect(fetch(`${pt.control}/health`)).rejects.toThrow('fetch failed')
  })

  test('keeps the state in a folder', async () => {
    const options = { state: join(folder, 'state'), fixtures: PAIR }
    const before = await start({ ...options, durability: 'disk' })
    const id = await peer(before)
    await before.close()
    const after = await started(options)
    expect((await after.timeline(id)).id).toBe(id)
    await expect(start(options)).rejects.toThrow(ConfigError) // the folder is in use
  })

  test('opens the doors, and says how clients get through them', async () => {
    const pt = await started({ providers: ['tencent'], tls: true, proxy: true })
    const ns = await pt.namespace({ name: 'work' })
    expect(pt.env('tencent', 'tls')['PEERTWIN_URL']).toBe(pt.url('tencent').replace('http:', 'https:'))
    const { HTTPS_PROXY, NODE_EXTRA_CA_CERTS } = ns.env('tencent', 'proxy')
    expect(HTTPS_PROXY).toBe(pt.url('tencent').replace('//', '//work:any@'))
    expect(NODE_EXTRA_CA_CERTS).toMatch(/ca\.pem$/)
    const plain = await started({ providers: ['tencent'] })
    expect(() => plain.env('tencent', 'proxy')).toThrow("the emulator was started without 'proxy'")
  })

  test('guards the control API with a token', async () => {
    const pt = await started({ controlToken: 'sesame', host: '127.0.0.1', controlPort: 0 })
    expect((await fetch(`${pt.control}/clock`)).status).toBe(401)
    expect((await pt.clock.read()).mode).toBe('virtual')
  })
})

describe('a mistake in the options', () => {
  const wrong: [object, string][] = [
    [{ provider: ['upcloud'] }, "start has no 'provider'; did you mean 'providers'?"],
    [{ scenarios: 'x.yaml' }, "start has no 'scenarios'; did you mean 'scenario'?"],
    [{ clock: { time: 'virtual' } }, "start.clock has no 'time'; it is one of mode, start, speed"],
    [
      { clock: { start: 'today' } },
      "start.clock.start takes an RFC 3339 instant such as 2026-01-01T00:00:00Z, not 'today'",
    ],
    [{ journal: { entrys: 1 } }, "createEmulator.journal has no 'entrys'; did you mean 'entries'?"],
    [{ providers: ['upclod'] }, "there is no provider 'upclod'; did you mean 'upcloud'?"],
    [{ scenario: './nowhere.yaml' }, './nowhere.yaml: there is no such file'],
    [
      { fixtures: written('bad.yaml', 'digitalocean:\n  vpcs: [{ nme: x }]\n') },
      `${join(folder, 'bad.yaml')}:2:12: fixtures.digitalocean.vpcs.0 has no 'nme'; did you mean 'name'?`,
    ],
    [{ scenario: { fault: [] } }, "scenario:1:19: scenario has no 'fault'; did you mean 'faults'?"],
  ]
  test.each(wrong)('%j is refused', async (options, message) => {
    await expect(start(options as StartOptions)).rejects.toThrow(message)
  })

  test('of the library is refused as well', async () => {
    const options = { provider: ['upcloud'] } as object
    expect(() => createEmulator(options)).toThrow("createEmulator has no 'provider'; did you mean 'providers'?")
    expect(() => createEmulator({ clock: { time: 1 } as object })).toThrow(
      "createEmulator.clock has no 'time'; it is one of mode, start, speed",
    )
    const emulator = createEmulator()
    await expect(emulator.listen({ prt: 1 } as object)).rejects.toThrow("listen has no 'prt'; did you mean 'port'?")
    expect(emulator.addresses).toBeUndefined()
  })
})

describe('a process that closes nothing', () => {
  const program = (options: string): string => `
    import { start } from ${JSON.stringify(new URL('../../dist/testing.js', import.meta.url).href)}
    const pt = await start(${options})
    const { status } = await fetch(pt.url('digitalocean') + '/v2/vpcs', { headers: { authorization: 'Bearer x' } })
    const own = await pt.namespace({ port: true })
    console.log(status, (await fetch(own.url('digitalocean') + '/v2/vpcs')).status)
  `
  test('goes on when it was asked to', async () => {
    const listens = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length
    const before = listens()
    await started()
    expect(listens()).toBe(before)
    await started({ keepsProcess: true })
    expect(listens()).toBe(before + 1)
  })

  test.each([
    '{}',
    '{ tls: true, proxy: true }',
    "{ scenario: 'fast', providerPorts: true, controlPort: 0 }",
    `{ state: '${join(folder, 'unclosed')}' }`,
  ])('ends when it has nothing else to do: start(%s)', async (options) => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program(options)])
    expect(stdout).toBe('200 401\n')
  })
})
