import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { start } from '../../helpers/cli.ts'

const ROOT = new URL('../../../', import.meta.url).pathname
const WEEK = 7 * 24 * 60 * 60
const call = promisify(execFile)

// a copy of the sources that can be changed and built while something runs from it
const copy = mkdtempSync(join(tmpdir(), 'peertwin-build-'))
for (const name of ['src', 'build.mjs', 'package.json', 'tsconfig.json'])
  cpSync(join(ROOT, name), join(copy, name), { recursive: true })
symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
afterAll(() => {
  rmSync(copy, { recursive: true, force: true })
})

const CLI = join(copy, 'dist', 'cli.cjs')
const build = () => call(process.execPath, ['build.mjs'], { cwd: copy })
const files = (): string[] => readdirSync(join(copy, 'dist')).sort()
const scripts = (): string[] => files().filter((name) => /\.c?js$/.test(name))
const unpublished = (): string[] =>
  readFileSync(join(copy, 'dist', '.npmignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .sort()

/** Gives the sources another version, which every part of the command knows of. */
const release = (version: string): void => {
  const manifest = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8')) as object
  writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...manifest, version }))
}

test('a rebuild leaves what runs its own build, and takes stale parts away in the end', async () => {
  release('1.0.0')
  await build()
  const first = scripts()
  expect(unpublished()).toEqual([])
  await build()
  expect(scripts()).toEqual(first)

  const server = await start([], {}, CLI)
  release('2.0.0')
  const versions = new Set<string>()
  const rebuilding = { done: false }
  const rebuilt = build().finally(() => (rebuilding.done = true))
  do versions.add((await call(process.execPath, [CLI, '--version'])).stdout)
  while (!rebuilding.done)
  await rebuilt
  versions.add((await call(process.execPath, [CLI, '--version'])).stdout)
  expect([...versions].filter((version) => !['1.0.0\n', '2.0.0\n'].includes(version))).toEqual([])
  expect(versions).toContain('2.0.0\n')

  // neither the control API nor a provider was loaded before the rebuild
  expect(await (await fetch(`${server.control}/health`)).json()).toMatchObject({ status: 'ok', version: '1.0.0' })
  const vpcs = await fetch(`${server.urls['digitalocean']}/v2/vpcs`, { headers: { authorization: 'Bearer x' } })
  expect(vpcs.status).toBe(200)
  expect(await server.stop()).toBe(0)

  const stale = unpublished()
  expect(stale.length).toBeGreaterThan(10)
  expect(scripts().filter((name) => first.includes(name))).toEqual(first)
  const present = scripts().filter((name) => !stale.includes(name))
  writeFileSync(`${CLI}.code`, 'what V8 made of it, which no other Node takes')
  const { stdout } = await call('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: copy })
  const [packed] = JSON.parse(stdout) as [{ files: { path: string }[] }]
  expect(
    packed.files
      .map(({ path }) => path)
      .filter((path) => path.startsWith('dist/'))
      .sort(),
  ).toEqual(present.map((name) => `dist/${name}`))

  const age = (name: string, seconds: number): void => {
    const then = Date.now() / 1000 - seconds
    utimesSync(join(copy, 'dist', name), then, then)
  }
  for (const name of present) age(name, 2 * WEEK)
  const [last, ...old] = stale as [string, ...string[]]
  age(last, WEEK / 2)
  for (const name of old) age(name, 2 * WEEK)
  await build()
  expect(scripts()).toEqual([...present, last].sort())
  expect(files().filter((name) => name.startsWith('.'))).toEqual(['.npmignore'])
})
