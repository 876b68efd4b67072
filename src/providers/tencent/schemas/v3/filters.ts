import type { z as Zod } from 'zod'
import type { Condition } from '../../operations/lists.ts'
import { list } from './members.ts'

type Z = typeof Zod

const TAG = 'tag:'

/** `Filters` of a describe action, by the field that each name of one stands for. */
export const filters = <const F extends Readonly<Record<string, string>>>(z: Z, fields: F) =>
  list(
    z,
    z
      .strictObject({
        Name: z.string().refine((name) => Object.hasOwn(fields, name) || ('tag-key' in fields && name.startsWith(TAG))),
        Values: list(z, z.string()),
      })
      .transform(({ Name, Values: values }): Condition<F[keyof F] | 'tag'> =>
        Object.hasOwn(fields, Name)
          ? { field: fields[Name] as F[keyof F], values }
          : { field: 'tag', values, key: Name.slice(TAG.length) },
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
