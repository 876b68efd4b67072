import { readFileSync } from 'node:fs'
import { type NatsConnection, type ConnectionOptions, connect, credsAuthenticator } from '@nats-io/transport-node'
import { ConfigError } from '../../../core/config.ts'
import type { EngineOptions } from '../engine.ts'

/** How long a call may take; what takes longer is asked again. */
export const CALL_TIMEOUT = 1_500

// an engine that is away comes back by itself, and soon: the client's own defaults give up after twenty seconds
const PATIENT: ConnectionOptions = {
  name: 'peertwin',
  maxReconnectAttempts: -1,
  reconnectTimeWait: 250,
  reconnectJitter: 50,
  reconnectJitterTLS: 50,
  timeout: CALL_TIMEOUT,
  pingInterval: 1_000,
  ignoreAuthErrorAbort: true,
}

/** Connects to the engine. Rejects with a ConfigError of one line. */
export const openConnection = async (options: EngineOptions): Promise<NatsConnection> => {
  const place = options.servers.map(withoutSecret).join(', ')
  try {
    return await connect({ ...PATIENT, ...credentialsOf(options), ...tlsOf(options), servers: hostsOf(options) })
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw new ConfigError(`${place}: no server of NATS can be used there: ${reasonOf(error)}`)
  }
}

/** The address of a server as it may be shown. */
export const withoutSecret = (server: string): string => server.replace(/\/\/[^@/]*@/, '//')

const hostsOf = ({ servers }: EngineOptions): string[] => servers.map((server) => urlOf(server).host)

const urlOf = (server: string): URL => {
  try {
    const url = new URL(server)
    if ((url.protocol === 'nats:' || url.protocol === 'tls:') && url.host !== '') return url
  } catch {
    // told below
  }
  throw new ConfigError(`${withoutSecret(server)}: expected an address such as nats://127.0.0.1:4222`)
}

const credentialsOf = ({ servers, credentials }: EngineOptions): ConnectionOptions => {
  if (credentials !== undefined) return { authenticator: credsAuthenticator(fileOf(credentials)) }
  const { username, password } = urlOf(servers[0]!)
  if (username === '') return {}
  const [user, pass] = [decodeURIComponent(username), decodeURIComponent(password)]
  return password === '' ? { token: user } : { user, pass }
}

// servers that want TLS by themselves get it anyway; this insists on it
const tlsOf = ({ servers }: EngineOptions): ConnectionOptions =>
  servers.some((server) => server.startsWith('tls:')) ? { tls: {} } : {}

const fileOf = (path: string): Uint8Array => {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new ConfigError(`${path}: cannot be read: ${(error as Error).message}`)
  }
}

/** What went wrong, in one line. */
export const reasonOf = (error: unknown): string => {
  const { message, cause } = error as Error
  return cause instanceof Error && cause.message !== '' ? `${message}: ${cause.message}` : message
}
