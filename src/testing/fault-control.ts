import { type ControlClient, path } from '../control/client.ts'
import type { FaultDocument, FaultReading } from './answers.ts'

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
