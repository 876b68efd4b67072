// Bundles the command and the library into dist, without a word: the first line that a start prints may have to be the ready line.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { build } from 'rolldown'

// stands for parts of Node that a library imports but that are never used here
const STUB = 'bundle-stub'
const stub =
  'export function Http2ServerRequest() {}\nexport const constants = {}\nexport default {}\nexport const webcrypto = undefined\n'

// the messages of the schema library in forty languages, of which it loads the one it speaks by itself
const LOCALES = 'no-locales'

const LIBRARY = { index: 'src/index.ts', testing: 'src/testing/index.ts' }

const bundle = {
  logLevel: 'warn',
  write: false,
  platform: 'node',
  external: ['chokidar', 'pino', 'vitest', 'yaml', /^@(?:modelcontextprotocol|nats-io)\//], // loaded only when asked for
  plugins: [
    {
      name: STUB,
      // nanoid draws from the world's seed here; its own source of chance would cost the start as much as two providers
      resolveId: (source, importer) =>
        source === 'node:http2' ||
        (source === 'node:child_process' && importer?.includes('/node_modules/')) ||
        (source === 'node:crypto' && importer?.includes('/node_modules/nanoid/'))
          ? STUB
          : source === '../locales/index.js' && importer?.includes('/node_modules/zod/')
            ? LOCALES
            : undefined,
      load: (id) => (id === STUB ? stub : id === LOCALES ? 'export {}' : undefined),
    },
  ],
}
const minify = { compress: true, mangle: { keepNames: true }, codegen: { removeWhitespace: true } }

const modules = await build({
  ...bundle,
  input: { ...LIBRARY, vitest: 'src/testing/vitest.ts' },
  output: { format: 'esm', chunkFileNames: '[name]-[hash].js', minify },
})

// for programs and test runners that cannot require() a module
const scripts = await build({
  ...bundle,
  input: LIBRARY,
  output: {
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    dynamicImportInCjs: false,
    minify,
  },
})

// scripts as well, because Node's loader of modules costs as much as two providers
const command = await build({
  ...bundle,
  input: { cli: 'src/cli/peertwin.ts' },
  output: {
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    // one file for what every start loads, and one for what every first request does
    codeSplitting: {
      groups: [
        { name: 'command', test: /src[\\/]cli[\\/]main\.ts$/, priority: 1 },
        { name: 'answering', test: /src[\\/]http[\\/](?:api|pipeline)\.ts$/ },
      ],
    },
    minify,
  },
})

// vitest cannot be required, and neither can what extends it
const refusal = `throw new Error("peertwin/vitest cannot be required, as vitest itself cannot: import it, or take peertwin/testing, whose matchers any test runner takes")\n`
const output = [
  ...modules.output,
  ...scripts.output,
  ...command.output,
  { fileName: 'vitest.cjs', code: refusal, isEntry: true },
]

const DIST = 'dist'
// a server that still runs loads the rest of its own build from here, so what is stale stays for a week and is not published
const STALE = join(DIST, '.npmignore')
const KEPT_MS = 7 * 24 * 60 * 60 * 1000

const put = (name, text) => {
  const aside = join(DIST, `.${name}.${process.pid}`)
  writeFileSync(aside, text)
  renameSync(aside, join(DIST, name))
}

mkdirSync(DIST, { recursive: true })
rmSync(join(DIST, 'types'), { recursive: true, force: true })
// the entries come last: by then everything that they lead to is there
for (const { fileName, code, isEntry } of [...output].sort((a, b) => Number(a.isEntry) - Number(b.isEntry)))
  if (isEntry || !existsSync(join(DIST, fileName))) put(fileName, code)

const present = new Set(output.map(({ fileName }) => fileName))
const stale = new Set(existsSync(STALE) ? readFileSync(STALE, 'utf8').split('\n') : [])
const now = statSync(join(DIST, 'cli.cjs')).mtimeMs // it was written a moment ago
const kept = readdirSync(DIST).filter((name) => {
  if (!/\.c?js$/.test(name) || present.has(name)) return false
  const file = join(DIST, name)
  if (!stale.has(name)) utimesSync(file, now / 1000, now / 1000)
  else if (now - statSync(file).mtimeMs > KEPT_MS) return rmSync(file, { force: true })
  return true
})
put('.npmignore', kept.map((name) => `${name}\n`).join(''))
