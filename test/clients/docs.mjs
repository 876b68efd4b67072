// Does what a page says, in the present folder: node docs.mjs PAGE. What a block is for stands behind its language:
//   ```sh            is run, and has to succeed; `sh fails` has to fail
//   ```text          is to be found in what the last command printed, line by line, leaving spaces aside
//   ```json          is what the last command printed
//   ```js name.js    is written to that file
//   ```go in PATH    stands in that file of the repository
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
  script.replaceAll('http://127.0.0.1:4580', process.env.PEERTWIN_URL ?? 'http://127.0.0.1:4580')

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
const expectPrinted = (lines) => {
  const missing = bareLines(lines.trim()).find((line) => !printed.some((one) => one.includes(line)))
  if (missing !== undefined) return `nothing printed '${missing}':\n${printed.join('\n')}`
}
const expectJson = (block) => {
  if (!isDeepStrictEqual(JSON.parse(output), JSON.parse(block))) return `it printed ${output}`
}
const expectIn = (lines, file) => {
  const inside = bareLines(readFileSync(join(ROOT, file), 'utf8')).join('\n')
  if (!inside.includes(bareLines(lines.trim()).join('\n'))) return `it does not stand in ${file}`
}

const wrongWith = (language, purpose, block) => {
  if (purpose === 'not run') return undefined
  if (language === 'sh') return run(block, purpose === 'fails')
  if (language === 'json') return expectJson(block)
  if (language === 'text') return expectPrinted(block)
  if (purpose.startsWith('in ')) return expectIn(block, purpose.slice('in '.length))
  if (purpose === '') return 'nothing says what this block is for'
  return void writeFileSync(purpose, block)
}

for (const { 0: whole, 1: language, 2: purpose, 3: block, index } of text.matchAll(
  /^```(\w+) ?(.*)\n([\s\S]*?)^```$/gm,
)) {
  const line = text.slice(0, index).split('\n').length
  const what = `${basename(page)}:${line} ${whole.split('\n')[0].slice(3)}`
  const wrong = wrongWith(language, purpose.trim(), block)
  console.log(wrong === undefined ? `ok ${what}` : `not ok ${what}\n${wrong}`)
  if (wrong !== undefined) process.exit(1)
}
