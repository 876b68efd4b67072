import type { Millis, WallClock } from '../core/clock.ts'
import type { JournalEntry } from '../world/request-journal.ts'
import { Failure } from '../core/problem.ts'
import { Ring } from '../core/lists.ts'
import type { Transition } from '../world/commits.ts'
import { EndlessError } from '../world/lifecycle.ts'
import type { World } from '../world/world.ts'

export const EVENT_TYPES = ['request', 'transition', 'fault', 'limit', 'clock', 'scenario', 'mark', 'reset'] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** Something that happened in a namespace; made into text when somebody reads it. */
export interface NamespaceEvent {
  readonly id: number
  readonly type: EventType
  readonly data: JournalEntry | Transition | object
}

const KEPT = 1_000
const HEARTBEAT: Millis = 15_000

interface Reader {
  cursor: number
  wake: () => void
}

/** Renders an event as JSON text. */
export type Render = (event: NamespaceEvent) => string

/**
 * What happens in a namespace, as streams for whoever watches. Readers share one bounded memory: a slow one holds nothing
 * up, and is told how much it missed. Nothing is recorded before the first reader comes.
 */
export class NamespaceEvents {
  readonly #recent = new Ring<NamespaceEvent>(KEPT)
  readonly #readers = new Set<Reader>()
  readonly #wall: WallClock
  #world: World
  #last = 0
  #watching = false
  #ended = false
  #cancelTimer: () => void = () => {}

  constructor(world: World, wall: WallClock) {
    this.#world = world
    this.#wall = wall
  }

  /** A world took the place of the one before it. */
  attach(world: World): void {
    if (this.#watching) this.#disregard()
    this.#world = world
    if (!this.#watching) return
    this.#observe()
    this.emit('reset', {})
    this.#wakeWhenDue()
  }

  /** To be called once the clock was moved or set. */
  clockChanged(): void {
    if (!this.#watching) return
    const { mode, speed } = this.#world.clock
    this.emit('clock', { mode, speed, now: this.#world.clock.now() })
    this.#wakeWhenDue()
  }

  emit(type: EventType, data: NamespaceEvent['data']): void {
    if (!this.#watching) return
    const { whenStored } = this.#world.commits
    if (whenStored === null) return this.#tell(type, data)
    whenStored((lost) => {
      if (lost === null) this.#tell(type, data)
    })
  }

  #tell(type: EventType, data: NamespaceEvent['data']): void {
    this.#recent.push({ id: ++this.#last, type, data })
    for (const { wake } of this.#readers) wake()
  }

  /** Ends all streams. */
  end(): void {
    this.#ended = true
    if (this.#watching) this.#disregard()
    for (const { wake } of this.#readers) wake()
  }

  /** Server-sent events from behind `after`, or from now on. */
  stream(
    render: Render,
    types: ReadonlySet<string> | undefined,
    after: number | undefined,
  ): ReadableStream<Uint8Array> {
    if (!this.#watching) {
      this.#watching = true
      this.#observe()
    }
    // a number from before this process started says nothing about what was seen since
    const cursor = after === undefined ? this.#last : after > this.#last ? 0 : after
    const reader: Reader = { cursor, wake: () => {} }
    const utf8 = new TextEncoder()
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#readers.add(reader)
          this.#wakeWhenDue()
          controller.enqueue(utf8.encode('retry: 1000\n\n'))
        },
        pull: async (controller) => {
          const text = await this.#next(reader, render, types)
          if (!this.#readers.has(reader)) return
          if (text !== undefined) return controller.enqueue(utf8.encode(text))
          this.#readers.delete(reader)
          controller.close()
        },
        cancel: () => {
          this.#readers.delete(reader)
          reader.wake()
        },
      },
      { highWaterMark: 1 },
    )
  }

  /** What a reader has not seen yet, once there is anything; a heartbeat in a long silence, undefined at the end. */
  async #next(reader: Reader, render: Render, types: ReadonlySet<string> | undefined): Promise<string | undefined> {
    let silent = false
    const cancelBeat = this.#wall.timer(HEARTBEAT, () => {
      silent = true
      reader.wake()
    })
    try {
      while (this.#readers.has(reader)) {
        const text = this.#read(reader, render, types)
        if (text !== '') return text
        if (this.#ended) return undefined
        if (silent) return ': beat\n\n'
        await new Promise<void>((resolve) => {
          reader.wake = resolve
        })
      }
      return undefined
    } finally {
      cancelBeat()
    }
  }

  #read(reader: Reader, render: Render, types: ReadonlySet<string> | undefined): string {
    let text = ''
    const { oldest } = this.#recent
    if (oldest && oldest.id > reader.cursor + 1)
      text = `event: gap\ndata: {"missed":${oldest.id - reader.cursor - 1}}\n\n`
    if (reader.cursor === this.#last) return text
    for (const event of this.#recent) {
      if (event.id <= reader.cursor || (types && !types.has(event.type))) continue
      text += `id: ${event.id}\nevent: ${event.type}\ndata: ${render(event)}\n\n`
    }
    reader.cursor = this.#last
    return text
  }

  #observe(): void {
    this.#world.journal.watch = (entry) => {
      this.emit('request', entry)
      if (entry.fault) this.emit('fault', entry)
      if (entry.refused instanceof Failure && entry.refused.detail.kind === 'rate_limited') this.emit('limit', entry)
    }
    this.#world.commits.onTransitions = (moves) => {
      for (const move of moves) this.emit('transition', move)
      this.#wakeWhenDue()
    }
  }

  #disregard(): void {
    this.#cancelTimer()
    this.#world.journal.watch = null
    this.#world.commits.onTransitions = null
  }

  async #wake(world: World): Promise<void> {
    try {
      await world.catchUpInSlices()
    } catch (error) {
      if (!(error instanceof EndlessError)) throw error
      return // whoever asks next hears of it
    }
    if (world === this.#world) this.#wakeWhenDue()
  }

  // only a watcher needs the clock to wake somebody: everybody else sees the present when they ask
  #wakeWhenDue(): void {
    this.#cancelTimer()
    const due = this.#readers.size > 0 && !this.#ended ? this.#world.nextDue() : null
    if (due === null) return
    this.#cancelTimer = this.#world.clock.at(due, () => void this.#wake(this.#world))
  }
}
