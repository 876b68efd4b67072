import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { install, start } from '../helpers/cli.ts'

const ROOT = new URL('../../', import.meta.url).pathname
const RUNNER = join(ROOT, 'test/clients/docs.mjs')
const call = promisify(execFile)

const read = (page: string): string => readFileSync(join(ROOT, page), 'utf8')

/** The pages that are done here, with what their emulator is started with. */
const HERE: Readonly<Record<string, readonly string[]>> = {
  'README.md': [],
  'docs/clients.md': ['--tls', '--proxy'],
  'docs/control.md': [],
  'docs/fixtures.md': [],
  'docs/grade.md': [],
  'docs/mcp.md': [],
  'docs/reach.md': ['--fixtures', 'one-way.yaml'],
  'docs/scenarios.md': [],
  'docs/waits.md': [],
}
/** Those that other tests do: with the packed package, or in a cluster. */
const ELSEWHERE = ['docs/cluster.md', 'docs/quickstart.md', 'docs/testing.md']
/** Whose files are loaded by test/scenario/docs.test.ts and test/conformance/fixtures.test.ts. */
const LOADED = ['docs/scenarios.md', 'docs/fixtures.md']

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]
const blocksOf = (page: string): string[] =>
  [...read(page).matchAll(/^ *```(\S+) ?(.*)\n[^]*?^ *```$/gm)].map(([, language, of]) => `${language} ${of}`.trim())
const isLeft = (info: string): boolean => info.endsWith(' not run')

test.each(pages)('every block of %s is run, or says that it is not', (page) => {
  const silent = blocksOf(page).filter(
    (info) =>
      !isLeft(info) && (info === 'yaml' ? !LOADED.includes(page) : !(page in HERE) && !ELSEWHERE.includes(page)),
  )
  expect(silent).toEqual([])
})

test('five of six blocks are run', () => {
  const all = pages.flatMap(blocksOf)
  expect(all.filter(isLeft).length / all.length).toBeLessThan(1 / 6)
})

/** Networks of docs/fixtures.md, without the route that leads back. */
const oneWay = (): string => {
  const [, networks] = /^```yaml\n(huawei:\n {2}vpcs:\n {4}- \{ name: hub,[^]*?)^```$/m.exec(read('docs/fixtures.md'))!
  return networks!.replace(/.*vpc_id: partner, destination.*\n/, '')
}

/** A folder in which somebody does what a page says, with a client that sends its creates twice. */
const desk = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'peertwin-page-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  install(folder)
  install(folder, 'my-client', join(ROOT, 'test/grade/clients/duplicating.mjs'))
  mkdirSync(join(folder, 'node_modules', '.bin'), { recursive: true })
  symlinkSync(join(folder, 'peertwin'), join(folder, 'node_modules', '.bin', 'peertwin'))
  writeFileSync(join(folder, 'one-way.yaml'), oneWay())
  return folder
}

test.each(Object.entries(HERE))('%s does what it says', async (page, options) => {
  const folder = desk()
  const args = options.map((one) => (one.endsWith('.yaml') ? join(folder, one) : one))
  const emulator = await start(['--time', 'virtual', '--start', '2026-01-01T00:00:00Z', ...args])
  const env = {
    ...process.env,
    PATH: `${folder}:${process.env['PATH']}`,
    PEERTWIN_URL: `http://127.0.0.1:${emulator.port}`,
    PEERTWIN_CONTROL: emulator.control,
  }
  const done = call(process.execPath, [RUNNER, join(ROOT, page)], { cwd: folder, env })
  const { stdout } = await done.catch((failed: { stdout: string }) => failed)
  expect(stdout).not.toContain('not ok')
  expect(stdout.match(/^ok /gm)).toHaveLength(blocksOf(page).length)
  await emulator.stop()
})
