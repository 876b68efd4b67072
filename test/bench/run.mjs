// `npm run bench` measures everything, `npm run bench -- providers waits` the parts that it names; each rewrites its table in docs/performance.md.
// A provider's name narrows `providers`, `flat` and `before` to it, and then the page stays as it is.
// `before` needs another build of the command to compare with: `npm run bench -- before --against=../earlier/dist/cli.cjs`.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cluster } from './parts/cluster.mjs'
import { before } from './parts/before.mjs'
import { flat } from './parts/flat.mjs'
import { growth } from './parts/growth.mjs'
import { namespaces } from './parts/namespaces.mjs'
import { providers } from './parts/providers.mjs'
import { scenarios } from './parts/scenarios.mjs'
import { pinned, startGenerator, stopAll } from './tools/processes.mjs'
import { table, withPart } from './report.mjs'
import { start } from './parts/start.mjs'
import { state } from './parts/state.mjs'
import { tls } from './parts/tls.mjs'
import { waits } from './parts/waits.mjs'
import { fixtures, works } from './work.mjs'

const PAGE = new URL('../../docs/performance.md', import.meta.url)
const parts = { start, providers, waits, flat, growth, before, tls, namespaces, scenarios, state, cluster }

const AGAINST = '--against='
const words = process.argv.slice(2)
const against = words.find((word) => word.startsWith(AGAINST))?.slice(AGAINST.length)
const names = words.filter((word) => word in works)
const asked = words.filter((word) => !word.startsWith(AGAINST) && !names.includes(word))
const unknown = asked.find((name) => !(name in parts))
if (unknown !== undefined) {
  process.stderr.write(`There is no part '${unknown}'; there are ${Object.keys(parts).join(', ')}.\n`)
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'peertwin-bench-'))
const file = join(folder, 'fixtures.json')
writeFileSync(file, fixtures())
try {
  const load = startGenerator()
  for (const [name, measure] of Object.entries(parts)) {
    if (asked.length > 0 && !asked.includes(name)) continue
    if (name === 'before' && against === undefined) continue
    const results = await measure({ file, load, against, names: names.length > 0 ? names : undefined })
    const shown = table(results)
    process.stdout.write(`${shown}\n\n`)
    if (results.some(({ idle = 1 }) => idle < 0.05))
      process.stdout.write('The load generator was at its limit: requests per second come out too high.\n\n')
    if (names.length === 0) writeFileSync(PAGE, withPart(readFileSync(PAGE, 'utf8'), name, shown))
  }
  if (!pinned) process.stdout.write('Servers and generator shared their cores: the ratios are worth less.\n')
} finally {
  stopAll()
  rmSync(folder, { recursive: true })
}
