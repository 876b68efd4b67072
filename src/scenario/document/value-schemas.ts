import type { z as Zod, ZodType } from 'zod'
import { INSTANT_FORMATS } from '../../world/answers/header-values.ts'
import type { Matcher } from './matchers.ts'

const DURATION = /^[0-9]+(\.[0-9]+)?(ms|s|m|h)$/

const CALLS = "expected calls: 1, [1, 4], '2-3', 'every 5', 'from 10' or 'all'"

const ONE = { minProperties: 1, maxProperties: 1 }
const one = (value: object): boolean => Object.keys(value).length === 1

/** The values that rules are made of. */
export const valueSchemas = (z: typeof Zod) => {
  const duration = z
    .string()
    .regex(DURATION, 'expected a duration such as 250ms, 30s, 5m or 1h')
    .meta({ id: 'duration' })
  const distribution = z
    .strictObject({
      uniform: z.tuple([duration, duration]).optional(),
      normal: z
        .strictObject({ mean: duration, sd: duration, min: duration.optional(), max: duration.optional() })
        .optional(),
      lognormal: z
        .strictObject({ median: duration, p95: duration, min: duration.optional(), max: duration.optional() })
        .optional(),
      oneOf: z.array(duration).min(1).optional(),
      sequence: z.array(duration).min(1).optional(),
    })
    .refine(one, 'expected exactly one of uniform, normal, lognormal, oneOf, sequence')
    .meta(ONE)
  const delay = z
    .union([duration, distribution], {
      error: 'expected a delay: a duration such as 5s, or one of {uniform}, {normal}, {lognormal}, {oneOf}, {sequence}',
    })
    .meta({ id: 'delay' })
  const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
  const matcher: ZodType<Matcher> = z
    .lazy(() =>
      z.union([
        scalar,
        z.strictObject({
          equals: scalar.optional(),
          in: z.array(scalar).optional(),
          glob: z.string().max(1_000, 'expected a pattern of at most 1000 characters').optional(),
          exists: z.boolean().optional(),
          lt: z.number().optional(),
          gt: z.number().optional(),
          cidrOverlaps: z.string().optional(),
          not: matcher.optional(),
        }),
      ]),
    )
    .meta({ id: 'matcher' })
  const matchers = z.record(z.string(), matcher)
  const calls = z
    .union(
      [
        z.int().min(1),
        z.array(z.int().min(1)).min(1),
        z.string().regex(/^([0-9]+-[0-9]+|every [1-9][0-9]*|from [1-9][0-9]*|all)$/, CALLS),
      ],
      { error: CALLS },
    )
    .meta({ id: 'calls' })
  const name = z.string().max(1_000)
  const names = z.union([name, z.array(name).min(1)])
  const bounds = z
    .union([
      z.int().min(0),
      z.strictObject({
        exactly: z.int().min(0).optional(),
        atMost: z.int().min(0).optional(),
        atLeast: z.int().min(0).optional(),
      }),
    ])
    .meta({ id: 'bounds' })
  const retryAfter = z
    .union([duration, z.strictObject({ as: z.enum([...INSTANT_FORMATS, 'text']), value: z.string().max(1_000) })], {
      error: "expected a duration such as 2s, or {as, value} with 'date', 'epoch', 'ms', 'iso' or 'text'",
    })
    .meta({ id: 'retryAfter' })
  const path = z.string().min(1).max(1_000)
  const paths = z.array(path).min(1)
  const rewrite = z
    .strictObject({
      set: z.record(path, z.unknown()).optional(),
      remove: paths.optional(),
      nullify: paths.optional(),
      stringify: paths.optional(),
      empty: z.literal(true).optional(),
    })
    .meta({ id: 'rewrite' })
  return { duration, delay, scalar, matcher, matchers, calls, names, bounds, retryAfter, rewrite }
}
