import { availableParallelism } from 'node:os'
import { type Command, Option } from 'commander'
import { commandLine } from '../../grade/client/command-line.ts'
import { seedsIn } from '../../grade/run/cells.ts'
import { Soak } from '../../grade/run/soak.ts'
import { summaryText } from '../../grade/run/summary.ts'
import { type RunFlags, againstClient, planOf, rigFor, wholeFrom } from '../clients/flags.ts'

interface Flags extends RunFlags {
  readonly seeds: string
  readonly jobs: number
  readonly variant?: string
}

const [FAILED, INTERRUPTED] = [1, 130]

/** `peertwin soak`: runs a client under one seed after another, and says how to run the first again that fails. */
export const declare = (command: Command): void => {
  againstClient(command)
    .option('--variant <name>', 'variant of the scenario')
    .option('--seeds <range>', 'which seeds', '1..100')
    .addOption(
      new Option('--jobs <number>', 'how many at a time')
        .argParser(wholeFrom(1, 256))
        .default(Math.min(8, availableParallelism()), 'one per core, 8 at most'),
    )
    .action(soak)
}

const soak = async (argv: readonly string[], flags: Flags): Promise<void> => {
  const plan = await planOf(argv, flags)
  const seeds = seedsIn(flags.seeds)
  const rig = await rigFor(flags)
  const soaking = new Soak()
  const interrupt = (): void => {
    process.exitCode = INTERRUPTED
    soaking.stop()
  }
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, interrupt)
  try {
    const options = { seeds, jobs: flags.jobs, allowEmpty: flags.allowEmpty === true }
    const { held, failed } = await soaking.run(rig, { ...plan, variant: flags.variant }, options)
    if (!failed) return void process.stdout.write(`${held} of ${seeds.length} seeds held\n`)
    process.exitCode = FAILED
    const { stdout, stderr } = failed.run.end
    process.stdout.write(stdout)
    process.stderr.write(stderr)
    process.stderr.write(summaryText(failed.run))
    process.stdout.write(`seed ${failed.seed} failed, after ${held} that held; again:\n`)
    process.stdout.write(`  ${replayOf(argv, failed.seed, flags)}\n`)
  } finally {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, interrupt)
    await rig.close()
  }
}

/** The line that runs a seed again. */
const replayOf = (argv: readonly string[], seed: number, flags: Flags): string =>
  commandLine(['peertwin', 'run', '--seed', String(seed), ...flagsAgain(flags), '--', ...argv])

const flagsAgain = ({ provider, scenario, variant, verify, allowEmpty, tls, proxy, url }: Flags): string[] => [
  ...(provider ? ['--provider', provider.join(',')] : []),
  ...(scenario === undefined ? [] : ['--scenario', scenario]),
  ...(variant === undefined ? [] : ['--variant', variant]),
  ...(verify === false ? ['--no-verify'] : typeof verify === 'string' ? ['--verify', verify] : []),
  ...(allowEmpty ? ['--allow-empty'] : []),
  ...(tls ? ['--tls'] : []),
  ...(proxy ? ['--proxy'] : []),
  ...(url === undefined ? [] : ['--url', url]),
]
