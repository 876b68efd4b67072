import type { Command } from 'commander'
import { readConfigFile } from '../../core/input/config-file.ts'
import { type Verification, verificationJUnit, verificationText } from '../../scenario/verify/report.ts'
import { act, call, connected } from '../connection.ts'
import { writeText } from '../write-text.ts'

const FAILED = 1

/** `peertwin verify`: holds what happened against what was expected; exits with 1 when something is missing. */
export const declare = (command: Command): void => {
  connected(command)
  command
    .option('--expect <file>', 'YAML or JSON file with an `expect` list, in place of that of the scenario')
    .option('--allow-empty', 'pass also when nothing was expected, or no request came')
    .option('--junit <file>', 'write a JUnit report as well')
  act(command, async (connection, _, { expect, junit, allowEmpty }) => {
    const body = typeof expect === 'string' ? await expectOf(expect) : {}
    const result = (await call(
      connection,
      'POST',
      `/requests/verify${allowEmpty === true ? '?allow_empty=true' : ''}`,
      body,
    )) as Verification
    process.stdout.write(connection.json ? `${JSON.stringify(result)}\n` : verificationText(result))
    if (typeof junit === 'string') await writeText(junit, verificationJUnit(result))
    if (!result.passed) process.exitCode = FAILED
  })
}

const expectOf = async (file: string): Promise<object> => {
  const { value } = await readConfigFile(file)
  return { expect: (value as { expect?: unknown } | null)?.expect }
}
