// Does what a page says, in the present folder: node docs.mjs PAGE. What a block is for stands behind its language:
//   ```sh            is run, and has to succeed; `sh fails` has to fail
//   ```sh starts     has lines that start an emulator, each of which has to say that it is ready, and ends then
//   ```text          is to be found in what the last command printed, line by line, leaving spaces aside
//   ```json          is what the last command printed
//   ```json starts   names commands that speak the Model Context Protocol
//   ```js name.js    is written to that file
//   ```go in PATH    stands in that file of the repository, a text as the strings of its lines
//   ```yaml          is loaded by a test of the page
//   ```sh not run    is left alone
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const LIMIT = 120_000 // per block
const [, , page] = process.argv
const text = readFileSync(page, 'utf8')

const bare = (line) =>
  line
    .replace(/\u001B\[\d+m/g, '')
    .replace(/\s+/g, ' ')
    .trim()
const bareLines = (lines) => lines.split('\n').map(bare)

/** The package that users get from the registry is the one at hand. */
const local = (script) =>
  script.replaceAll(/^(npm install .*)\bpeertwin\b(.*)$/gm, `$1${process.env.PEERTWIN_TARBALL}$2`)

/** The emulator that pages speak of may be another one. */
const there = (script) =>
  script.replaceAll(/http:\/\/127\.0\.0\.1:4580|(?<=\s)localhost:4580/g, process.env.PEERTWIN_URL ?? '$&')

let printed = []
let output = ''
const run = (script, shouldFail) => {
  const { status, stdout, stderr } = spawnSync('bash', ['-euc', there(local(script))], {
    encoding: 'utf8',
    timeout: LIMIT,
  })
  printed = bareLines(stdout + stderr)
  output = stdout
  if ((status === 0) === shouldFail) return `it ended with ${status}:\n${stdout}${stderr}`
}
/** Starts what goes on until it is ended, one line after the other. */
const start = (script) => {
  for (const line of script.trim().split('\n')) {
    const wait = `while read -r said <&3; do case "$said" in *'is ready') kill $!; wait $!; exit;; esac; done; exit 1`
    const wrong = run(`exec 3< <(exec ${line} --port 0); ${wait}`, false)
    if (wrong !== undefined) return `${line}\n${wrong}`
  }
}
const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'docs', version: '1' } }
const INITIALIZE = `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`
const speak = ({ mcpServers }) => {
  for (const [name, { command, args }] of Object.entries(mcpServers)) {
    const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', input: INITIALIZE, timeout: LIMIT })
    if (JSON.parse(stdout || '{}').result?.serverInfo.name !== name) return `${name} said ${stdout}${stderr}`
  }
}
const expectPrinted = (lines) => {
  const missing = bareLines(lines.trim()).find((line) => !printed.some((one) => one.includes(line)))
  if (missing !== undefined) return `nothing printed '${missing}':\n${printed.join('\n')}`
}
const expectJson = (block) => {
  if (!isDeepStrictEqual(JSON.parse(output), JSON.parse(block))) return `it printed ${output}`
}
const expectIn = (lines, file) => {
  const inside = bareLines(readFileSync(join(ROOT, file), 'utf8'))
  const strings = inside.map((line) => bare(line.replace(/^'(.*)',?$/, '$1')))
  const wanted = bareLines(lines.trim()).join('\n')
  if (![inside, strings].some((text) => text.join('\n').includes(wanted))) return `it does not stand in ${file}`
}

const wrongWith = (language, purpose, block) => {
  if (purpose === 'not run' || (language === 'yaml' && purpose === '')) return undefined
  if (purpose === 'starts') return language === 'json' ? speak(JSON.parse(block)) : start(block)
  if (language === 'sh') return run(block, purpose === 'fails')
  if (language === 'json') return expectJson(block)
  if (purpose.startsWith('in ')) return expectIn(block, purpose.slice('in '.length))
  if (language === 'text') return expectPrinted(block)
  if (purpose === '') return 'nothing says what this block is for'
  return void writeFileSync(purpose, block)
}

for (const { 0: whole, 1: language, 2: purpose, 3: block, index } of text.matchAll(
  /^ *```(\w+) ?(.*)\n([\s\S]*?)^ *```$/gm,
)) {
  const line = text.slice(0, index).split('\n').length
  const what = `${basename(page)}:${line} ${whole.split('\n')[0].slice(3)}`
  const wrong = wrongWith(language, purpose.trim(), block)
  console.log(wrong === undefined ? `ok ${what}` : `not ok ${what}\n${wrong}`)
  if (wrong !== undefined) process.exit(1)
}
