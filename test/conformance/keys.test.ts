import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { run, start } from '../helpers/cli.ts'

const ROOT = new URL('../../', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'peertwin-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))

const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/
/** How keys for RSA, P-256, other curves and Ed25519 begin in DER: version 0, then the algorithm. */
const DER_KEYS = ['300d06092a864886f70d010101', '301306072a8648ce3d02', '301006072a8648ce3d02', '300506032b6570'].map(
  (hex) => Buffer.from(`020100${hex}`, 'hex'),
)
const KEY_FILE = /\.(?:key|p12|pfx|jks|pem|der|crt)$/

const isKey = (bytes: Buffer): boolean =>
  PRIVATE_KEY.test(bytes.toString('latin1')) || DER_KEYS.some((start) => bytes.includes(start))
const holdsKey = (path: string): boolean => isKey(readFileSync(path))

const output = (command: string, ...args: string[]): string =>
  execFileSync(command, args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  })

const filesIn = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

test.each([
  ['EC', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
  ['RSA', generateKeyPairSync('rsa', { modulusLength: 1024 })],
  ['Ed25519', generateKeyPairSync('ed25519')],
])('a key for %s is known when it is seen', (_, { privateKey, publicKey }) => {
  const der = { type: 'pkcs8', format: 'der' } as const
  expect(isKey(privateKey.export(der))).toBe(true)
  expect(isKey(Buffer.from(privateKey.export({ ...der, format: 'pem' })))).toBe(true)
  expect(isKey(publicKey.export({ type: 'spki', format: 'der' }))).toBe(false)
})

describe('there is no key', () => {
  test('in the repository', () => {
    const paths = output('git', 'ls-files', '-co', '--exclude-standard').trim().split('\n')
    expect(paths.length).toBeGreaterThan(500)
    expect(paths.filter((path) => KEY_FILE.test(path))).toEqual([])
    expect(paths.filter((path) => holdsKey(join(ROOT, path)))).toEqual([])
  })

  test('in the package', () => {
    const [{ files }] = JSON.parse(output('npm', 'pack', '--dry-run', '--json', '--ignore-scripts')) as [
      { files: { path: string }[] },
    ]
    const paths = files.map(({ path }) => path)
    expect(paths).toContain('dist/cli.cjs')
    expect(paths.filter((path) => KEY_FILE.test(path) || holdsKey(join(ROOT, path)))).toEqual([])
  })

  test('in the image, which has parts of the package, the libraries, and nothing that the build ran', () => {
    const lines = readFileSync(join(ROOT, 'Dockerfile'), 'utf8').split('\n')
    const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')))
    const copied = last.filter((line) => /^(?:COPY|ADD) /.test(line)).map((line) => line.split(' ')[2])
    expect(copied).toEqual(['/app/package.json', '/app/node_modules', '/app/dist', '/app/scenarios', '/app/schemas'])
    expect(lines.filter((line) => /^RUN .*(?:cli\.cjs|peertwin) (?:start|ca|env)/.test(line))).toEqual([])
    const libraries = output('npm', 'ls', '--omit=dev', '--all', '--parseable').trim().split('\n').slice(1)
    expect(libraries.length).toBeGreaterThan(10)
    expect(libraries.flatMap((library) => filesIn(library).filter(holdsKey))).toEqual([])
  })
})

describe('a key is written for its owner alone, whatever the umask', () => {
  /** Everything that is written by a start with doors and the commands that say what to trust, and what the world may do with it. */
  const written = async (...flags: string[]) => {
    const own = mkdtempSync(join(folder, 'written-'))
    for (const name of ['tmp', 'home', 'cache']) mkdirSync(join(own, name))
    const env = {
      NODE_OPTIONS: '--import data:text/javascript,process.umask(0)',
      TMPDIR: join(own, 'tmp'),
      HOME: join(own, 'home'),
      XDG_CACHE_HOME: join(own, 'cache'),
    }
    const server = await start(['--tls', '--proxy', ...flags.map((flag) => flag.replace('OWN', own))], env)
    for (const args of [
      ['env', 'upcloud', '--tls'],
      ['env', 'upcloud', '--proxy', '--shell', 'dotenv'],
      ['ca', '--format', 'p12', '--out', join(own, 'trust.p12')],
      ['ca', '--path'],
    ]) {
      const { code, stdout, stderr } = await run([...args, '--control', server.control], env)
      expect([code, stderr, PRIVATE_KEY.test(stdout)]).toEqual([0, '', false])
    }
    expect([await server.stop(), PRIVATE_KEY.test(server.stdout() + server.stderr())]).toEqual([0, false])
    const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)
    return filesIn(own)
      .filter((path) => statSync(path).size > 0)
      .map((path) => ({ path: relative(own, path), mode: modeOf(path), key: holdsKey(path) }))
  }

  test('beside the state', async () => {
    const files = await written('--state', 'OWN/state')
    expect(files.length).toBeGreaterThan(5)
    expect(files.filter(({ key }) => key)).toEqual([{ path: 'state/ca-key.pem', mode: '600', key: true }])
  })

  test('or nowhere, when all is in memory', async () => {
    const files = await written()
    expect(files.map(({ path }) => path.replace(/ca-\w{16}/, 'ca-ID')).sort()).toEqual([
      'cache/peertwin/ca-ID/bundle.pem',
      'cache/peertwin/ca-ID/ca.pem',
      'cache/peertwin/ca-ID/trust.p12',
      'trust.p12',
    ])
    expect(files.filter(({ key, mode }) => key || mode !== '644')).toEqual([])
  })
})
