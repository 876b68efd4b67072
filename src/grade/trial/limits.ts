import { type Micros, readDuration, stopwatch, wallTimer } from '../../core/clock.ts'
import type { Probe } from '../probes/schema.ts'

/** How long things may take, in milliseconds. */
export interface Times {
  /** How long the client waits for anything at most, if it said so. */
  readonly patience: number | null
  readonly most: number
}

/** How long a run may go on, in milliseconds. */
export interface Limits {
  readonly budget: number
  /** Of silence that is usual for the client. */
  readonly calm: number
  /** Of silence after which it hangs. */
  readonly silence: number
  /** Without getting anywhere, after which it waits longer than it said; null where it said nothing. */
  readonly stall: number | null
}

/** What an undisturbed client takes, in milliseconds. */
export interface Habits {
  /** The longest of its programs. */
  readonly longest: number
  /** Between two looks at the same thing, in the middle. */
  readonly medianGap: number | null
  /** The longest between two requests. */
  readonly pause: number
}

const [LEAST, SILENCE, CALM, MOMENT] = [15_000, 30_000, 2_000, 6_000]
const LENIENCE = 1.5
/** How far a client may go beyond a count of reads before it is clear that it will not stop. */
export const RUNAWAY = 4

/** How long an undisturbed run may go on. */
export const undisturbed = ({ patience, most }: Times): Limits => ({
  budget: Math.max(most, patience ?? 0),
  calm: Infinity,
  silence: Infinity,
  stall: null,
})

/** How long a run on the day of a probe may go on, by what the client does without trouble. */
export const limitsFor = (
  { wait = '0s', polls = 0, rules }: Pick<Probe, 'wait' | 'polls' | 'rules'>,
  { longest, medianGap, pause }: Habits,
  { patience, most }: Times,
): Limits => {
  const told = readDuration(wait)!
  const usual = LENIENCE * pause
  const silence = told + Math.max(usual, Math.min(SILENCE, most / 2))
  const looks = rules.map((rule) => ('reads' in rule ? rule.reads + RUNAWAY + 2 : 0))
  const asked = 3 * longest + told + Math.max(polls, ...looks) * (medianGap ?? 0)
  return {
    budget: patience === null ? Math.min(most, Math.max(LEAST, asked)) : Math.max(most, asked + patience),
    calm: Math.max(usual, Math.min(CALM, silence)),
    silence,
    // what it does in the last moment of its patience may take a while
    stall: patience === null ? null : told + patience + Math.max(usual, MOMENT),
  }
}

/** Why a run was ended that took too long: it still worked when its time was over, was silent, or got nowhere any more. */
export type Overtime = 'budget' | 'silence' | 'stall'

const EVERY = 200

/** Follows how long a client has been silent, and how long it has got nowhere. */
export class Patience {
  readonly #limits: Limits
  readonly #asked = new Set<string>()
  #heard: Micros = 0
  #moved: Micros = 0

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /** A program begins: what it asks is new again. */
  begin(): void {
    this.#asked.clear()
    this.moved()
  }

  /** A request came; the first of its kind is a step, a repeated one is none. */
  heard(kind: string): void {
    this.#heard = stopwatch()
    if (!this.#asked.has(kind)) this.moved()
    this.#asked.add(kind)
  }

  /** Something changed. */
  moved(): void {
    this.#moved = stopwatch()
  }

  /** Calls back when a run takes too long, until it is told to end. */
  watch(stop: (why: Overtime) => void): () => void {
    const began = stopwatch()
    let cancel: () => void
    const check = (): void => {
      const why = this.#overtime(began)
      if (why) stop(why)
      else cancel = wallTimer(EVERY, check)
    }
    cancel = wallTimer(EVERY, check)
    return () => cancel()
  }

  #overtime(began: Micros): Overtime | undefined {
    const { budget, calm, silence, stall } = this.#limits
    const since = (event: Micros): number => (stopwatch() - Math.max(began, event)) / 1000
    if (stall !== null && since(this.#moved) >= stall) return 'stall'
    const quiet = since(this.#heard)
    if (stall === null && quiet >= silence) return 'silence'
    // one that is silent gets time to show that it hangs
    const over = since(began) - budget
    return over >= 0 && (quiet < calm || over >= silence) ? 'budget' : undefined
  }
}
