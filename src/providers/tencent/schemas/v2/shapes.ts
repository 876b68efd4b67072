import type { z as Zod, ZodType } from 'zod'

type Z = typeof Zod

/** A parameter that must say something. */
export const required = (z: Z) => z.string().min(1)

/** A parameter that counts as absent when it is empty. */
export const optional = (z: Z) => z.union([z.literal('').transform(() => undefined), z.string()]).optional()

/** A parameter with one of these values. */
export const oneOf = <const V extends readonly [string, ...string[]]>(z: Z, values: V) =>
  z.union([z.literal('').transform(() => undefined), z.enum(values)]).optional()

/** A whole number in digits. */
export const whole = (z: Z) =>
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)

const optionalWhole = (z: Z) => z.union([z.literal('').transform(() => undefined), whole(z)]).optional()

const listed = (node: unknown): unknown => {
  if (typeof node !== 'object' || node === null) return node === undefined ? [{}] : node
  const numbers = Object.keys(node).filter((key) => /^(?:0|[1-9]\d{0,3})$/.test(key))
  const length = Math.max(1, ...numbers.map((key) => Number(key) + 1))
  const gap = Array.from({ length }, (_, n) => String(n)).find((n) => !numbers.includes(n))
  const whole = gap === undefined ? length : Number(gap) + 1 // a gap ends the list in an item without members
  return Array.from({ length: whole }, (_, n) => (node as Record<string, unknown>)[n] ?? {})
}

/** `name.0.member` and so on from 0 without gaps; what is missing is missed in its first item. */
export const list = <T>(z: Z, item: ZodType<T>) => z.preprocess(listed, z.array(item))

/** A list that may be left out as a whole. */
export const optionalList = <T>(z: Z, item: ZodType<T>) =>
  z.preprocess((node) => (node === undefined ? undefined : listed(node)), z.array(item).optional())

/** One value, or several as `name.0`, `name.1`. */
export const oneOrMore = (z: Z) =>
  z.preprocess(
    (node) => {
      if (typeof node === 'string') return [node]
      return node === undefined ? [''] : (listed(node) as unknown[]).map((one) => (typeof one === 'string' ? one : ''))
    },
    z.array(required(z)),
  )

/** Paging and order of a describe list. */
export const paging = <const V extends readonly [string, ...string[]]>(z: Z, fields: V) => ({
  offset: optionalWhole(z),
  limit: optionalWhole(z),
  orderField: oneOf(z, fields),
  orderDirection: oneOf(z, ['asc', 'desc']),
})
