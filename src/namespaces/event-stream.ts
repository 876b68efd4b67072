import { type Millis, wallTimer } from '../core/clock.ts'
import type { JournalEntry } from '../world/request-journal.ts'
import { Failure } from '../core/problem.ts'
import { Ring } from '../core/lists.ts'
import type { Transition } from '../world/commits.ts'
import type { World } from '../world/world.ts'

export const EVENT_TYPES = ['request', 'transition', 'fault', 'limit', 'clock', 'scenario', 'reset'] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** Something that happened in a namespace. What it tells is made when somebody reads it. */
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
  #world: World
  #last = 0
  #watching = false
  #ended = false
  #cancelTimer: () => void = () => {}

  constructor(world: World) {
    this.#world = world
  }

  /** A world took the place of the one before it. */
  attach(world: World): void {
    if (this.#watching) this.#unhook()
    this.#world = world
    if (!this.#watching) return
    this.#hook()
    this.emit('reset', {})
  }

  /** The clock was moved or set. */
  clockChanged(): void {
    if (!this.#watching) return
    const { mode, speed } = this.#world.clock
    this.emit('clock', { mode, speed, now: this.#world.clock.now() })
    this.#arm()
  }

  emit(type: EventType, data: NamespaceEvent['data']): void {
    if (!this.#watching) return
    this.#recent.push({ id: ++this.#last, type, data })
    for (const { wake } of this.#readers) wake()
  }

  /** Ends all streams. */
  end(): void {
    this.#ended = true
    if (this.#watching) this.#unhook()
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
      this.#hook()
    }
    // a number from before this process started says nothing about what was seen since
    const cursor = after === undefined ? this.#last : after > this.#last ? 0 : after
    const reader: Reader = { cursor, wake: () => {} }
    const utf8 = new TextEncoder()
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#readers.add(reader)
          this.#arm()
          controller.enqueue(utf8.encode('retry: 1000\n\n'))
        },
        pull: async (controller) => {
          for (;;) {
            const text = this.#read(reader, render, types)
            if (text !== '') return controller.enqueue(utf8.encode(text))
            if (!this.#readers.has(reader)) return
            if (this.#ended) {
              this.#readers.delete(reader)
              return controller.close()
            }
            const idle = !(await this.#next(reader))
            if (idle && this.#readers.has(reader)) return controller.enqueue(utf8.encode(': beat\n\n'))
          }
        },
        cancel: () => {
          this.#readers.delete(reader)
          reader.wake()
        },
      },
      { highWaterMark: 1 },
    )
  }

  /** How many streams are open. */
  get readers(): number {
    return this.#readers.size
  }

  /** Whether anything happened before the next heartbeat was due. */
  #next(reader: Reader): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = wallTimer(HEARTBEAT, () => resolve(false))
      reader.wake = () => {
        cancel()
        resolve(true)
      }
    })
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

  #hook(): void {
    this.#world.journal.watch = (entry) => {
      this.emit('request', entry)
      if (entry.fault) this.emit('fault', entry)
      if (entry.refused instanceof Failure && entry.refused.detail.kind === 'rate_limited') this.emit('limit', entry)
    }
    this.#world.onTransitions = (moves) => {
      for (const move of moves) this.emit('transition', move)
      this.#arm()
    }
  }

  #unhook(): void {
    this.#cancelTimer()
    this.#world.journal.watch = null
    this.#world.onTransitions = null
  }

  // only a watcher needs the clock to wake somebody: everybody else sees the present when they ask
  #arm(): void {
    this.#cancelTimer()
    const due = this.#readers.size > 0 && !this.#ended ? this.#world.nextDue() : null
    if (due === null) return
    this.#cancelTimer = this.#world.clock.at(due, () => {
      this.#world.catchUp()
      this.#arm()
    })
  }
}
