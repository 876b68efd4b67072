import type { Ruling } from '../../world/judge.ts'
import { RateBook, type RatesState } from '../../world/rates.ts'
import { counterOf } from '../rules/calls.ts'
import type { ParsedRequest } from '../rules/parsed-request.ts'
import type { WindowRule } from '../rules/limits.ts'

type Override = NonNullable<RateBook['override']>

/** The windows of a scenario: those that stand in for a provider's own, and those that it knows nothing of. */
export class Windows {
  readonly #rules: readonly WindowRule[]
  readonly #book: RateBook
  /** Rules that a provider's own windows carry out. */
  readonly #delegated = new Set<WindowRule>()
  /** Replaces the provider's limits of the same length; null when there are none to replace. */
  readonly override: Override | null

  constructor(rules: readonly WindowRule[], state?: RatesState) {
    this.#rules = rules
    this.#book = new RateBook('enforce', state)
    const delegated = rules.filter(({ provider }) => provider !== undefined)
    this.override =
      delegated.length === 0
        ? null
        : (name, limits) => {
            const own = delegated.filter(({ provider }) => provider === name)
            if (own.length === 0) return null
            return limits.map(({ max, ms }) => {
              const rule = own.find((one) => one.ms === ms)
              if (rule) this.#delegated.add(rule)
              return { max: rule?.max ?? max, ms, refuses: rule !== undefined, by: rule?.id }
            })
          }
  }

  get state(): RatesState {
    return this.#book.state
  }

  /** Counts a request. Returns the refusal when it exceeds a window. */
  refuse(request: ParsedRequest): Ruling | null {
    const { now } = request.sent
    for (const rule of this.#rules) {
      if (this.#delegated.has(rule) || !rule.match.fits(request)) continue
      const counter = `${rule.id} ${counterOf(rule.per, request)}`
      const limit = { max: rule.max, ms: rule.ms }
      const { refusedBy, readings } = this.#book.meter(request.provider, counter, [limit], now)
      if (refusedBy === undefined) continue
      const { resetAt } = readings[refusedBy]!
      const retryAfter = Math.max(1, Math.ceil((resetAt - now) / 1000))
      return {
        faults: [rule.id],
        delay: 0,
        lag: 0,
        stage: 'before',
        ending: { kind: 'error', error: rule.error, hints: { retryAfter, resetAt, limit: rule.max } },
      }
    }
    return null
  }
}
