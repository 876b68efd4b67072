import type { Millis } from '../../core/clock.ts'
import { type Ending, type Note, type Notes, noteName, readName } from '../../world/judge.ts'
import type { FaultDocument } from '../document/schema.ts'
import type { FaultRule } from '../rules/faults.ts'

/** How often a fault was looked at and happened. */
class FaultCount {
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

/** A fault of the control API, with its place among them. */
interface Single {
  readonly rule: FaultRule
  readonly place: number
}

/** The faults in force in one world: those of the scenario's file, and single ones in their place or before them. */
export class ActiveFaults {
  #listed: ReadonlyMap<string, FaultRule> = new Map()
  readonly #single = new Map<string, Single>()
  #places = 0
  readonly #counts = new Map<string, FaultCount>()
  /** When the moments came since which rules count. */
  readonly #begun = new Map<string, Millis>()
  /** The rules that wait for the moment since which they count, and how far back those look that show the past. */
  readonly #waiting = new Set<string>()
  readonly #stale = new Map<string, Millis>()
  readonly #notes: Notes
  /** Put in order when somebody asks: adding one fault must not cost as much as there are others. */
  #rules: readonly FaultRule[] | null = null

  constructor(notes: Notes) {
    this.#notes = notes
  }

  /** All of them in the order in which they are asked. */
  get rules(): readonly FaultRule[] {
    return (this.#rules ??= this.#ordered())
  }

  /** The one with an id. */
  find(id: string): FaultRule | undefined {
    return this.#single.get(id)?.rule ?? this.#listed.get(id)
  }

  /** How many the control API put. */
  get singles(): number {
    return this.#single.size
  }

  /** Whether the control API put the one with an id. */
  isSingle(id: string): boolean {
    return this.#single.has(id)
  }

  /** How far back any of them looks. */
  get longestStale(): Millis {
    let longest = 0
    for (const by of this.#stale.values()) longest = Math.max(longest, by)
    return longest
  }

  /** Takes the faults of a file in place of those before; their counts go on. */
  adopt(listed: readonly FaultRule[]): void {
    const before = this.#listed
    this.#listed = new Map(listed.map((rule) => [rule.id, rule]))
    for (const id of [...before.keys(), ...this.#listed.keys()]) this.#changed(id)
  }

  /** Does something to the single fault with an id, or to all of them. When it throws, they are as they were before. */
  orAsBefore<R>(id: string | null, change: () => R): R {
    const ids = id === null ? [...this.#single.keys()] : [id]
    const before = ids.map((one) => [one, this.#single.get(one), this.#counts.get(one), this.#begun.get(one)] as const)
    try {
      return change()
    } catch (error) {
      for (const [one, single, count, begun] of before) {
        if (single) this.#single.set(one, single)
        else this.#single.delete(one)
        if (count) this.#counts.set(one, count)
        else this.#counts.delete(one)
        if (begun !== undefined) this.#begun.set(one, begun)
        else this.#begun.delete(one)
        this.#changed(one)
      }
      throw error
    }
  }

  /** Puts a single fault; its count starts anew. */
  put(rule: FaultRule): void {
    this.#set(rule)
    this.#notes.changed(noteName('single', rule.id), () => this.#single.get(rule.id)?.rule.document ?? null)
    this.#forget(rule.id)
    this.#changed(rule.id)
  }

  /** Takes a single fault away; the one of the file with its id comes back. */
  drop(id: string): void {
    this.#single.delete(id)
    this.#notes.changed(noteName('single', id), () => this.#single.get(id)?.rule.document ?? null)
    this.#forget(id)
    this.#changed(id)
  }

  /** Takes all single faults away. Returns how many there were. */
  dropAll(): number {
    const { size } = this.#single
    for (const id of this.#single.keys()) this.drop(id)
    return size
  }

  /** The rules that wait for the moment since which they count. */
  get waiting(): readonly FaultRule[] {
    return this.#waiting.size === 0 ? [] : this.rules.filter(({ id }) => this.#waiting.has(id))
  }

  /** Whether a rule counts calls by now. */
  counts({ id, since }: FaultRule): boolean {
    return since === null || this.#begun.has(id)
  }

  /** The moment of a rule has come. */
  begin(id: string, at: Millis): void {
    this.#begun.set(id, at)
    this.#waiting.delete(id)
    this.#notes.changed(noteName('begun', id), () => this.#begun.get(id) ?? null)
  }

  /** How a rule ends a call; what it shows of the past is not older than the eve of its moment. */
  endingOf({ id, ending, since }: FaultRule, now: Millis): Ending | null {
    if (ending?.kind !== 'stale' || since === null) return ending
    return { kind: 'stale', by: Math.min(ending.by, now - this.#begun.get(id)! + 1) }
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
    for (const [id, { rule }] of this.#single) yield [noteName('single', id), rule.document]
    for (const [id, at] of this.#begun) yield [noteName('begun', id), at]
    for (const [id, { byCounter, hits }] of this.#counts) {
      if (hits > 0) yield [noteName('hits', id), this.#hitsOf(id)]
      for (const [counter, calls] of byCounter) yield [noteName('calls', id, counter), calls]
    }
  }

  /** Goes on from notes of an earlier run; `compiled` makes a rule of a single fault. */
  resume(notes: ReadonlyMap<string, unknown>, compiled: (document: FaultDocument) => FaultRule): void {
    for (const [name, value] of notes) {
      const [kind, id = '', counter = ''] = readName(name)
      if (kind === 'begun') this.#begun.set(id, value as number)
      if (kind === 'single') this.#set(compiled(value as FaultDocument))
      if (kind === 'calls') this.countOf(id).goOn(counter, value as number)
      if (kind === 'hits') Object.assign(this.countOf(id), value)
    }
    for (const id of this.#single.keys()) this.#changed(id)
    for (const id of this.#begun.keys()) this.#changed(id)
  }

  #hitsOf(id: string): object | null {
    const count = this.#counts.get(id)
    return count ? { hits: count.hits, lastAt: count.lastAt, lastRequest: count.lastRequest } : null
  }

  /** Files a rule: one that takes another's place keeps that, so that faults are asked in the order in which they came. */
  #set(rule: FaultRule): void {
    this.#single.set(rule.id, { rule, place: this.#single.get(rule.id)?.place ?? ++this.#places })
  }

  #forget(id: string): void {
    const before = this.#counts.get(id)
    this.#counts.delete(id)
    if (this.#begun.delete(id)) this.#notes.changed(noteName('begun', id), () => this.#begun.get(id) ?? null)
    if (!before) return
    this.#notes.changed(noteName('hits', id), () => this.#hitsOf(id))
    for (const counter of before.byCounter.keys())
      this.#notes.changed(noteName('calls', id, counter), () => this.#counts.get(id)?.byCounter.get(counter) ?? null)
  }

  /** Looks anew at the fault with an id. */
  #changed(id: string): void {
    this.#rules = null
    const rule = this.find(id)
    if (rule && !this.counts(rule)) this.#waiting.add(id)
    else this.#waiting.delete(id)
    if (rule?.ending?.kind === 'stale') this.#stale.set(id, rule.ending.by)
    else this.#stale.delete(id)
  }

  #ordered(): FaultRule[] {
    const before = [...this.#single.values()].filter(({ rule }) => !this.#listed.has(rule.id))
    return [
      ...before.sort((a, b) => a.place - b.place).map(({ rule }) => rule),
      ...Array.from(this.#listed, ([id, rule]) => this.#single.get(id)?.rule ?? rule),
    ]
  }
}
