// Starts the built command once and keeps the code that V8 made of it beside it, where the same Node finds it at its next start.
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import vm from 'node:vm'

const require = createRequire(import.meta.url)
const DIST = join(import.meta.dirname, 'dist')
const COMMAND = join(DIST, 'cli.cjs')
const CODE = '.code'

// as the command does with a script whose code it finds; it finds none for now
for (const name of readdirSync(DIST)) if (name.endsWith(CODE)) rmSync(join(DIST, name))
const HEAD = '(function (exports, require, module, __filename, __dirname) { '
const scripts = new Map()
const { '.js': compile } = require.extensions
require.extensions['.js'] = (module, file) => {
  const text = readFileSync(file, 'utf8')
  // what it imports by itself would be looked for where it was built
  if (dirname(file) !== DIST || file === COMMAND || text.includes('import(')) return compile(module, file)
  const script = new vm.Script(`${HEAD}${text}\n})`, { filename: file, columnOffset: -HEAD.length })
  scripts.set(file, script)
  script.runInThisContext().call(module.exports, module.exports, (id) => module.require(id), module, file, DIST)
}

/** The ready line, which nobody is to read. */
const started = () =>
  new Promise((resolve) => {
    process.stdout.write = (line) => resolve(JSON.parse(line))
    process.chdir(DIST) // where no configuration lies
    for (const name of Object.keys(process.env)) if (name.startsWith('PEERTWIN_')) delete process.env[name]
    process.argv.splice(2, Infinity, 'start', '--port', '0', '--ready-json')
    require(COMMAND)
  })

const ask = (port, name) =>
  new Promise((resolve, reject) => {
    get({ port, agent: false, headers: { host: `${name}.localhost` } }, (response) =>
      response.resume().on('end', resolve),
    ).on('error', reject)
  })

const { port, urls } = await started()
for (const name of Object.keys(urls)) await ask(port, name)

for (const [file, script] of scripts) {
  const aside = `${file}.${process.pid}`
  writeFileSync(aside, script.createCachedData())
  renameSync(aside, `${file}${CODE}`)
}
process.exit()
