import { type Command, InvalidArgumentError, Option } from 'commander'
import { readConfigFile } from '../../core/input/config-file.ts'
import type { Rig } from '../../grade/rig.ts'
import type { Plan } from '../../grade/run/run.ts'
import type { Expectation, ScenarioDocument } from '../../scenario/document/schema.ts'
import { findScenario } from '../../scenario/find.ts'
import type { Variables } from '../../world/provider.ts'
import { type RigOptions, openRig } from './rig.ts'

/** What the commands have in common that run a client. */
export interface RunFlags {
  readonly provider?: readonly string[]
  readonly scenario?: string
  readonly verify?: boolean | string
  readonly allowEmpty?: true
  readonly tls?: true
  readonly proxy?: true
  readonly url?: string
  readonly token?: string
}

/** Names between commas. */
export const names = (text: string): string[] => text.split(',').map((name) => name.trim())

/** A whole number from a command line. */
export const wholeFrom =
  (min: number, max: number) =>
  (text: string): number => {
    const number = Number(text)
    if (!/^\d+$/.test(text) || number < min || number > max)
      throw new InvalidArgumentError(`It takes a whole number from ${min} to ${max}.`)
    return number
  }

/** Declares the client's command and what it runs against. */
export const againstClient = (command: Command): Command =>
  withRig(command)
    .option('--scenario <name or file>', 'what goes wrong: a ready-made scenario or a file')
    .option('--verify [file]', 'what is expected, in place of what the scenario expects')
    .option('--no-verify', 'expect nothing')
    .option('--allow-empty', 'a client that sends no request is right')

/** Declares the client's command, its provider and the way in. */
export const withRig = (command: Command, argument = '<command...>'): Command =>
  command
    .argument(argument, 'the client, behind --; {url}, {host}, {token} and so on stand for what it needs')
    .addOption(new Option('--provider <names>', 'whose client it is (default: any)').argParser(names))
    .addOption(new Option('--tls', 'lead it there over https').conflicts('proxy'))
    .option('--proxy', 'lead it there through a proxy, under the host names of the provider')
    .option('--url <url>', 'run it against the emulator there (default: one of its own)')
    .addOption(
      new Option('--token <token>', 'what that one was given as --control-token').env('PEERTWIN_CONTROL_TOKEN'),
    )

/** What the flags say about the emulator. */
export const rigOptions = ({ provider: providers, tls, proxy, url, token }: RunFlags): RigOptions => ({
  providers,
  url,
  token,
  door: proxy ? 'proxy' : tls ? 'tls' : 'http',
})

export const rigFor = (flags: RunFlags): Promise<Rig> => openRig(rigOptions(flags))

/** What is to be run. Throws a ConfigError for a file that cannot be used. */
export const planOf = async (
  argv: readonly string[],
  { scenario, verify }: RunFlags,
): Promise<Omit<Plan, 'output'>> => ({
  argv,
  environment: ownEnvironment(),
  scenario: scenario === undefined ? undefined : await scenarioNamed(scenario),
  expect: verify === false ? null : typeof verify === 'string' ? await expectationsIn(verify) : undefined,
})

/** The environment of this process. */
export const ownEnvironment = (): Variables =>
  Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined)) as Variables

/** A scenario in a file, or a ready-made one by its name. Throws a ScenarioError that names file, line and column. */
const scenarioNamed = async (name: string): Promise<ScenarioDocument> => {
  const { openLibrary } = await import('../scenario/files.ts')
  const library = await openLibrary()
  return library.readFiles([await findScenario(name)])
}

const expectationsIn = async (file: string): Promise<readonly Expectation[]> => {
  const { value } = await readConfigFile(file)
  return (value as { expect?: readonly Expectation[] } | null)?.expect ?? []
}
