// Keeps of the declarations in a folder what the entries lead to, and lays out the same a second time for CommonJS.
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const [, , TYPES = 'dist/types'] = process.argv
const ENTRIES = ['src/index', 'src/testing/index', 'src/testing/vitest']
const RELATIVE = /(?:from|import\()\s*['"](\.[^'"]+)\.ts['"]/g

const reached = new Map()
const follow = (path) => {
  const file = `${path}.d.ts`
  if (reached.has(file)) return
  const text = readFileSync(join(TYPES, file), 'utf8')
  reached.set(file, text)
  for (const [, to] of text.matchAll(RELATIVE)) follow(join(dirname(path), to))
}
ENTRIES.forEach(follow)

for (const file of readdirSync(TYPES, { recursive: true }))
  if (statSync(join(TYPES, file)).isFile() && !reached.has(file)) rmSync(join(TYPES, file))

// the compiler takes a file for CommonJS by the manifest above it
mkdirSync(join(TYPES, 'cjs'), { recursive: true })
writeFileSync(join(TYPES, 'cjs', 'package.json'), '{ "type": "commonjs" }\n')
for (const [file, text] of reached) {
  const copy = join(TYPES, 'cjs', file)
  mkdirSync(dirname(copy), { recursive: true })
  writeFileSync(copy, text)
}
