import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { ConfigError } from '../../core/config.ts'
import { namedScenarios } from '../../scenario/find.ts'
import { act, connected, print } from '../connection.ts'
import { checkEmulator } from '../doctor/emulator.ts'
import { checkProxy, checkTrust } from '../doctor/environment.ts'
import { type Finding, findingLines, ok, wrong } from '../doctor/finding.ts'
import { CONFIG_FILE, declareStart } from '../options.ts'

/** Something is wrong. */
const WRONG = 1

/** `peertwin doctor`: what is wrong with a set-up, and what to do about it; exits with 1 when something is. */
export const declare = (command: Command): void => {
  connected(command)
  act(command, async (connection) => {
    const findings = [
      ...(await checkConfig()),
      ...(await checkScenarios()),
      ...checkProxy(process.env),
      ...checkTrust(process.env),
      ...(await checkEmulator(connection)),
    ]
    print(connection, { findings }, () => findingLines(findings))
    if (findings.some(({ level }) => level === 'wrong')) process.exitCode = WRONG
  })
}

const checked = async (about: string, says: string, work: () => Promise<unknown>): Promise<Finding> => {
  try {
    await work()
    return ok(about, says)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return wrong(about, error.message, `mend the file; nothing uses it as it is`)
  }
}

const checkConfig = async (): Promise<Finding[]> => {
  if (!existsSync(CONFIG_FILE)) return []
  const { applyConfig } = await import('../config/apply.ts')
  return [
    await checked('configuration', `${CONFIG_FILE} is fine`, () =>
      applyConfig(declareStart(new Command()), CONFIG_FILE),
    ),
  ]
}

const checkScenarios = async (): Promise<Finding[]> => {
  const own = (await namedScenarios()).filter(({ from }) => from === 'here')
  if (own.length === 0) return []
  const { openLibrary } = await import('../scenario/files.ts')
  const library = await openLibrary()
  return Promise.all(
    own.map(({ name, file }) => checked(`scenario ${name}`, 'it is fine', () => library.readFiles([file]))),
  )
}
