import type { Masking } from '../../http/masking.ts'
import type { Transition } from '../../world/commits.ts'
import type { Provider } from '../../world/provider.ts'
import type { JournalEntry } from '../../world/request-journal.ts'
import type { World } from '../../world/world.ts'
import type { LogLevel } from './levels.ts'

/** A request with what is told of it. */
export interface LoggedRequest {
  readonly level: Exclude<LogLevel, 'silent'>
  readonly entry: JournalEntry
  readonly namespace: string
  /** Path and query without secrets. */
  readonly target: string
  /** What became of resources since the last request, by time too. */
  readonly transitions: readonly Transition[]
  readonly warnings: readonly { readonly kind: string; readonly detail: string }[]
}

type OnEntry = (entry: JournalEntry, world: World) => void

/** Tells of requests. */
export interface RequestLog {
  readonly onEntry: OnEntry | undefined
  /** Resolves once all requests so far are written. */
  readonly written: () => Promise<void>
}

/** Takes what is logged. */
export type Sink = (request: LoggedRequest) => void

export interface RequestLogOptions {
  readonly level: LogLevel
  readonly providers: readonly Provider[]
  /** Loads who writes it, with the first request that is written. */
  readonly sink: () => Promise<Sink>
}

/**
 * Tells of requests: all of them at `info`; at `warn` those that got a warning or a fault, or that no operation answered; at
 * `error` unexpected failures. Nothing is loaded before there is something to tell.
 */
export const requestLog = ({ level, providers, sink }: RequestLogOptions): RequestLog => {
  let opened: Promise<OnEntry> | undefined
  let written: Promise<void> = Promise.resolve()
  const onEntry: OnEntry = (entry, world) => {
    if (level === 'silent' || (level === 'error' && entry.error === undefined)) return
    opened ??= open(level, providers, sink)
    written = opened.then((log) => log(entry, world))
  }
  return { onEntry: level === 'silent' ? undefined : onEntry, written: () => written }
}

const RANKS = { error: 0, warn: 1, info: 2 }

const open = async (level: Exclude<LogLevel, 'silent'>, providers: readonly Provider[], sink: () => Promise<Sink>) => {
  const [{ ClientWarnings }, { Masking: Hides }, write] = await Promise.all([
    import('../../control/routes/requests/client-warnings.ts'),
    import('../../http/masking.ts'),
    sink(),
  ])
  const masking: Masking = new Hides(providers)
  const seen = new WeakMap<World, Told & { readonly checks: InstanceType<typeof ClientWarnings> }>()
  return (entry: JournalEntry, world: World): void => {
    let known = seen.get(world)
    if (!known) seen.set(world, (known = { checks: new ClientWarnings(providers), last: world.commits.recalled }))
    const warnings = known.checks.check(entry)
    const transitions = news(world, known, entry)
    const own =
      entry.error !== undefined ? 'error' : warnings.length > 0 || entry.fault || entry.op === null ? 'warn' : 'info'
    if (RANKS[own] > RANKS[level]) return
    write({ level: own, entry, namespace: world.name, target: masking.target(entry.target), transitions, warnings })
  }
}

interface Told {
  last: Transition | undefined
}

/** The state changes since the last request, up to those that this one caused. */
const news = ({ commits }: World, told: Told, { n }: JournalEntry): Transition[] => {
  if (commits.transitions.newest === told.last) return []
  const all = [...commits.transitions]
  const found: Transition[] = []
  for (const move of told.last ? all.slice(all.lastIndexOf(told.last) + 1) : all) {
    const { cause } = move
    if (typeof cause === 'number' && cause > n) break
    told.last = move
    if (cause !== 'seed' && (typeof cause !== 'number' || cause === n)) found.push(move)
  }
  return found
}
