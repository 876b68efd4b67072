import TinyQueue from 'tinyqueue'
import { type Millis, iso } from '../core/clock.ts'
import type { Row } from './table.ts'

/** The target of an exit that removes the resource. A string, so that records stay JSON. */
export const GONE = '$gone'

export type Target<S extends string = string> = S | typeof GONE

/** How a state ends by itself: after a span of emulated time, in another state. */
export interface Exit<S extends string = string> {
  readonly ms: Millis
  readonly to: Target<S>
}

export interface StateRule<S extends string, E extends string> {
  /** The state ends by itself. */
  readonly after?: Exit<S>
  /** The state ends because a client, or another resource, asked. */
  readonly on?: { readonly [K in E]?: Target<S> }
}

/** A lifecycle as data: the states a resource can be in, and what leads out of each. */
export interface Machine<S extends string = string, E extends string = string> {
  /** The table's name: `provider/kind`. */
  readonly name: string
  readonly initial: S
  readonly states: { readonly [K in S]: StateRule<S, E> }
}

/** A row with a lifecycle. `due` and `next` say when and into what the state ends by itself. */
export interface Stateful<S extends string = string> extends Row {
  readonly state: S
  readonly since: Millis
  readonly due: Millis | null
  readonly next: Target<S> | null
}

/** The exit that is planned for a row: when it is due and what comes next; both null when the state stays. */
export type Plan = Pick<Stateful, 'due' | 'next'>

/** Makes a draft the row of a new resource: in place, because a copy costs more than all the rest of a create. */
export const born = <T extends Stateful>(draft: object, state: T['state'], since: Millis, { due, next }: Plan): T => {
  const row = draft as { -readonly [K in keyof Stateful]: Stateful[K] }
  row.ord = 0
  row.state = state
  row.since = since
  row.due = due
  row.next = next
  return row as T
}

/** The states of a machine, in the order of its declaration. */
export const statesOf = (machine: Machine): string[] => Object.keys(machine.states)

/** Where an event leads from a state, or undefined when the state does not know the event. */
export const targetOf = <S extends string, E extends string>(
  machine: Machine<S, E>,
  state: S,
  event: E,
): Target<S> | undefined => machine.states[state].on?.[event]

/** How a state ends by itself, or null when it does not. */
export const exitOf = <S extends string, E extends string>(machine: Machine<S, E>, state: S): Exit | null =>
  machine.states[state].after ?? null

/** A row with a plan. */
export type Planned = Stateful & { readonly due: Millis }

/** What happens when a plan is due. The row is as it was when that was planned: one that has changed since was overtaken. */
export interface DueEvent {
  readonly table: string
  readonly row: Planned
}

export const isPlanned = (row: Stateful): row is Planned => row.due !== null

// due time, then the entry of the state, then creation order: total, so a queue made anew of the rows gives the same order
const compare = ({ table, row: a }: DueEvent, { table: other, row: b }: DueEvent): number =>
  a.due - b.due || a.since - b.since || (table === other ? a.ord - b.ord : table < other ? -1 : 1)

/** What is due does not come to an end. */
export class EndlessError extends Error {
  override readonly name = 'EndlessError'
}

/** As many events as one call lets happen, unless told otherwise. */
export const MOST_EVENTS = 1_000_000

/** The due events of a world, earliest first. Overtaken ones stay in it until their time and are skipped then. */
export class DueQueue extends TinyQueue<DueEvent> {
  /** As many as one call lets happen. */
  most = MOST_EVENTS
  #shared = false

  constructor(entries: DueEvent[] = []) {
    super(entries, compare)
  }

  /** A copy for another world. Both sides share the entries until one of them changes its own. */
  fork(): DueQueue {
    const copy = new DueQueue()
    copy.data = this.data
    copy.length = this.length
    copy.most = this.most
    copy.#shared = this.#shared = true
    return copy
  }

  /** The row whose state ends first, and not after `until`, as it is now; overtaken events before it are dropped. */
  first(until: Millis, present: (event: DueEvent) => Row | undefined): Planned | undefined {
    for (let event = this.peek(); event; event = this.peek()) {
      const { due, since, ord } = event.row
      if (due > until) return undefined
      const row = present(event) as Planned | undefined
      if (row && row.due === due && row.since === since && row.ord === ord) return row
      this.pop()
    }
    return undefined
  }

  /** Throws an {@link EndlessError} with the machine of the next event when one call has let too many happen. */
  bound(happened: number, most = this.most): void {
    if (happened < most) return
    const { table, row } = this.peek() ?? {}
    const next = row ? `: next, ${table} ${row.id} goes from ${row.state} to ${row.next} at ${iso(row.due)}` : ''
    throw new EndlessError(`more than ${most} events were due at once${next}`)
  }

  /** The next event, for a call that has let so many happen. Throws an {@link EndlessError} when those are too many. */
  take(happened: number): DueEvent {
    this.bound(happened)
    return this.pop()!
  }

  override push(due: DueEvent): void {
    this.#own()
    super.push(due)
  }

  override pop(): DueEvent | undefined {
    this.#own()
    return super.pop()
  }

  #own(): void {
    if (!this.#shared) return
    this.#shared = false
    this.data = [...this.data]
  }
}

const LONGEST_CHAIN = 1_000

/** Ends what would never end: a row that goes from one state that takes no time to the next. */
export class CircleGuard {
  readonly #chains = new Map<string, { at: Millis; length: number }>()

  /** Counts a state that took no time. Throws when the row has left too many of them at one instant. */
  passes(table: string, { id, state, due, next }: Planned): void {
    const key = `${table}\u0000${id}`
    const chain = this.#chains.get(key)
    if (chain?.at !== due) this.#chains.set(key, { at: due, length: 1 })
    else if (++chain.length > LONGEST_CHAIN)
      throw new EndlessError(`${table} ${id} goes round in circles: neither ${state} nor ${next} takes any time`)
  }
}
