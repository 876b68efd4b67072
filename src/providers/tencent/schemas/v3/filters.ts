import type { z as Zod } from 'zod'
import type { Condition } from '../../operations/lists.ts'
import { list } from './members.ts'

type Z = typeof Zod

const TAG = 'tag:'

/** The fields that filters stand for; what can be found by the keys of its tags can be found by their values as well. */
type FieldOf<F extends Readonly<Record<string, string>>> =
  | F[keyof F]
  | (F extends { 'tag-key': string } ? 'tag' : never)

/** `Filters` of a describe action, by the field that each name of one stands for. */
export const filters = <const F extends Readonly<Record<string, string>>>(z: Z, fields: F) =>
  list(
    z,
    z
      .strictObject({
        Name: z.string().refine((name) => Object.hasOwn(fields, name) || ('tag-key' in fields && name.startsWith(TAG))),
        Values: list(z, z.string()),
      })
      .transform(({ Name, Values: values }): Condition<FieldOf<F>> =>
        Object.hasOwn(fields, Name)
          ? { field: fields[Name] as FieldOf<F>, values }
          : { field: 'tag' as FieldOf<F>, values, key: Name.slice(TAG.length) },
      ),
  ).optional()

const isGiven = (member: unknown): boolean => Array.isArray(member) && member.length > 0

/** Whether only one of two lists is given; of both, an action tells the second. */
export const apart =
  (one: string, other: string) =>
  (value: object): boolean => {
    const members = value as Readonly<Record<string, unknown>>
    return !isGiven(members[one]) || !isGiven(members[other])
  }

/** Whether a filter by a field comes with those that it needs. */
export const neededBy =
  (field: string, others: readonly string[]) =>
  ({ Filters = [] }: { readonly Filters?: readonly { readonly field: string }[] | undefined }): boolean => {
    const given = Filters.map((condition) => condition.field)
    return !given.includes(field) || others.every((other) => given.includes(other))
  }
