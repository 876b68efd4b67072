import type { z as Zod, ZodType } from 'zod'

type Z = typeof Zod

const DIGITS = /^\d{1,15}$/

/** A whole number: a JSON number, or digits as queries and some members have them. */
export const whole = (z: Z) =>
  z.preprocess(
    (value) => (typeof value === 'string' && DIGITS.test(value) ? Number(value) : value),
    z.int().nonnegative(),
  )

/** A truth value: a JSON one, or the word as queries and some members have it. */
export const flag = (z: Z) =>
  z.preprocess(
    (value) => (value === 'true' || value === 'True' ? true : value === 'false' || value === 'False' ? false : value),
    z.boolean(),
  )

const MOST = 100

// `Name.0`, `Name.1` of a query
const unindexed = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const keys = Object.keys(value)
  return keys.length > 0 && keys.every((key, n) => key === String(n)) ? Object.values(value) : value
}

/** A list of up to a hundred items. */
export const list = <T>(z: Z, item: ZodType<T>) => z.preprocess(unindexed, z.array(item).max(MOST))

/** An id, such as `vpc-2ari9m7h`. */
export const id = (z: Z, prefix: string) => z.string().regex(new RegExp(`^${prefix}-[0-9a-z]{8}$`))

/** A name that has to be there. */
export const name = (z: Z) => z.string().min(1)

/** How many rows are left out, and how many are shown. */
export const paging = (z: Z) => ({ Offset: whole(z).optional(), Limit: limit(z).optional() })

/** How many rows are shown. */
export const limit = (z: Z) =>
  z.preprocess(
    (value) => (typeof value === 'string' && DIGITS.test(value) ? Number(value) : value),
    z.int().min(1).max(MOST),
  )

/** Tags, told by the names of their members. */
export const tags = (z: Z) =>
  list(
    z,
    z
      .strictObject({ Key: name(z), Value: z.string().default('') })
      .transform(({ Key: key, Value: value }) => ({ key, value })),
  )

/** The same value without the members that were left out. */
export const given = <T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never

/** A list that says something. */
export const someOf = <T>(items: readonly T[] | undefined) => (items?.length ? items : undefined)
