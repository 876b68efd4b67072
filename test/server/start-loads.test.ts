import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { start } from '../helpers/cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'peertwin-loads-'))
afterAll(() => rmSync(folder, { recursive: true }))

// tells at the end which modules of Node were loaded
const REPORT = encodeURIComponent(
  `import { writeFileSync } from 'node:fs'
   process.on('exit', () => writeFileSync(process.env.LOADED, JSON.stringify(process.moduleLoadList)))`,
)

interface Coverage {
  readonly result: readonly { readonly url: string }[]
}

/** The texts of all scripts, and the names of all modules of Node, that a start and its first answer load. */
const loadedBy = async (...args: string[]) => {
  const own = mkdtempSync(join(folder, 'run-'))
  const [modules, coverage] = [join(own, 'modules.json'), join(own, 'coverage')]
  const server = await start(args, {
    NODE_OPTIONS: `--import data:text/javascript,${REPORT}`,
    NODE_V8_COVERAGE: coverage,
    LOADED: modules,
  })
  const answer = await fetch(`${server.urls['digitalocean']}/v2/account`, { headers: { authorization: 'Bearer x' } })
  expect([answer.status, await server.stop()]).toEqual([200, 0])
  const scripts = readdirSync(coverage)
    .flatMap((name) => (JSON.parse(readFileSync(join(coverage, name), 'utf8')) as Coverage).result)
    .filter(({ url }) => url.startsWith('file:'))
    .map(({ url }) => readFileSync(new URL(url), 'utf8'))
  return { scripts, modules: JSON.parse(readFileSync(modules, 'utf8')) as string[] }
}

/** Texts of the doors' code, which no bundler changes: the authority, its certificates, the proxy, a trust store. */
const MARKS = ['ca-key.pem', 'Peertwin local CA', 'Host not emulated', '1.2.840.113549.1.12.10.1.3']
const SECURE = ['NativeModule tls', 'NativeModule _tls_wrap', 'NativeModule https']

/** A text of the cluster's code. */
const CLUSTER = 'start all of its replicas alike'

test('a start without doors and without a cluster loads nothing of them, and no TLS', async () => {
  const { scripts, modules } = await loadedBy()
  expect(modules).toContain('NativeModule http')
  expect(modules.filter((name) => SECURE.includes(name))).toEqual([])
  expect([...MARKS, CLUSTER].filter((mark) => scripts.some((text) => text.includes(mark)))).toEqual([])
})

test.each(['--tls', '--proxy'])('one with %s does, but no trust store', async (door) => {
  const { scripts, modules } = await loadedBy(door)
  expect(modules).toContain('NativeModule tls')
  expect(MARKS.filter((mark) => scripts.some((text) => text.includes(mark)))).toEqual(MARKS.slice(0, 3))
})
