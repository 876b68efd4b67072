import {
  type JetStreamManager,
  type StreamConfig,
  type StreamInfo,
  JetStreamApiCodes,
  JetStreamApiError,
} from '@nats-io/jetstream'
import { type NatsConnection, errors } from '@nats-io/transport-node'
import { pause, stopwatch } from '../../../core/clock.ts'
import { ConfigError } from '../../../core/config.ts'
import { reasonOf, withoutSecret } from './connection.ts'
import type { EngineOptions } from '../engine.ts'
import type { Names } from '../names.ts'

const OLDEST = [2, 12]
const SERVERS = '$SYS.REQ.SERVER.PING.JSZ'

/** Refuses servers on which what was acknowledged may be lost. Rejects with a ConfigError of one line that says what to do. */
export const requireSafe = async (connection: NatsConnection, options: EngineOptions): Promise<void> => {
  const { version = '0', server_name: name = '', jetstream } = connection.info ?? {}
  const place = options.servers.map(withoutSecret).join(', ')
  refuseOld(place, name, version)
  if (!jetstream)
    throw new ConfigError(
      `${place}: JetStream is off; start nats-server with -js, or with 'jetstream' in its configuration`,
    )
  if (options.unsafe) return
  const servers = await askServers(connection)
  if (servers.length === 0)
    throw new ConfigError(
      `${place}: cannot see whether the servers sync each record: let the account import ${SERVERS} from the system account, or go on with --cluster-unsafe`,
    )
  for (const { server, data } of servers) {
    refuseOld(place, server.name, server.ver)
    if (data.config?.sync_always !== true)
      throw new ConfigError(
        `${place}: the server '${server.name}' may lose what it acknowledged when its machine fails: set 'sync_interval: always' in its 'jetstream', or go on with --cluster-unsafe`,
      )
  }
}

const refuseOld = (place: string, name: string, version: string): void => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > OLDEST[0]! || (major === OLDEST[0] && minor >= OLDEST[1]!)) return
  throw new ConfigError(
    `${place}: the server '${name}' is NATS ${version}, which may lose records; it takes ${OLDEST.join('.')} or newer`,
  )
}

interface AboutServer {
  readonly server: { readonly name: string; readonly ver: string }
  readonly data: { readonly config?: { readonly sync_always?: boolean } }
}

const askServers = async (connection: NatsConnection): Promise<AboutServer[]> => {
  const all: AboutServer[] = []
  try {
    for await (const answer of await connection.requestMany(SERVERS, '', {
      strategy: 'stall',
      stall: 300,
      maxWait: 1_500,
    }))
      if (answer.data.length > 0) all.push(answer.json<AboutServer>())
  } catch {
    // nobody answers, or this user may not ask
  }
  return all.filter(({ server }) => server !== undefined)
}

/** Makes the streams of a cluster, where they are not there. Rejects with a ConfigError of one line. */
export const makeStreams = async (manager: JetStreamManager, names: Names, options: EngineOptions): Promise<void> => {
  const base = { storage: 'file', num_replicas: options.copies ?? 1, allow_direct: false, max_bytes: -1 } as const
  const wanted: Partial<StreamConfig>[] = [
    ...names.units.map((name) => ({ ...base, name, allow_rollup_hdrs: true })),
    { ...base, name: names.objects },
    { ...base, name: names.sessions, max_msgs_per_subject: 1, max_age: HOUR },
  ]
  const place = options.servers.map(withoutSecret).join(', ')
  for (const one of wanted) await makeStream(place, manager, { ...one, subjects: [names.subjects(one.name!)] })
}

// in nanoseconds; what is renewed every few seconds lives on
const HOUR = 3_600e9

const makeStream = async (place: string, manager: JetStreamManager, wanted: Partial<StreamConfig>): Promise<void> => {
  const found = (): Promise<StreamInfo> =>
    manager.streams.info(wanted.name!).catch((error: unknown) => {
      if (error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound)
        return manager.streams.add(wanted as StreamConfig & { name: string })
      throw error
    })
  const { config } = await patiently(found).catch((error: unknown) => {
    throw new ConfigError(`${place}: the stream '${wanted.name}' cannot be made: ${reasonOf(error)}${hint(error)}`)
  })
  for (const [key, value] of Object.entries(wanted)) {
    const found = config[key as keyof StreamConfig]
    if (JSON.stringify(found) === JSON.stringify(value)) continue
    throw new ConfigError(
      `${place}: the stream '${wanted.name}' has ${key} ${JSON.stringify(found)}, and this replica wants ${JSON.stringify(value)}; start all replicas alike, or give the cluster another name`,
    )
  }
}

const PATIENCE = 30_000

/** Asks again while servers that have just started choose their leaders. */
const patiently = async <T>(question: () => Promise<T>): Promise<T> => {
  const began = stopwatch()
  for (;;) {
    try {
      return await question()
    } catch (error) {
      if (!isPassing(error) || stopwatch() - began > PATIENCE * 1_000) throw error
    }
    await pause(100)
  }
}

const UNAVAILABLE = 10_008

const isPassing = (error: unknown): boolean =>
  error instanceof JetStreamApiError
    ? error.code === UNAVAILABLE
    : error instanceof errors.TimeoutError || error instanceof errors.RequestError

// no suitable peers; copies without a cluster of servers
const TOO_FEW = [10_005, 10_074]
const hint = (error: unknown): string =>
  error instanceof JetStreamApiError && TOO_FEW.includes(error.code)
    ? '; ask for fewer copies with --cluster-copies'
    : ''
