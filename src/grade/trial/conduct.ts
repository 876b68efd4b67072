import type { SeenRequest } from '../watch.ts'
import type { Verdict } from '../verdict/verdicts.ts'

/** A rule that a client broke, with what it did. */
export interface Broken {
  readonly rule: string
  readonly verdict: Verdict
  readonly text: string
}

/** How busy a client may be. */
export interface Pace {
  /** Requests of one kind to one target within three seconds: the pages of a list are several. */
  readonly burst: number
  readonly total: number
}

const WINDOW = 3_000_000

/** Tells a client that spins from one that works, request by request. */
export class PaceWatch {
  readonly #pace: Pace
  readonly #recent = new Map<string, number[]>()
  #total = 0

  constructor(pace: Pace) {
    this.#pace = pace
  }

  /** What a request makes too much. */
  add({ op, method, target, heard }: SeenRequest): Broken | undefined {
    const route = `${method} ${target}`
    const recent = (this.#recent.get(route) ?? []).filter((at) => heard - at < WINDOW)
    this.#recent.set(route, [...recent, heard])
    this.#total++
    if (recent.length >= this.#pace.burst)
      return { rule: 'pace', verdict: 'spin', text: `${recent.length + 1} requests to ${op ?? route} within 3 s` }
    if (this.#total > this.#pace.total)
      return { rule: 'pace', verdict: 'spin', text: `${this.#total} requests, more than ${this.#pace.total}` }
    return undefined
  }
}

/** The most requests of one kind to one target within three seconds. */
export const densest = (requests: readonly SeenRequest[]): number => {
  const routes = new Map<string, number[]>()
  for (const { method, target, heard } of requests) {
    const route = `${method} ${target}`
    routes.set(route, [...(routes.get(route) ?? []), heard])
  }
  let most = 0
  for (const times of routes.values())
    for (const [i, at] of times.entries()) most = Math.max(most, i + 1 - times.findIndex((one) => at - one < WINDOW))
  return most
}
