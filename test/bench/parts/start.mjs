import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median } from '../tools/measure.mjs'
import { CLI, ask, startBare, startEmulator } from '../tools/processes.mjs'
import { works } from '../work.mjs'

const ROUNDS = 30

const firstAnswer = async (spawned) => {
  const began = performance.now()
  const server = await spawned()
  const { status } = await ask(server.port, works.digitalocean.list)
  const took = performance.now() - began
  server.stop()
  if (status !== 200) throw new Error(`the first answer is ${status}`)
  return took
}

// Node parses what this names before it begins, which hides a part of everything else
const BARE = { NODE_EXTRA_CA_CERTS: '' }
/** A copy of the command without the code that the build left, beside the libraries that it needs. */
const withoutCode = () => {
  const folder = mkdtempSync(fileURLToPath(new URL('../../../node_modules/.start-', import.meta.url)))
  cpSync(dirname(CLI), folder, { recursive: true, filter: (path) => !path.endsWith('.code') })
  return folder
}

/** The time from the spawn to the first 200, against a bare script's. */
export const start = async () => {
  const copy = withoutCode()
  try {
    return await measured(join(copy, basename(CLI)))
  } finally {
    rmSync(copy, { recursive: true })
  }
}

const measured = async (compiling) => {
  const sides = {
    bare: () => startBare(),
    emulator: () => startEmulator({}),
    compiling: () => startEmulator({ cli: compiling }),
    bareAlone: () => startBare(BARE),
    emulatorAlone: () => startEmulator({ env: BARE }),
  }
  const ratios = { emulator: [], compiling: [], alone: [] }
  for (let round = -2; round < ROUNDS; round++) {
    const took = {}
    const turns = Object.entries(sides)
    for (const [name, spawned] of round % 2 === 0 ? turns : turns.toReversed()) took[name] = await firstAnswer(spawned)
    if (round < 0) continue
    ratios.emulator.push(took.emulator / took.bare)
    ratios.compiling.push(took.compiling / took.bare)
    ratios.alone.push(took.emulatorAlone / took.bareAlone)
  }
  const all = 'spawn to first 200, against a bare script'
  return [
    { work: all, value: median(ratios.emulator), most: 1.6, goal: 1.3 },
    { work: `${all}, without the code that the build left`, value: median(ratios.compiling) },
    { work: `${all}, both without \`NODE_EXTRA_CA_CERTS\``, value: median(ratios.alone) },
  ]
}
