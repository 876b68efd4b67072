import { type Micros, stopwatch } from '../../core/clock.ts'
import type { Variables } from '../../world/provider.ts'
import type { Client, ClientEnd } from '../client/client.ts'
import type { Entrance, Rig } from '../rig.ts'
import { startClient } from '../run/run.ts'
import { type SeenRequest, type SeenTransition, Watch } from '../watch.ts'
import type { Broken } from './conduct.ts'
import { type Limits, type Overtime, Patience } from './limits.ts'
import { type Rows, countsOf, isSame, madeIn, rowsOf } from './rows.ts'

/** One of the runs in a play. */
export interface PlayedRun {
  readonly end: ClientEnd
  readonly began: Micros
  /** Why it was ended from outside. */
  readonly stopped: Overtime | 'interrupt' | Broken | null
}

/** Everything that was seen of a client in one namespace. */
export interface Played {
  readonly namespace: string
  readonly requests: readonly SeenRequest[]
  readonly transitions: readonly SeenTransition[]
  readonly missed: number
  readonly runs: readonly PlayedRun[]
  readonly before: Rows
  /** The rows after each run. */
  readonly after: readonly Rows[]
  /** The most rows of each type that the client had at a time. */
  readonly peak: ReadonlyMap<string, number>
  /** Names that it gave, by type. */
  readonly named: ReadonlyMap<string, ReadonlySet<string>>
  readonly began: Micros
}

/** How a client is to be run. */
export interface Stage {
  readonly environment: Variables
  readonly folder: string
  readonly limits: Limits
  /** The types whose rows the client makes. */
  readonly types: ReadonlySet<string>
  /** Says of each request whether it has gone too far. */
  readonly judge?: ((seen: Played) => Broken | undefined) | undefined
  /** The request at which the program is interrupted. */
  readonly interruptAt?: ((request: SeenRequest) => boolean) | undefined
}

const KILL_AFTER = 5_000

/** A client in a namespace: runs its program, as often as it is told to, and sees what happens. */
export class Play {
  readonly #rig: Rig
  readonly #entrance: Entrance
  readonly #watch: Watch
  readonly #stage: Stage
  readonly #before: Rows
  readonly #patience: Patience
  readonly #began = stopwatch()
  readonly #runs: PlayedRun[] = []
  readonly #after: Rows[] = []
  readonly #peak = new Map<string, number>()
  readonly #named = new Map<string, Set<string>>()
  readonly #running = new Map<Client, (why: PlayedRun['stopped']) => void>()
  #rows: Rows
  #counting = false
  #uncounted = false
  #closed = false

  private constructor(rig: Rig, entrance: Entrance, stage: Stage, seen: { watch: Watch; before: Rows }) {
    this.#rig = rig
    this.#entrance = entrance
    this.#stage = stage
    this.#watch = seen.watch
    this.#before = this.#rows = seen.before
    this.#patience = new Patience(stage.limits)
    this.#watch.onEvent = (event) => ('n' in event ? this.#heard(event) : this.#patience.moved())
  }

  static async open(rig: Rig, entrance: Entrance, stage: Stage): Promise<Play> {
    const before = await rowsOf(rig, entrance.namespace)
    return new Play(rig, entrance, stage, { before, watch: await Watch.open(rig, entrance.namespace) })
  }

  get seen(): Played {
    return {
      namespace: this.#entrance.namespace,
      requests: this.#watch.requests,
      transitions: this.#watch.transitions,
      missed: this.#watch.missed,
      runs: this.#runs,
      before: this.#before,
      after: this.#after,
      peak: this.#peak,
      named: this.#named,
      began: this.#began,
    }
  }

  /** Runs programs at the same time, and looks at what is there when all have ended. */
  async run(argvs: readonly (readonly string[])[], interrupted = false): Promise<void> {
    if (this.#closed) return
    this.#patience.begin()
    await Promise.all(argvs.map((argv) => this.#runOne(argv, interrupted)))
    await this.#watch.settle()
    await this.#count()
    this.#after.push(await rowsOf(this.#rig, this.#entrance.namespace))
  }

  /** Ends all that runs; nothing is run any more. */
  close(): void {
    this.#closed = true
    for (const stop of this.#running.values()) stop('interrupt')
  }

  async #runOne(argv: readonly string[], interrupted: boolean): Promise<void> {
    const { environment, folder } = this.#stage
    const began = stopwatch()
    const client = startClient(this.#entrance, { argv, environment, folder, output: 'keep' })
    let stopped: PlayedRun['stopped'] = null
    const stop = (why: PlayedRun['stopped']): void => {
      if (stopped !== null) return
      stopped = why
      void (why === 'interrupt' ? client.stop('SIGINT', KILL_AFTER) : client.stop()).catch(() => {})
    }
    this.#running.set(client, stop)
    if (interrupted) this.#interrupt = stop
    const cancel = this.#patience.watch(stop)
    try {
      const end = await client.end
      client.signal('SIGKILL') // what it left behind
      this.#runs.push({ end, began, stopped })
    } finally {
      cancel()
      this.#interrupt = null
      this.#running.delete(client)
    }
  }

  #interrupt: ((why: 'interrupt') => void) | null = null

  #heard(request: SeenRequest): void {
    this.#patience.heard(`${request.op ?? request.method} ${request.target.split('?')[0]}`)
    if (this.#interrupt && this.#stage.interruptAt?.(request)) this.#interrupt('interrupt')
    const broken = this.#stage.judge?.(this.seen)
    if (broken) for (const stop of this.#running.values()) stop(broken)
    if (request.method !== 'GET' || request.target.includes('?')) void this.#recount()
  }

  async #recount(): Promise<void> {
    this.#uncounted = true
    if (this.#counting) return
    this.#counting = true
    while (this.#uncounted) {
      this.#uncounted = false
      await this.#count().catch(() => {}) // the namespace may be gone by now
    }
    this.#counting = false
  }

  async #count(): Promise<void> {
    const now = await rowsOf(this.#rig, this.#entrance.namespace)
    if (!isSame(now, this.#rows)) this.#patience.moved()
    this.#rows = now
    const made = madeIn(this.#before, now, this.#stage.types)
    for (const { type, name } of made)
      if (name !== null) this.#named.set(type, (this.#named.get(type) ?? new Set()).add(name))
    for (const [type, count] of countsOf(made)) this.#peak.set(type, Math.max(this.#peak.get(type) ?? 0, count))
    const broken = this.#stage.judge?.(this.seen)
    if (broken) for (const stop of this.#running.values()) stop(broken)
  }
}
