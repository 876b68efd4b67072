import { execFile } from 'node:child_process'
import { access, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { publint } from 'publint'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const ROOT = new URL('../../', import.meta.url).pathname
const TSC = join(ROOT, 'node_modules', '.bin', 'tsc')
const ATTW = join(ROOT, 'node_modules', '.bin', 'attw')
const call = promisify(execFile)

interface Declared {
  readonly types: string
  readonly typesVersions: { readonly '*': Record<string, string[]> }
}

// a consumer of the package as it is published
let consumer: string
let installed: string
beforeAll(async () => {
  consumer = await mkdtemp(join(tmpdir(), 'peertwin-package-'))
  const tarball = await pack(ROOT)
  installed = join(consumer, 'node_modules', 'peertwin')
  await mkdir(installed, { recursive: true })
  await call('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1'])
  for (const name of ['zod', 'yaml', 'vitest', '@types', 'tinyqueue', 'pure-rand'])
    await symlink(join(ROOT, 'node_modules', name), join(consumer, 'node_modules', name))
  const types = join(installed, 'dist', 'types')
  await rm(types, { recursive: true, force: true })
  await call(TSC, ['-p', join(ROOT, 'tsconfig.types.json'), '--outDir', types])
  await call(process.execPath, [join(ROOT, 'build-types.mjs'), types])
})
afterAll(() => rm(consumer, { recursive: true, force: true }))

/** The package of a folder, as a file. */
const pack = async (folder: string): Promise<string> => {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', consumer]
  const { stdout, stderr } = await call('npm', args, { cwd: folder })
  expect(stderr).not.toMatch(/^npm warn/im)
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }]
  return join(consumer, filename)
}

const USE = `
  const emulator = createEmulator({
    providers: ['digitalocean'],
    clock: { mode: 'virtual', start: 0 },
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

const PLAY = `
  const play = async () => {
    const pt = await start({ clock: { mode: 'virtual', start: '2026-01-01T00:00:00Z' }, scenario: 'name: none\\nfaults: []\\n' })
    const { name } = await pt.scenario('lost-create-answer')
    const fault = await pt.fault('digitalocean/vpcs.list', { effect: { error: 'internal' } })
    const headers = { authorization: 'Bearer ' + pt.token('digitalocean') }
    const { status } = await fetch(pt.url('digitalocean') + '/v2/vpcs', { headers })
    const [hits, { now }] = [await fault.hits(), await pt.clock.advance('30s')]
    await pt.close()
    return { status, hits, now, name }
  }
  play().then((seen) => console.log(JSON.stringify(seen)))
`

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

  test.each([
    ['an ES module', 'test.mjs', `import { start } from 'peertwin/testing'`],
    ['a CommonJS module', 'test.cjs', `const { start } = require('peertwin/testing')`],
  ])('starts and plays scenarios from %s', async (_, name, first) => {
    await writeFile(join(consumer, name), `${first}\n${PLAY}`)
    const { stdout, stderr } = await call(process.execPath, [name], { cwd: consumer })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual({
      status: 500,
      hits: 1,
      now: '2026-01-01T00:00:30.000Z',
      name: 'lost-create-answer',
    })
  })

  test('declares its types to modules of both kinds, whatever resolves them', async () => {
    for (const name of ['use.mts', 'use.cts'])
      await cp(new URL(`./types/${name}`, import.meta.url), join(consumer, name))
    const common = [
      '--noEmit',
      '--strict',
      '--types',
      'node',
      '--lib',
      'es2022,esnext.disposable',
      'use.mts',
      'use.cts',
    ]
    for (const options of [
      ['--module', 'nodenext', '--target', 'esnext'],
      ['--module', 'node16', '--target', 'es2022', '--skipLibCheck'],
    ]) {
      const { stdout } = await call(TSC, [...options, ...common], { cwd: consumer }).catch(
        (error: unknown) => error as { stdout: string },
      )
      expect(stdout).toBe('')
    }
  })

  test('leads every resolver to what is there', async () => {
    expect((await publint({ pkgDir: installed, pack: false, strict: true })).messages).toEqual([])
    const { typesVersions, types } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as Declared
    for (const file of [types, ...Object.values(typesVersions['*']).flat()]) await access(join(installed, file))
  })

  test('has types that fit what is loaded, for every resolver', async () => {
    const args = [await pack(installed), '--format', 'json']
    const { stdout } = await call(ATTW, args) // it ends with 1 where there is a problem
    const { analysis } = JSON.parse(stdout) as { analysis: { entrypoints: object } }
    expect(Object.keys(analysis.entrypoints)).toEqual(['.', './testing', './vitest', './package.json'])
  })

  test('says why its vitest entry cannot be required', async () => {
    await writeFile(join(consumer, 'required.cjs'), "require('peertwin/vitest')\n")
    await expect(call(process.execPath, ['required.cjs'], { cwd: consumer })).rejects.toThrow(
      'Error: peertwin/vitest cannot be required, as vitest itself cannot: import it, or take peertwin/testing',
    )
  })

  test('brings every page that its README leads to', async () => {
    const text = await readFile(join(installed, 'README.md'), 'utf8')
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link!)
    expect(links.length).toBeGreaterThan(20)
    const found = await Promise.allSettled(links.map((link) => access(join(installed, link))))
    expect(links.filter((_, nth) => found[nth]!.status === 'rejected')).toEqual([])
  })

  test('brings the command', async () => {
    const { stdout, stderr } = await call(process.execPath, ['node_modules/peertwin/dist/cli.cjs', '--version'], {
      cwd: consumer,
    })
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(stderr).toBe('')
  })
})
