import { type Millis, readDuration } from '../../core/clock.ts'
import { drawAt } from '../../core/ids.ts'
import type { Delay } from './schema.ts'

/** Addresses one draw: everything that may tell two draws apart, and nothing else. */
export type Address = readonly (string | number)[]

/** A span that may depend on chance (by the address) and on the running number of whoever waits (from 1). */
export interface Span {
  at(address: Address, ordinal: number): Millis
  /** The longest it can be; Infinity when nothing bounds it. */
  readonly max: Millis
  /** Whether chance has a part in it. */
  readonly varies: boolean
  readonly text: string
}

const ms = (text: string): Millis => readDuration(text)!
const P95 = 1.6448536269514722 // the normal distribution leaves a twentieth above this many deviations

// Box and Muller; the first draw must not be zero
const gauss = (address: Address): number =>
  Math.sqrt(-2 * Math.log(1 - drawAt(...address, 'r'))) * Math.cos(2 * Math.PI * drawAt(...address, 'phi'))

const between = (value: number, min: Millis, max: Millis): Millis => Math.round(Math.min(max, Math.max(min, value)))

/** Compiles a delay. */
export const spanOf = (delay: Delay): Span => {
  if (typeof delay === 'string') return { at: () => ms(delay), max: ms(delay), varies: false, text: delay }
  const { uniform, normal, lognormal, oneOf, sequence } = delay
  if (uniform) {
    const [low, high] = uniform.map(ms) as [Millis, Millis]
    return {
      at: (address) => Math.round(low + (high - low) * drawAt(...address)),
      max: Math.max(low, high),
      varies: true,
      text: `${uniform[0]}..${uniform[1]}`,
    }
  }
  if (normal) {
    const [mean, sd, min, max] = [ms(normal.mean), ms(normal.sd), ms(normal.min ?? '0s'), limit(normal.max)]
    return {
      at: (address) => between(mean + sd * gauss(address), min, max),
      max,
      varies: true,
      text: `normal ${normal.mean} ± ${normal.sd}`,
    }
  }
  if (lognormal) {
    const [median, p95, min, max] = [
      ms(lognormal.median),
      ms(lognormal.p95),
      ms(lognormal.min ?? '0s'),
      limit(lognormal.max),
    ]
    const sigma = Math.log(p95 / median) / P95
    return {
      at: (address) => between(median * Math.exp(sigma * gauss(address)), min, max),
      max,
      varies: true,
      text: `lognormal ${lognormal.median}, p95 ${lognormal.p95}`,
    }
  }
  const list = (oneOf ?? sequence)!.map(ms)
  return {
    at: oneOf
      ? (address) => list[Math.floor(drawAt(...address) * list.length)]!
      : (_, ordinal) => list[Math.min(ordinal, list.length) - 1]!,
    max: Math.max(...list),
    varies: true,
    text: (oneOf ?? sequence)!.join(oneOf ? ' | ' : ', '),
  }
}

const limit = (text: string | undefined): Millis => (text === undefined ? Infinity : ms(text))

/** What is wrong with a delay beyond its shape, or undefined. */
export const delayMistake = (delay: Delay): string | undefined => {
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
