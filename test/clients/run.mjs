// Runs the suites of the vendors' own clients: node test/clients/run.mjs [provider …]
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const CLI = join(ROOT, 'dist', 'cli.js')
const LIMIT = 5 * 60_000 // per command
const CI = process.env['CI'] === 'true'

/** The last number that a pattern with one group finds, for summaries come last; 0 without any. */
const number = (text, pattern) => Number([...text.matchAll(pattern)].at(-1)?.[1] ?? 0)
const count = (text, pattern) => [...text.matchAll(pattern)].length

const lines = (text) => ({ passed: count(text, /^ok /gm), failed: count(text, /^not ok /gm), skipped: 0 })

// each toolchain: what it needs, the commands of a suite, and how to read the last one's report; CI has those that are not `rare`
const toolchains = {
  go: {
    needs: ['go', 'version'],
    steps: () => [['go', 'test', './...', '-count=1', '-v']],
    read: (text) => ({
      passed: count(text, /^--- PASS: /gm),
      failed: count(text, /^--- FAIL: /gm),
      skipped: count(text, /^--- SKIP: /gm),
    }),
  },
  node: {
    needs: ['npm', '--version'],
    steps: () => [
      ['npm', 'ci', '--no-audit', '--no-fund'],
      [process.execPath, '--test', '--test-reporter=tap'],
    ],
    read: (text) => ({
      passed: number(text, /^# pass (\d+)$/gm),
      failed: number(text, /^# fail (\d+)$/gm) + number(text, /^# cancelled (\d+)$/gm),
      skipped: number(text, /^# skipped (\d+)$/gm) + number(text, /^# todo (\d+)$/gm),
    }),
  },
  python: {
    needs: ['python3', '-c', 'import ensurepip, venv'],
    steps: (scratch) => {
      const venv = join(scratch, 'venv')
      const python = join(venv, 'bin', 'python')
      return [
        ['python3', '-m', 'venv', venv],
        [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', 'requirements.txt'],
        [python, '-m', 'unittest', '-v'],
      ]
    },
    read: (text) => {
      const ran = number(text, /^Ran (\d+) tests? in /gm)
      const [, outcome = ''] = [...text.matchAll(/^(?:OK|FAILED)(?: \((.*)\))?$/gm)].at(-1) ?? []
      const of = (kind) => number(outcome, new RegExp(`(?:^|, )${kind}=(\\d+)`, 'g'))
      const failed = of('failures') + of('errors') + of('unexpected successes')
      const skipped = of('skipped')
      return { passed: Math.max(0, ran - failed - skipped), failed, skipped }
    },
  },
  shell: {
    needs: ['bash', '-c', 'command -v curl sed'],
    steps: () => [['bash', 'test.sh']],
    read: lines,
  },
  java: {
    needs: ['bash', '-c', 'java -version && mvn -version'],
    rare: true,
    steps: (scratch) => [
      [
        'mvn',
        '--batch-mode',
        '--quiet',
        'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies',
        `-DoutputDirectory=${scratch}`,
      ],
      ['java', '-cp', join(scratch, '*'), 'Life.java'],
    ],
    read: lines,
  },
}

const available = ([command, ...args]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0

// a command has a process group of its own, so that an emulator it leaves behind ends with it
let group
const end = () => {
  try {
    if (group !== undefined) process.kill(-group, 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error // both say that nobody is left
  }
  group = undefined
}
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    end()
    process.exit(1)
  })
}

const run = ([command, ...args], cwd, env) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    group = child.pid
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
    const timer = setTimeout(() => {
      output += `\n${command} was ended after ${LIMIT / 60_000} minutes\n`
      end()
    }, LIMIT)
    child.on('error', (error) => (output += `${error.message}\n`))
    child.on('exit', end)
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
    for (const step of steps(scratch)) {
      const result = await run(step, folder, env)
      output += `$ ${step.join(' ')}\n${result.output}`
      if (!result.ok) {
        const { passed, failed, skipped } = read(result.output)
        return { passed, failed: Math.max(1, failed), skipped, output }
      }
      last = result.output
    }
    const report = read(last)
    if (report.passed + report.failed > 0) return { ...report, output }
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

const providers = folders(HERE).filter((name) =>
  folders(join(HERE, name)).some((kind) => Object.hasOwn(toolchains, kind)),
)
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !providers.includes(name))
if (unknown.length > 0) {
  console.error(`no client suites for ${unknown.join(', ')}; there are some for ${providers.join(', ')}`)
  process.exit(2)
}

if (!existsSync(CLI)) {
  const built = spawnSync(process.execPath, ['build.mjs'], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  if (built.status !== 0) process.exit(1)
}

const env = {
  ...process.env,
  PEERTWIN_CLI: CLI,
  PATH: [join(process.execPath, '..'), process.env['PATH']].join(delimiter), // suites of every language start `node`
}
const present = new Map()
const total = { passed: 0, failed: 0, skipped: 0 }
for (const provider of wanted.length > 0 ? providers.filter((name) => wanted.includes(name)) : providers) {
  for (const kind of folders(join(HERE, provider)).filter((name) => Object.hasOwn(toolchains, name))) {
    const toolchain = toolchains[kind]
    const name = `${provider}/${kind}`
    if (!present.has(kind)) present.set(kind, available(toolchain.needs))
    if (!present.get(kind)) {
      const missed = CI && !toolchain.rare
      total[missed ? 'failed' : 'skipped']++
      console.log(`${missed ? 'FAIL' : 'skip'} ${name}: \`${toolchain.needs.join(' ')}\` fails here`)
      continue
    }
    const started = performance.now()
    const { output, ...report } = await runSuite(join(HERE, provider, kind), toolchain, env)
    for (const key of Object.keys(total)) total[key] += report[key]
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    if (report.failed > 0) console.log(output.trimEnd())
    console.log(`${report.failed > 0 ? 'FAIL' : 'ok  '} ${name}: ${say(report)} in ${seconds} s`)
  }
}
console.log(say(total))
process.exitCode = total.failed > 0 || total.passed + total.skipped === 0 ? 1 : 0

function say({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
