import type { ControlClient } from '../control/client.ts'
import type { ClockChange, ClockMove, ClockReading, Duration } from './answers.ts'

/** The emulated time of one namespace. */
export class ClockControl {
  readonly #client: ControlClient

  constructor(client: ControlClient) {
    this.#client = client
  }

  /** Where it stands, and when something is due next. */
  read(): Promise<ClockReading> {
    return this.#client.get('/clock')
  }

  /** Moves ahead by a span, or to an RFC 3339 instant; what is due by then happens, each at its own time. */
  advance(step: Duration | { readonly to: string }): Promise<ClockMove> {
    return this.#client.call('POST', '/clock/advance', typeof step === 'string' ? { by: step } : step)
  }

  /** Jumps from event to event until nothing is due within `max` (default one hour). */
  settle(max?: Duration): Promise<ClockMove> {
    return this.#client.call('POST', '/clock/settle', { max })
  }

  /** Stands still until moved. */
  freeze(): Promise<ClockReading> {
    return this.set({ mode: 'virtual', speed: 0 })
  }

  /** Changes mode, speed or position. Rejects with a ControlError when time would run back. */
  set(change: ClockChange): Promise<ClockReading> {
    return this.#client.call('PUT', '/clock', change)
  }
}
