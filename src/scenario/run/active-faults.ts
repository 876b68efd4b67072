import type { Millis } from '../../core/clock.ts'
import { type Note, type Notes, noteName, readName } from '../../world/judge.ts'
import type { FaultDocument } from '../document/schema.ts'
import type { FaultRule } from '../rules/faults.ts'

/** How often a fault was looked at and happened. */
export class FaultCount {
  hits = 0
  lastAt: Millis | null = null
  lastRequest: number | null = null
  readonly #calls = new Map<string, number>()

  /** The calls that fitted, by what they are counted under. */
  get byCounter(): ReadonlyMap<string, number> {
    return this.#calls
  }

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

  /** Goes on from so many calls. */
  goOn(counter: string, calls: number): void {
    this.#calls.set(counter, calls)
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
  #single = new Map<string, FaultRule>()
  #counts = new Map<string, FaultCount>()
  #begun = new Set<string>()
  readonly #notes: Notes
  #rules: readonly FaultRule[] = []
  #waiting: readonly FaultRule[] = []

  constructor(notes: Notes) {
    this.#notes = notes
  }

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

  /** Does something to single faults. When it throws, they are as they were before. */
  orAsBefore<R>(change: () => R): R {
    const [single, counts, begun] = [new Map(this.#single), new Map(this.#counts), new Set(this.#begun)]
    try {
      return change()
    } catch (error) {
      this.#single = single
      this.#counts = counts
      this.#begun = begun
      this.#order()
      throw error
    }
  }

  /** Puts a single fault; its count starts anew. */
  put(rule: FaultRule): void {
    this.#single.set(rule.id, rule)
    this.#notes.changed(noteName('single', rule.id), () => this.#single.get(rule.id)?.document ?? null)
    this.#forget(rule.id)
    this.#order()
  }

  /** Takes a single fault away; the one of the file with its id comes back. */
  drop(id: string): void {
    this.#take(id)
    this.#order()
  }

  /** Takes all single faults away. Returns how many there were. */
  dropAll(): number {
    const { size } = this.#single
    for (const id of this.#single.keys()) this.#take(id)
    this.#order()
    return size
  }

  /** The rules that wait for the moment since which they count. */
  get waiting(): readonly FaultRule[] {
    return this.#waiting
  }

  /** Whether a rule counts calls by now. */
  counts({ id, since }: FaultRule): boolean {
    return since === null || this.#begun.has(id)
  }

  /** The moment of a rule has come. */
  begin(id: string): void {
    this.#begun.add(id)
    this.#order()
    this.#notes.changed(noteName('begun', id), () => (this.#begun.has(id) ? true : null))
  }

  countOf(id: string): FaultCount {
    let count = this.#counts.get(id)
    if (!count) this.#counts.set(id, (count = new FaultCount()))
    return count
  }

  /** Numbers a fitting call of a rule, from 1, under what it is counted by. */
  number(id: string, counter: string): number {
    const call = this.countOf(id).number(counter)
    this.#notes.changed(noteName('calls', id, counter), () => this.#counts.get(id)?.byCounter.get(counter) ?? null)
    return call
  }

  hit(id: string, at: Millis, request: number): void {
    this.countOf(id).hit(at, request)
    this.#notes.changed(noteName('hits', id), () => this.#hitsOf(id))
  }

  *notes(): Generator<Note> {
    for (const [id, { document }] of this.#single) yield [noteName('single', id), document]
    for (const id of this.#begun) yield [noteName('begun', id), true]
    for (const [id, { byCounter, hits }] of this.#counts) {
      if (hits > 0) yield [noteName('hits', id), this.#hitsOf(id)]
      for (const [counter, calls] of byCounter) yield [noteName('calls', id, counter), calls]
    }
  }

  /** Goes on from notes of an earlier run; `compiled` makes a rule of a single fault. */
  resume(notes: ReadonlyMap<string, unknown>, compiled: (document: FaultDocument) => FaultRule): void {
    for (const [name, value] of notes) {
      const [kind, id = '', counter = ''] = readName(name)
      if (kind === 'begun') this.#begun.add(id)
      if (kind === 'single') this.#single.set(id, compiled(value as FaultDocument))
      if (kind === 'calls') this.countOf(id).goOn(counter, value as number)
      if (kind === 'hits') Object.assign(this.countOf(id), value)
    }
    this.#order()
  }

  #hitsOf(id: string): object | null {
    const count = this.#counts.get(id)
    return count ? { hits: count.hits, lastAt: count.lastAt, lastRequest: count.lastRequest } : null
  }

  #take(id: string): void {
    this.#single.delete(id)
    this.#notes.changed(noteName('single', id), () => this.#single.get(id)?.document ?? null)
    this.#forget(id)
  }

  #forget(id: string): void {
    const before = this.#counts.get(id)
    this.#counts.delete(id)
    if (this.#begun.delete(id)) this.#notes.changed(noteName('begun', id), () => (this.#begun.has(id) ? true : null))
    if (!before) return
    this.#notes.changed(noteName('hits', id), () => this.#hitsOf(id))
    for (const counter of before.byCounter.keys())
      this.#notes.changed(noteName('calls', id, counter), () => this.#counts.get(id)?.byCounter.get(counter) ?? null)
  }

  #order(): void {
    const ids = new Set(this.#listed.map(({ id }) => id))
    const before = [...this.#single.values()].filter(({ id }) => !ids.has(id))
    this.#rules = [...before, ...this.#listed.map((rule) => this.#single.get(rule.id) ?? rule)]
    this.#waiting = this.#rules.filter((rule) => !this.counts(rule))
  }
}
