import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { CLI, start } from '../helpers/cli.ts'

const ROOT = new URL('../../', import.meta.url).pathname
const RUNNER = join(ROOT, 'test/clients/docs.mjs')
const call = promisify(execFile)

// each of these pages is done block by block: README.md here, the others with the real clients
const DONE = ['README.md', 'docs/cluster.md', 'docs/quickstart.md', 'docs/testing.md']
// test/scenario/docs.test.ts and test/conformance/fixtures.test.ts load the files that these show
const LOADED = ['docs/scenarios.md', 'docs/fixtures.md']

const pages = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

test.each(pages.filter((page) => !DONE.includes(page)))('every block of %s is run, or says that it is not', (page) => {
  const openings = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^ *```(\S*) ?(.*)\n[^]*?^ *```$/gm)]
  const silent = openings
    .map(([, language, purpose]) => `${language} ${purpose}`.trim())
    .filter((info) => !info.endsWith(' not run') && !(info === 'yaml' && LOADED.includes(page)))
  expect(silent).toEqual([])
})

test('README.md does what it says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'peertwin-readme-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'peertwin'), `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`, { mode: 0o755 })
  const emulator = await start(['--time', 'virtual', '--start', '2026-01-01T00:00:00Z'])
  const done = call(process.execPath, [RUNNER, join(ROOT, 'README.md')], {
    cwd: folder,
    env: {
      ...process.env,
      PATH: `${folder}:${process.env['PATH']}`,
      PEERTWIN_URL: `http://127.0.0.1:${emulator.port}`,
    },
  })
  const { stdout } = await done.catch((failed: { stdout: string }) => failed)
  expect(stdout).not.toContain('not ok')
  expect(stdout.match(/^ok /gm)).toHaveLength(7)
  await emulator.stop()
})
