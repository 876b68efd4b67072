import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const ROOT = new URL('../../', import.meta.url).pathname
const call = promisify(execFile)

// a consumer of the package as it is published
let consumer: string
beforeAll(async () => {
  consumer = await mkdtemp(join(tmpdir(), 'peertwin-package-'))
  const { stdout } = await call('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', consumer], {
    cwd: ROOT,
  })
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }]
  const installed = join(consumer, 'node_modules', 'peertwin')
  await mkdir(installed, { recursive: true })
  await call('tar', ['-xzf', join(consumer, filename), '-C', installed, '--strip-components=1'])
})
afterAll(() => rm(consumer, { recursive: true, force: true }))

const USE = `
  const emulator = createEmulator({
    providers: ['digitalocean'],
    clock: { mode: 'virtual', now: 0 },
    empty: true,
    fixtures: { digitalocean: { vpcs: [{ id: '5a4981aa-9653-4bd1-bef5-d6bff52042e4', name: 'given', region: 'nyc3', ip_range: '10.77.0.0/16' }] } },
  })
  let refused
  try {
    createEmulator({ fixtures: { digitalocean: { vpcs: [{ nme: 'x' }] } } })
  } catch (error) {
    refused = error instanceof ConfigError
  }
  const use = async () => {
    const { urls, control } = await emulator.listen()
    const get = async (url) => (await fetch(url, { headers: { authorization: 'Bearer x' } })).json()
    const { vpcs } = await get(urls.digitalocean + '/v2/vpcs')
    const clock = await get(control + '/clock')
    await emulator.close()
    return { names: vpcs.map(({ name }) => name), now: clock.now, refused, log: typeof folderLog, providers: providerNames.length }
  }
  use().then((seen) => console.log(JSON.stringify(seen)))
`
const NAMES = '{ ConfigError, createEmulator, folderLog, providerNames }'

describe('the packed library', () => {
  test.each([
    ['an ES module', 'use.mjs', `import ${NAMES} from 'peertwin'\n${USE}`],
    ['a CommonJS module', 'use.cjs', `const ${NAMES} = require('peertwin')\n${USE}`],
  ])('serves from %s', async (_, name, source) => {
    await writeFile(join(consumer, name), source)
    const { stdout, stderr } = await call(process.execPath, [name], { cwd: consumer })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual({
      names: ['given'],
      now: '1970-01-01T00:00:00.000Z',
      refused: true,
      log: 'function',
      providers: 5,
    })
  })

  test('brings the command', async () => {
    const { stdout, stderr } = await call(process.execPath, ['node_modules/peertwin/dist/cli.js', '--version'], {
      cwd: consumer,
    })
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(stderr).toBe('')
  })
})
