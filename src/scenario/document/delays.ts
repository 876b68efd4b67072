import { type Millis, readDuration } from '../../core/clock.ts'
import { drawAt } from '../../core/ids.ts'
import type { CompileContext } from './compile-context.ts'
import type { Delay } from './schema.ts'

/** Addresses one draw: everything that may tell two draws apart, and nothing else. */
export type Address = readonly (string | number)[]

/** A span that may depend on chance (by the address) and on the running number of whoever waits (from 1). */
export interface Span {
  at(address: Address, ordinal: number): Millis
  /** The shortest it can be. */
  readonly min: Millis
  /** The longest it can be; Infinity when nothing bounds it. */
  readonly max: Millis
}

const ms = (text: string): Millis => readDuration(text)!
const P95 = 1.6448536269514722 // the normal distribution leaves a twentieth above this many deviations

// Box and Muller; the first draw must not be zero
const gauss = (address: Address): number =>
  Math.sqrt(-2 * Math.log(1 - drawAt(...address, 'r'))) * Math.cos(2 * Math.PI * drawAt(...address, 'phi'))

const between = (value: number, min: Millis, max: Millis): Millis => Math.round(Math.min(max, Math.max(min, value)))

/** The span that a delay without mistakes means. */
export const spanOf = (delay: Delay): Span => {
  if (typeof delay === 'string') return { at: () => ms(delay), min: ms(delay), max: ms(delay) }
  const { uniform, normal, lognormal, oneOf, sequence } = delay
  if (uniform) {
    const [low, high] = uniform.map(ms) as [Millis, Millis]
    return { at: (address) => Math.round(low + (high - low) * drawAt(...address)), min: low, max: high }
  }
  if (normal) {
    const { min, max } = boundsOf(normal)
    const [mean, sd] = [ms(normal.mean), ms(normal.sd)]
    return { at: (address) => between(mean + sd * gauss(address), min, max), min, max }
  }
  if (lognormal) {
    const { min, max } = boundsOf(lognormal)
    const median = ms(lognormal.median)
    const sigma = Math.log(ms(lognormal.p95) / median) / P95
    return { at: (address) => between(median * Math.exp(sigma * gauss(address)), min, max), min, max }
  }
  const list = (oneOf ?? sequence)!.map(ms)
  return {
    at: oneOf
      ? (address) => list[Math.floor(drawAt(...address) * list.length)]!
      : (_, ordinal) => list[Math.min(ordinal, list.length) - 1]!,
    min: list.reduce((a, b) => Math.min(a, b)),
    max: list.reduce((a, b) => Math.max(a, b)),
  }
}

const boundsOf = ({ min = '0s', max }: { readonly min?: string | undefined; readonly max?: string | undefined }) => ({
  min: ms(min),
  max: max === undefined ? Infinity : ms(max),
})

/** No wait. */
export const AT_ONCE: Span = spanOf('0s')

/** Compiles a delay, and notes what is wrong with it beyond its shape. */
export const compileDelay = (delay: Delay, context: CompileContext): Span => {
  const wrong = mistakeIn(delay)
  if (wrong === undefined) return spanOf(delay)
  context.mistake(wrong)
  return AT_ONCE
}

const mistakeIn = (delay: Delay): string | undefined => {
  if (typeof delay === 'string') return undefined
  const { uniform, normal, lognormal } = delay
  if (uniform && ms(uniform[0]) > ms(uniform[1])) return `uniform: ${uniform[0]} is longer than ${uniform[1]}`
  if (lognormal && (ms(lognormal.median) <= 0 || ms(lognormal.p95) <= ms(lognormal.median)))
    return `lognormal: p95 must be longer than the median, and the median longer than nothing`
  const bounded = normal ?? lognormal
  if (bounded?.min !== undefined && bounded.max !== undefined && ms(bounded.min) > ms(bounded.max))
    return `min ${bounded.min} is longer than max ${bounded.max}`
  return undefined
}
