// Runs the suites of the vendors' own clients, the examples, and what the documentation says:
// node test/clients/run.mjs [provider | examples | docs …]
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { imageOf, make, preparePlace } from './place.mjs'
import { toolchains } from './toolchains.mjs'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const CLI = join(ROOT, 'dist', 'cli.cjs')
const LIMIT = 5 * 60_000 // per command
const CI = process.env['CI'] === 'true'
const LANES = 2 // they wait for packages as long as they work

const available = ([command, ...args]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0

// a command has a process group of its own, so that an emulator it leaves behind ends with it
const groups = new Set()
const end = (group) => {
  try {
    process.kill(-group, 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error // both say that nobody is left
  }
  groups.delete(group)
}
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const group of groups) end(group)
    process.exit(1)
  })
}

const run = ([command, ...args], cwd, env) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    const group = child.pid
    if (group !== undefined) groups.add(group)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
    const timer = setTimeout(() => {
      output += `\n${command} was ended after ${LIMIT / 60_000} minutes\n`
      end(group)
    }, LIMIT)
    child.on('error', (error) => (output += `${error.message}\n`))
    child.on('exit', () => end(group))
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ ok: code === 0, output })
    })
  })

/** Runs a suite. `output` is everything it printed; a suite that fails before or beside its tests counts as one failure. */
const runSuite = async (folder, { steps, read }, env) => {
  const scratch = mkdtempSync(join(tmpdir(), 'peertwin-clients-'))
  try {
    let output = ''
    let last = ''
    for (const step of steps(scratch, env, folder)) {
      const result = await run(step, folder, env)
      output += `$ ${step.join(' ')}\n${result.output}`
      if (!result.ok) {
        const { passed, failed, skipped } = read(result.output)
        return { passed, failed: Math.max(1, failed), skipped, output }
      }
      last = result.output
    }
    const report = read(last)
    if (report.passed + report.failed + report.skipped > 0) return { ...report, output }
    return { ...report, failed: 1, output: `${output}\nThe suite ran no test.\n` }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

const folders = (path) =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()

/** The suites under a folder: each has one of the files that say how it is run. */
const examplesIn = (path) =>
  folders(path).flatMap((name) => {
    const folder = join(path, name)
    const kind = Object.keys(toolchains).find((file) => file.includes('.') && existsSync(join(folder, file)))
    if (kind === undefined) return examplesIn(folder).map((one) => ({ ...one, name: `${name}/${one.name}` }))
    return [{ name, folder, kind }]
  })

const providers = folders(HERE).filter((name) =>
  folders(join(HERE, name)).some((kind) => Object.hasOwn(toolchains, kind)),
)
const known = [...providers, 'docs', 'examples']
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !known.includes(name.split('/')[0]))
if (unknown.length > 0) {
  console.error(`no client suites for ${unknown.join(', ')}; there are some for ${known.join(', ')}`)
  process.exit(2)
}
const isWanted = (name) => wanted.length === 0 || wanted.some((one) => name === one || name.startsWith(`${one}/`))

if (!existsSync(CLI)) make(ROOT, process.execPath, 'build.mjs')

// pages that a newcomer follows, each in an empty folder
const PAGES = ['quickstart', 'testing']
const concerns = (group) => isWanted(group) || wanted.some((one) => one.startsWith(`${group}/`))
const place = concerns('examples') || concerns('docs') ? preparePlace(ROOT) : undefined
const pages = PAGES.map((name) => ({ name: `docs/${name}`, kind: 'page', page: join(ROOT, 'docs', `${name}.md`) }))
const suites = [
  ...providers.flatMap((provider) =>
    folders(join(HERE, provider))
      .filter((kind) => Object.hasOwn(toolchains, kind))
      .map((kind) => ({ name: `${provider}/${kind}`, folder: join(HERE, provider, kind), kind })),
  ),
  ...(place ? pages.map((one) => ({ ...one, folder: place.emptyFolder(one.name.replace('/', '-')) })) : []),
  ...(place ? examplesIn(place.examples) : []).map((one) => ({ ...one, name: `examples/${one.name}` })),
].filter(({ name }) => isWanted(name))

const env = {
  ...process.env,
  PEERTWIN_CLI: CLI,
  ...(place && { PEERTWIN_TARBALL: place.tarball, PEERTWIN_DOCS: join(HERE, 'docs.mjs') }),
  PATH: [place?.bin ?? [], join(process.execPath, '..'), process.env['PATH']].flat().join(delimiter), // suites of every language start `node`
}
if (suites.some(({ name }) => name.startsWith('examples/testcontainers/'))) {
  const image = imageOf(ROOT)
  if (image !== undefined) env['PEERTWIN_IMAGE'] = image
}
const present = new Map()
const total = { passed: 0, failed: 0, skipped: 0 }
const tell = async ({ name, folder, kind, page }) => {
  const toolchain = toolchains[kind]
  if (!present.has(kind)) present.set(kind, available(toolchain.needs))
  if (!present.get(kind)) {
    const missed = CI && !toolchain.rare
    total[missed ? 'failed' : 'skipped']++
    console.log(`${missed ? 'FAIL' : 'skip'} ${name}: \`${toolchain.needs.join(' ')}\` fails here`)
    return
  }
  const started = performance.now()
  const { output, ...report } = await runSuite(folder, toolchain, { ...env, PEERTWIN_PAGE: page })
  for (const key of Object.keys(total)) total[key] += report[key]
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (report.failed > 0) console.log(output.trimEnd())
  console.log(`${report.failed > 0 ? 'FAIL' : 'ok  '} ${name}: ${say(report)} in ${seconds} s`)
}

// those that share a cache take turns
const turns = new Map()
for (const suite of suites) {
  const { shares = suite.name } = toolchains[suite.kind]
  turns.set(shares, [...(turns.get(shares) ?? []), suite])
}
const waiting = [...turns.values()].toSorted((a, b) => b.length - a.length)
const lane = async () => {
  for (let turn = waiting.shift(); turn; turn = waiting.shift()) for (const suite of turn) await tell(suite)
}
await Promise.all(Array.from({ length: LANES }, lane))
console.log(say(total))
process.exitCode = total.failed > 0 || total.passed + total.skipped === 0 ? 1 : 0

function say({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
