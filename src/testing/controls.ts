import { type ControlClient, path } from '../control/client.ts'
import type { ClockChange, ClockMove, ClockReading, Duration, FaultDocument, FaultReading } from './answers.ts'

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

/** What a fault does, and to which of the calls of an operation; an id is made up where none is given. */
export type FaultRule = Omit<FaultDocument, 'id'> & { readonly id?: string }

/** A fault that was added to a namespace. */
export class FaultControl {
  readonly id: string
  readonly #client: ControlClient

  constructor(client: ControlClient, id: string) {
    this.#client = client
    this.id = id
  }

  /** The rule with its counters. */
  async read(): Promise<FaultReading> {
    const { faults } = await this.#client.get<{ faults: FaultReading[] }>('/faults')
    return faults.find(({ id }) => id === this.id) ?? this.change({}) // the refusal says what there is
  }

  /** How often it has struck. */
  async hits(): Promise<number> {
    return (await this.read()).hits
  }

  /** Changes parts of the rule, for example `{ enabled: false }`; its counters begin anew. */
  change(parts: Partial<FaultDocument>): Promise<FaultReading> {
    return this.#client.call('PATCH', path`/faults/${this.id}`, parts)
  }

  /** Takes it away. */
  remove(): Promise<void> {
    return this.#client.call('DELETE', path`/faults/${this.id}`)
  }
}
