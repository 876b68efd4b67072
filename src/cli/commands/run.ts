import { type Command, Option } from 'commander'
import type { Client } from '../../grade/client/client.ts'
import { shellCode } from '../../grade/client/client.ts'
import { type Cell, cellText, cellsOf } from '../../grade/run/cells.ts'
import { type Plan, type Run, runClient } from '../../grade/run/run.ts'
import { summaryText } from '../../grade/run/summary.ts'
import { type RunFlags, againstClient, planOf, rigFor, wholeFrom } from '../clients/flags.ts'

interface Flags extends RunFlags {
  readonly variant?: string
  readonly seed?: number
}

const FAILED = 1

/** `peertwin run`: runs a client against a namespace of its own, and exits as it does. */
export const declare = (command: Command): void => {
  againstClient(command)
    .option('--variant <name>', 'variant of the scenario, or `all` of them, each seed of its range')
    .addOption(
      new Option('--seed <number>', 'seed of ids and chance, also in place of that of the scenario').argParser(
        wholeFrom(0, 4_294_967_295),
      ),
    )
    .action(async (argv: readonly string[], flags: Flags) => {
      const plan = await planOf(argv, flags)
      const cells = cellsOf(plan.scenario, flags.variant, flags.seed)
      process.exitCode = await runAll(cells, { ...plan, output: 'pass' }, flags)
    })
}

/** Runs all cells, one after the other. Returns the exit code: that of the first client that failed. */
const runAll = async (cells: readonly Cell[], plan: Plan, flags: Flags): Promise<number> => {
  const rig = await rigFor(flags)
  const forwarder = new Forwarder()
  const codes: number[] = []
  try {
    for (const cell of cells) {
      if (forwarder.signalled) break
      if (cells.length > 1) process.stderr.write(`\npeertwin: ${cellText(cell)}\n`)
      const run = await runClient(rig, { ...plan, ...cell }, (client) => forwarder.follow(client))
      process.stderr.write(summaryText(run))
      codes.push(codeOf(run, flags))
    }
  } finally {
    forwarder.end()
    await rig.close()
  }
  if (cells.length > 1) {
    const lines = cells.map((cell, i) => `  ${verdictOf(codes[i])}  ${cellText(cell)}\n`)
    process.stderr.write(`\npeertwin: ${codes.filter((code) => code === 0).length} of ${cells.length} held\n`)
    process.stderr.write(lines.join(''))
  }
  return codes.find((code) => code !== 0) ?? 0
}

const verdictOf = (code: number | undefined): string => (code === undefined ? '-   ' : code === 0 ? 'ok  ' : 'FAIL')

const codeOf = ({ end, watch, verification }: Run, { allowEmpty }: Flags): number => {
  const code = shellCode(end)
  if (code !== 0) return code
  if (watch.count === 0 && !allowEmpty) {
    process.stderr.write(`peertwin: ${NOT_REACHED}\n`)
    return FAILED
  }
  return verification?.passed === false ? FAILED : 0
}

const NOT_REACHED =
  'the client sent nothing here: it needs the variables of `peertwin env`, or {url} in its command (--allow-empty if that is right)'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/** Hands signals on to the client that runs. */
class Forwarder {
  signalled = false
  #client: Client | undefined
  readonly #forward = (name: NodeJS.Signals): void => {
    this.signalled = true
    // a terminal sends those of its keys to the client as well
    if (process.stdin.isTTY && (name === 'SIGINT' || name === 'SIGQUIT')) return
    this.#client?.signal(name)
  }

  constructor() {
    for (const name of SIGNALS) process.on(name, this.#forward)
  }

  follow(client: Client): void {
    this.#client = client
  }

  end(): void {
    for (const name of SIGNALS) process.off(name, this.#forward)
  }
}
