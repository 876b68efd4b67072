import type { SeenRequest } from '../watch.ts'
import { apart } from './figures.ts'
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

const WINDOW = 3_000

/** Tells a client that spins from one that works, request by request. */
export class PaceWatch {
  readonly #pace: Pace
  readonly #recent = new Map<string, SeenRequest[]>()
  #total = 0

  constructor(pace: Pace) {
    this.#pace = pace
  }

  /** What a request makes too much. */
  add(request: SeenRequest): Broken | undefined {
    const { op, method, target } = request
    const route = `${method} ${target}`
    const recent = (this.#recent.get(route) ?? []).filter((one) => apart(one, request) < WINDOW)
    this.#recent.set(route, [...recent, request])
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
  const routes = new Map<string, SeenRequest[]>()
  for (const request of requests) {
    const route = `${request.method} ${request.target}`
    routes.set(route, [...(routes.get(route) ?? []), request])
  }
  let most = 0
  for (const some of routes.values())
    for (const [i, last] of some.entries())
      most = Math.max(most, i + 1 - some.findIndex((one) => apart(one, last) < WINDOW))
  return most
}
