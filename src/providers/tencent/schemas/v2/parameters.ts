import type { z as Zod, ZodType } from 'zod'
import { schema } from '../../../../core/schema.ts'
import type { Order, Paging } from '../../operations/lists.ts'

type Z = typeof Zod

/** A parameter that must say something. */
export const required = (z: Z) => z.string().min(1)

const empty = (z: Z) => z.literal('').transform(() => undefined)

/** A parameter that counts as absent when it is empty. */
export const optional = (z: Z) => z.union([empty(z), z.string()]).optional()

/** A parameter with one of these values. */
export const oneOf = <const V extends readonly [string, ...string[]]>(z: Z, values: V) =>
  z.union([empty(z), z.enum(values)]).optional()

/** A whole number in digits. */
export const whole = (z: Z) =>
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)

/** A whole number that may be left out or empty. */
export const optionalWhole = (z: Z) => z.union([empty(z), whole(z)]).optional()

const INDEX = /^(?:0|[1-9]\d*)$/

const listed = (node: unknown): unknown => {
  if (typeof node !== 'object' || node === null) return node === undefined ? [{}] : node
  const items: unknown[] = []
  while (Object.hasOwn(node, items.length)) items.push((node as Record<number, unknown>)[items.length])
  // a gap ends the list in an item without members
  const goesOn = Object.keys(node).some((key) => INDEX.test(key) && Number(key) >= items.length)
  return items.length === 0 || goesOn ? [...items, {}] : items
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

/** Paging and order of a describe list, which names each field that it can be ordered by. */
export const paging = <const F extends Readonly<Record<string, Order>>>(z: Z, fields: F) => ({
  offset: optionalWhole(z),
  limit: optionalWhole(z),
  orderField: z.union([empty(z), z.enum(Object.keys(fields)).transform((name): Order => fields[name]!)]).optional(),
  orderDirection: oneOf(z, ['asc', 'desc']),
})

interface Paged {
  readonly offset?: number | undefined
  readonly limit?: number | undefined
  readonly orderField?: Order | undefined
  readonly orderDirection?: 'asc' | 'desc' | undefined
}

/** Paging and order as operations take them; a page that is too long is cut. */
export const pageOf = ({ offset, limit, orderField, orderDirection }: Paged, longest = 50): Paging => ({
  offset,
  limit: limit === undefined ? undefined : Math.min(limit, longest),
  orderBy: orderField,
  ascending: orderDirection === 'asc',
})

/** A condition for a part of the name, where one is given. */
export const inName = (name: string | undefined) =>
  name === undefined ? [] : [{ field: 'partOfName' as const, values: [name] }]

/** The parameters that every action takes besides its own; the last four are ignored. */
export const Common = schema((z) =>
  z.object({
    Action: required(z),
    Region: optional(z),
    Timestamp: optional(z),
    Nonce: optional(z),
    SecretId: optional(z),
    Signature: optional(z),
    SignatureMethod: optional(z),
    Token: optional(z),
    Version: optional(z),
    RequestClient: optional(z),
    RequestSource: optional(z),
    Language: optional(z),
  }),
)
