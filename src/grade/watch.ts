import { type Micros, type Millis, pause, stopwatch } from '../core/clock.ts'
import type { Rig, StreamEvent } from './rig.ts'

/** A request as the event stream tells it, with the stopwatch reading at which it was heard of. */
export interface SeenRequest {
  readonly n: number
  readonly at: string
  readonly provider: string
  readonly op: string | null
  readonly method: string
  readonly target: string
  readonly status: number
  readonly took_ms: number
  readonly rule: { readonly kind: string; readonly name: string } | null
  readonly warnings: readonly { readonly kind: string; readonly detail: string }[]
  readonly heard: Micros
  /** When it came in, by the clock of its namespace, in milliseconds. */
  readonly came: Millis
}

/** A step of a resource from one state into another. */
export interface SeenTransition {
  readonly at: string
  readonly type: string
  readonly id: string
  readonly from: string | null
  readonly to: string
  readonly cause: string | number
  readonly heard: Micros
}

const PATIENCE = 2_000
const BETWEEN = 10

/** What happens in one namespace, from when it is opened. */
export class Watch {
  readonly requests: SeenRequest[] = []
  readonly transitions: SeenTransition[] = []
  /** Requests that went by faster than they could be told. */
  missed = 0
  /** Told of each request and transition. */
  onEvent: ((event: SeenRequest | SeenTransition) => void) | null = null
  readonly #rig: Rig
  readonly #namespace: string

  private constructor(rig: Rig, namespace: string) {
    this.#rig = rig
    this.#namespace = namespace
  }

  /** Everything that happens from the fulfilment of the promise on is seen. */
  static async open(rig: Rig, namespace: string): Promise<Watch> {
    const watch = new Watch(rig, namespace)
    const events = await rig.watch(namespace)
    void watch.#follow(events)
    return watch
  }

  /** How many requests there were. */
  get count(): number {
    return this.requests.length + this.missed
  }

  async #follow(events: AsyncIterable<StreamEvent>): Promise<void> {
    for await (const { type, data } of events) {
      if (type === 'gap') this.missed += (data as { missed: number }).missed
      const told = data as SeenRequest & SeenTransition
      const event = { ...told, heard: stopwatch(), came: Date.parse(told.at) }
      if (type === 'request') this.requests.push(event)
      else if (type === 'transition') this.transitions.push(event)
      else continue
      this.onEvent?.(event)
    }
  }

  /** Waits until all is heard of what was sent; a request that nobody waits for any more is told of a moment later. */
  async settle(): Promise<void> {
    const began = stopwatch()
    const last = await this.#last()
    while (this.count < last && stopwatch() - began < PATIENCE * 1_000) await pause(BETWEEN)
  }

  async #last(): Promise<number> {
    const answer = await this.#rig.call('GET', '/requests?limit=1', { namespace: this.#namespace })
    return (answer as { seen: number }).seen
  }
}
