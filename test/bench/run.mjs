import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { growth, start, throughput } from './measure.mjs'
import { pinned, startGenerator, stopAll } from './processes.mjs'
import { page, table } from './report.mjs'
import { tlsCost } from './tls.mjs'
import { fixtures } from './work.mjs'

const folder = mkdtempSync(join(tmpdir(), 'peertwin-bench-'))
const file = join(folder, 'vpcs.json')
writeFileSync(file, fixtures())

try {
  const load = startGenerator()
  const seen = { idle: [] }
  const results = {
    start: await start(30),
    cells: await throughput(file, load, 40, seen),
    growth: await growth(file, load, 15),
    tls: await tlsCost(file, load, 40),
  }
  const shown = table(results)
  process.stdout.write(`${shown}\n`)
  if (!pinned) process.stdout.write('\nServers and generator shared their cores: the ratios are worth less.\n')
  if (Math.min(...seen.idle) < 0.05)
    process.stdout.write('\nThe load generator was at its limit: some ratios come out too high.\n')
  writeFileSync(new URL('../../docs/performance.md', import.meta.url), page(shown))
} finally {
  stopAll()
  rmSync(folder, { recursive: true })
}
