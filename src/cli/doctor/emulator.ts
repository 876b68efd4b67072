import { ControlError } from '../../control/client.ts'
import { VERSION } from '../../core/package/version.ts'
import { providers } from '../../providers/index.ts'
import { type Connection, call, withoutNamespace } from '../connection.ts'
import { checkClients } from './environment.ts'
import { type Finding, ok, warn, wrong } from './finding.ts'

interface Health {
  readonly version: string
  readonly providers: readonly string[]
}

/** Whether an emulator answers, is able to work, and is reached by clients. */
export const checkEmulator = async (connection: Connection): Promise<Finding[]> => {
  const everywhere = withoutNamespace(connection)
  const { control } = connection
  try {
    const { version, providers: served } = (await call(everywhere, 'GET', '/health')) as Health
    const { urls } = (await call(everywhere, 'GET', '/doors')) as { urls: Readonly<Record<string, string>> }
    return [
      version === VERSION
        ? ok('emulator', `${version} at ${control}, with ${served.join(', ')}`)
        : warn('emulator', `${version} runs at ${control}, and this is ${VERSION}`, 'start it anew with this version'),
      await readiness(everywhere),
      ...(await traffic(connection)),
      ...providers.flatMap((one) =>
        urls[one.name] === undefined ? [] : checkClients(one, urls[one.name]!, process.env),
      ),
    ]
  } catch (error) {
    if (!(error instanceof ControlError)) throw error
    return [wrong('emulator', error.message, wayOut(error))]
  }
}

const wayOut = ({ status }: ControlError): string => {
  if (status === 0) return 'peertwin start starts one; --control URL or PEERTWIN_CONTROL names one elsewhere'
  return status === 401
    ? '--token TOKEN or PEERTWIN_CONTROL_TOKEN gives what start was given as --control-token'
    : 'something else may listen there: --control URL or PEERTWIN_CONTROL names the emulator'
}

const readiness = async (connection: Connection): Promise<Finding> => {
  try {
    await call(connection, 'GET', '/ready')
    return ok('state', 'changes are taken')
  } catch (error) {
    if (!(error instanceof ControlError)) throw error
    return wrong('state', error.message, 'mend what the reason says; reads go on meanwhile')
  }
}

interface Journal {
  readonly seen: number
}

const traffic = async (connection: Connection): Promise<Finding[]> => {
  const { seen } = (await call(connection, 'GET', '/requests?limit=1')) as Journal
  if (seen === 0) return [warn('requests', 'none came so far', 'peertwin env PROVIDER leads a client here')]
  const unmatched = (await call(connection, 'GET', '/requests/unmatched')) as { requests: readonly unknown[] }
  const { length } = unmatched.requests
  return length === 0
    ? [ok('requests', `${seen} came`)]
    : [warn('requests', `${length} of ${seen} were answered by no operation`, 'peertwin journal unmatched shows them')]
}
