import { availableParallelism } from 'node:os'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { iso, readDuration, stopwatch, wallNow } from '../../core/clock.ts'
import { ConfigError } from '../../core/config.ts'
import { VERSION } from '../../core/package/version.ts'
import { BaselineError, Grading } from '../../grade/grade.ts'
import { CATALOGUE, type Catalogue, chosenProbes, readCatalogue } from '../../grade/probes/catalogue.ts'
import { type Report, meets, reportOf } from '../../grade/report/report.ts'
import { caseLine, gradeText } from '../../grade/report/text.ts'
import { endText } from '../../grade/run/summary.ts'
import type { Subject } from '../../grade/trial/trial.ts'
import { LETTERS, type Letter } from '../../grade/verdict/score.ts'
import { isFailure } from '../../grade/verdict/verdicts.ts'
import { columns } from '../connection.ts'
import { type GradeFiles, knownFailures, writeReports } from '../clients/grade-files.ts'
import { packaged } from '../../core/package/files.ts'
import { type RunFlags, names, ownEnvironment, rigOptions, wholeFrom, withRig } from '../clients/flags.ts'
import { openRig } from '../clients/rig.ts'

interface Flags extends RunFlags, GradeFiles {
  readonly then?: string
  readonly only?: readonly string[]
  readonly probes?: readonly string[]
  readonly goal?: Subject['goal']
  readonly jobs?: number
  readonly patience?: number
  readonly slow?: true
  readonly probeTimeout?: number
  readonly workdir: 'same' | 'copy'
  readonly seed: number
  readonly minGrade?: Letter
  readonly all?: true
  readonly list?: true
}

const [BELOW, TROUBLE, INTERRUPTED] = [1, 2, 130]
const [MOST, SLOW] = [60_000, 10 * 60_000]

const span = (text: string): number => {
  const ms = readDuration(text)
  if (ms === undefined) throw new InvalidArgumentError('It takes a duration such as 20s.')
  return ms
}
const several = (text: string, given: readonly string[] = []): string[] => [...given, text]

/** `peertwin grade`: puts a client through the probes, and says what it makes of them. */
export const declare = (command: Command): void => {
  withRig(command, '[command...]')
    .option('--list', 'list the probes, and run nothing')
    .option('--then <command>', 'what a shell runs after the client in the same world, such as a destroy')
    .addOption(new Option('--only <ids>', 'these probes alone').argParser(names))
    .addOption(new Option('--probes <file>', 'a file with probes of your own; repeatable').argParser(several))
    .addOption(
      new Option('--goal <goal>', 'what the client wants (default: what it does without trouble)').choices([
        'active',
        'gone',
        'offered',
        'listed',
      ]),
    )
    .addOption(new Option('--jobs <number>', 'how many clients at a time').argParser(wholeFrom(1, 256)))
    .addOption(new Option('--patience <span>', 'how long the client waits for anything at most').argParser(span))
    .option('--slow', 'give each probe ten minutes')
    .addOption(new Option('--probe-timeout <span>', 'how long a probe may take (default: 60s)').argParser(span))
    .addOption(new Option('--workdir <how>', 'where clients run').choices(['same', 'copy']).default('same', 'all here'))
    .addOption(new Option('--seed <number>', 'seed of ids').argParser(wholeFrom(0, 4_294_967_295)).default(1))
    .option('--known <file>', 'JSON report whose failures are no news')
    .addOption(new Option('--min-grade <letter>', 'the worst grade that is good enough').choices(LETTERS))
    .option('--all', 'show also what went well, and what says nothing')
    .option('--json <file>', 'write a JSON report')
    .option('--junit <file>', 'write a JUnit report')
    .option('--html <file>', 'write a page that opens without network')
    .action(grade)
}

const grade = async (argv: readonly string[], flags: Flags): Promise<void> => {
  const catalogue = await readCatalogue(packaged('scenarios/probes'), flags.probes)
  if (flags.list) return void process.stdout.write(listing(catalogue, flags.only))
  if (argv.length === 0) throw new ConfigError("missing the client's command, behind --")
  const rig = await openRig(rigOptions(flags))
  try {
    const report = await reported(rig, argv, { flags, catalogue })
    if (!report) return void (process.exitCode = TROUBLE)
    process.stdout.write(gradeText(report, flags.all))
    const known = await knownFailures(flags)
    await writeReports(report, flags)
    if (report.graded.interrupted) process.exitCode = INTERRUPTED
    else if (!meets(report, { least: flags.minGrade, known })) process.exitCode = BELOW
  } finally {
    await rig.close()
  }
}

/** The probes as a table. */
const listing = (catalogue: Catalogue, only: readonly string[] | undefined): string => {
  const lines = chosenProbes(catalogue, only).map(({ id, severity, mode, category, server }) => [
    id,
    severity,
    mode,
    category,
    server,
  ])
  return `${columns(lines).join('\n')}\ncatalogue ${CATALOGUE}, ${lines.length} probes\n`
}

type Opened = Awaited<ReturnType<typeof openRig>>

/** The report of a client; undefined when there was nothing to grade, which is said then. */
const reported = async (
  rig: Opened,
  argv: readonly string[],
  { flags, catalogue }: { readonly flags: Flags; readonly catalogue: Catalogue },
): Promise<Report | undefined> => {
  const [provider, ...others] = rig.providers
  if (!provider || others.length > 0) throw new ConfigError('--provider must name the one whose client it is')
  if (!provider.roles) throw new ConfigError(`nobody wrote down what clients of ${provider.name} do`)
  const [started, began] = [iso(wallNow()), stopwatch()]
  const grading = new Grading(rig, {
    subject: {
      argv,
      second: flags.then === undefined ? undefined : ['sh', '-c', flags.then],
      environment: withoutProxies(ownEnvironment()),
      folder: process.cwd(),
      copy: flags.workdir === 'copy',
      roles: await provider.roles(),
      provider,
      seed: flags.seed,
      settings: {},
      goal: flags.goal,
    },
    times: { patience: flags.patience ?? null, most: flags.probeTimeout ?? (flags.slow ? SLOW : MOST) },
    probes: chosenProbes(catalogue, flags.only),
    jobs: flags.jobs,
    cores: availableParallelism(),
    onResult: (result) => isFailure(result.outcome) && process.stderr.write(`${caseLine(result)}\n`),
  })
  const interrupt = (): void => grading.stop()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, interrupt)
  process.stderr.write('peertwin: the client runs twice without any trouble\n')
  try {
    return reportOf(await grading.run(), {
      catalogue: CATALOGUE,
      version: VERSION,
      provider: provider.name,
      seed: flags.seed,
      command: argv,
      flags: flagsAgain(flags),
      titles: catalogue.titles,
      started,
      took: (stopwatch() - began) / 1000,
    })
  } catch (error) {
    if (!(error instanceof BaselineError)) throw error
    process.stderr.write(troubleText(error))
    return undefined
  } finally {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, interrupt)
  }
}

const troubleText = ({ message, played }: BaselineError): string => {
  const runs = played.runs.map(({ end }) => `  it ${endText(end)}\n${end.stdout}${end.stderr}`)
  return `peertwin: no grade: ${message}\n${runs.join('')}`
}

const PROXIES = /^(?:https?|all|no)_proxy$/i
const withoutProxies = (environment: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !PROXIES.test(name)))

const seconds = (ms: number): string => `${ms / 1000}s`

const flagsAgain = ({ then, probes = [], goal, patience, slow, probeTimeout, workdir, ...door }: Flags): string[] => [
  ...(then === undefined ? [] : ['--then', then]),
  ...probes.flatMap((file) => ['--probes', file]),
  ...(goal === undefined ? [] : ['--goal', goal]),
  ...(patience === undefined ? [] : ['--patience', seconds(patience)]),
  ...(slow ? ['--slow'] : []),
  ...(probeTimeout === undefined ? [] : ['--probe-timeout', seconds(probeTimeout)]),
  ...(workdir === 'same' ? [] : ['--workdir', workdir]),
  ...(door.tls ? ['--tls'] : []),
  ...(door.proxy ? ['--proxy'] : []),
  ...(door.url === undefined ? [] : ['--url', door.url]),
]
