import type { Millis } from '../../core/clock.ts'
import type { FaultRule } from '../rules/faults.ts'

/** How often a fault was looked at and happened. */
export class FaultCount {
  hits = 0
  lastAt: Millis | null = null
  lastRequest: number | null = null
  readonly #calls = new Map<string, number>()

  /** How many calls fitted. */
  get matched(): number {
    return [...this.#calls.values()].reduce((sum, calls) => sum + calls, 0)
  }

  /** The number of the newest fitting call of whoever has most of them. */
  get calls(): number {
    return Math.max(0, ...this.#calls.values())
  }

  /** Numbers a fitting call, from 1, under what it is counted by. */
  number(counter: string): number {
    const call = (this.#calls.get(counter) ?? 0) + 1
    this.#calls.set(counter, call)
    return call
  }

  hit(at: Millis, request: number): void {
    this.hits++
    this.lastAt = at
    this.lastRequest = request
  }
}

/** The faults in force in one world: those of the scenario's file, and single ones in their place or before them. */
export class ActiveFaults {
  #listed: readonly FaultRule[] = []
  readonly #single = new Map<string, FaultRule>()
  readonly #counts = new Map<string, FaultCount>()
  #rules: readonly FaultRule[] = []

  /** All of them in the order in which they are asked. */
  get rules(): readonly FaultRule[] {
    return this.#rules
  }

  /** Those that the control API put. */
  get single(): ReadonlyMap<string, FaultRule> {
    return this.#single
  }

  /** Takes the faults of a file in place of those before; their counts go on. */
  adopt(listed: readonly FaultRule[]): void {
    this.#listed = listed
    this.#order()
  }

  /** Puts a single fault; its count starts anew. */
  put(rule: FaultRule): void {
    this.#single.set(rule.id, rule)
    this.#counts.delete(rule.id)
    this.#order()
  }

  /** Takes a single fault away; the one of the file with its id comes back. */
  drop(id: string): void {
    this.#single.delete(id)
    this.#counts.delete(id)
    this.#order()
  }

  /** Takes all single faults away. Returns how many there were. */
  dropAll(): number {
    const { size } = this.#single
    for (const id of this.#single.keys()) this.#counts.delete(id)
    this.#single.clear()
    this.#order()
    return size
  }

  countOf(id: string): FaultCount {
    let count = this.#counts.get(id)
    if (!count) this.#counts.set(id, (count = new FaultCount()))
    return count
  }

  #order(): void {
    const ids = new Set(this.#listed.map(({ id }) => id))
    const before = [...this.#single.values()].filter(({ id }) => !ids.has(id))
    this.#rules = [...before, ...this.#listed.map((rule) => this.#single.get(rule.id) ?? rule)]
  }
}
