import { globTest } from './glob.ts'
import { overlaps, readCidr } from '../../core/cidr.ts'
import type { CompileContext } from './compile-context.ts'

type Scalar = string | number | boolean | null

/** A condition on one value: the value itself, or what must hold of it. */
export type Matcher =
  | Scalar
  | {
      readonly equals?: Scalar | undefined
      readonly in?: readonly Scalar[] | undefined
      readonly glob?: string | undefined
      readonly exists?: boolean | undefined
      readonly lt?: number | undefined
      readonly gt?: number | undefined
      readonly cidrOverlaps?: string | undefined
      readonly not?: Matcher | undefined
    }

/** A compiled matcher. */
export type Predicate = (value: unknown) => boolean

const ANY: Predicate = () => true

/** Compiles a matcher. A list holds a value when one of its elements fits. */
export const matcherTest = (matcher: Matcher | undefined): Predicate => {
  if (matcher === undefined) return ANY
  const one = single(matcher)
  return (value) => (Array.isArray(value) ? value.some((item) => one(item)) || one(value) : one(value))
}

const same = (value: unknown, wanted: Scalar): boolean =>
  value === wanted || (value !== undefined && value !== null && wanted !== null && (value as string) === `${wanted}`)

const single = (matcher: Matcher): Predicate => {
  if (matcher === null || typeof matcher !== 'object') return (value) => same(value, matcher)
  const tests: Predicate[] = []
  const { equals, in: list, glob, exists, lt, gt, cidrOverlaps, not } = matcher
  if (equals !== undefined) tests.push((value) => same(value, equals))
  if (list) tests.push((value) => list.some((wanted) => same(value, wanted)))
  if (glob !== undefined) {
    const fits = globTest(glob, '*?')
    tests.push((value) => typeof value === 'string' && fits(value))
  }
  if (exists !== undefined) tests.push((value) => (value !== undefined && value !== null) === exists)
  if (lt !== undefined) tests.push((value) => isNumber(value) && Number(value) < lt)
  if (gt !== undefined) tests.push((value) => isNumber(value) && Number(value) > gt)
  if (cidrOverlaps !== undefined) {
    const wanted = readCidr(cidrOverlaps)
    tests.push((value) => {
      const range = typeof value === 'string' ? readCidr(value) : undefined
      return wanted !== undefined && range !== undefined && overlaps(range, wanted)
    })
  }
  if (not !== undefined) {
    const refused = matcherTest(not)
    tests.push((value) => !refused(value))
  }
  return (value) => tests.every((test) => test(value))
}

const isNumber = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)))

/** Compiles a matcher, and notes what is wrong with it beyond its shape. */
export const compileMatcher = (matcher: Matcher, context: CompileContext): Predicate => {
  const wrong = mistakeIn(matcher)
  if (wrong !== undefined) context.mistake(wrong)
  return matcherTest(matcher)
}

const mistakeIn = (matcher: Matcher): string | undefined => {
  if (matcher === null || typeof matcher !== 'object') return undefined
  if (Object.keys(matcher).length === 0) return 'a matcher needs at least one condition'
  if (matcher.cidrOverlaps !== undefined && !readCidr(matcher.cidrOverlaps))
    return `'${matcher.cidrOverlaps}' is no CIDR block`
  return matcher.not === undefined ? undefined : mistakeIn(matcher.not)
}
