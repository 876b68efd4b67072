import type { z as Zod, ZodType } from 'zod'
import { schema } from '../../core/schema.ts'
import type { Matcher } from './matchers.ts'

const DURATION = /^[0-9]+(\.[0-9]+)?(ms|s|m|h)$/

const ONE = { minProperties: 1, maxProperties: 1 }
const one = (value: object): boolean => Object.keys(value).length === 1

const valuesOf = (z: typeof Zod) => {
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
          glob: z.string().optional(),
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
        z.string().regex(/^([0-9]+-[0-9]+|every [1-9][0-9]*|from [1-9][0-9]*|all)$/),
      ],
      { error: "expected calls: 1, [1, 4], '2-3', 'every 5', 'from 10' or 'all'" },
    )
    .meta({ id: 'calls' })
  const names = z.union([z.string(), z.array(z.string()).min(1)])
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
  return { duration, delay, scalar, matcher, matchers, calls, names, bounds }
}

const partsOf = (z: typeof Zod) => {
  const v = valuesOf(z)
  const on = z.union([
    z.string(),
    z.strictObject({
      op: z.string().optional(),
      resource: z.string().optional(),
      enters: z.string().optional(),
      related: z.boolean().optional(),
    }),
  ])
  const drivers = { on: on.optional(), after: v.delay.optional(), afterReads: z.int().min(0).optional() }
  const transition = z.strictObject({
    id: z.string().min(1),
    from: v.names.optional(),
    to: z.string().optional(),
    ...drivers,
    any: z.array(z.strictObject(drivers)).min(1).optional(),
    hold: z.literal(true).optional(),
    if: v.matchers.optional(),
    weight: z.number().positive().optional(),
    set: z.record(z.string(), v.scalar).optional(),
  })
  const match = z.strictObject({
    provider: z.string().optional(),
    op: v.names.optional(),
    method: v.names.optional(),
    credential: v.matcher.optional(),
    namespace: v.matcher.optional(),
    path: v.matcher.optional(),
    query: v.matchers.optional(),
    header: v.matchers.optional(),
    body: v.matchers.optional(),
    resource: v.matcher.optional(),
    state: v.matcher.optional(),
  })
  const instant = z.union([v.duration, z.iso.datetime({ offset: true })], {
    error: 'expected a duration since the start such as 5m, or an RFC 3339 instant',
  })
  const effect = z
    .strictObject({
      error: z.string().optional(),
      retryAfter: v.duration.optional(),
      message: z.string().optional(),
      status: z.int().min(200).max(599).optional(),
      body: z.union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())]).optional(),
      headers: z.record(z.string(), z.string()).optional(),
      delay: v.delay.optional(),
      hang: z.literal(true).optional(),
      reset: z.literal(true).optional(),
      close: z.literal(true).optional(),
      truncate: z.int().min(0).optional(),
      dribble: z.strictObject({ bytes: z.int().min(1), every: v.duration }).optional(),
      corruptJson: z.literal(true).optional(),
      stale: v.duration.optional(),
      duplicate: z.union([z.literal(true), z.enum(['first', 'last'])]).optional(),
    })
    .meta({ minProperties: 1 })
  const fault = z.strictObject({
    id: z.string().regex(/^[A-Za-z0-9._-]+$/, 'expected letters, digits, dots, dashes and underscores'),
    match: match.optional(),
    calls: v.calls.optional(),
    per: z.enum(['route', 'resource', 'credential', 'namespace']).optional(),
    chance: z.number().gt(0).max(1).optional(),
    when: z.strictObject({ at: instant.optional(), until: instant.optional() }).optional(),
    stage: z.enum(['before', 'after']).optional(),
    enabled: z.boolean().optional(),
    effect,
  })
  const limit = z.strictObject({
    id: z.string().optional(),
    match: match.optional(),
    per: z.enum(['route', 'resource', 'credential', 'namespace']).optional(),
    window: v.duration.optional(),
    headers: z.enum(['provider', 'none']).optional(),
    resource: z.string().optional(),
    where: v.matchers.optional(),
    max: z.int().min(0),
    error: z.string().optional(),
  })
  const status = z.union([z.int().min(0).max(599), z.string().regex(/^[1-5]xx$/)], {
    error: 'expected a status such as 404, a class such as 4xx, or 0 for no answer at all',
  })
  const expectation = z.strictObject({
    op: z.string().optional(),
    match: match.optional(),
    calls: v.bounds.optional(),
    answered: z.union([status, z.array(status).min(1)]).optional(),
    resource: z.string().optional(),
    name: z.string().optional(),
    where: v.matchers.optional(),
    eventually: z.string().optional(),
    never: z.string().optional(),
    within: v.duration.optional(),
    count: v.bounds.optional(),
    fault: z.string().optional(),
    hits: v.bounds.optional(),
    because: z.string().optional(),
  })
  return { ...v, transition, fault, limit, expectation }
}

/** One fault rule, as in a file or in a call of the control API. */
export const FaultSchema = schema((z) => partsOf(z).fault)

/** A list of expectations. */
export const ExpectSchema = schema((z) => z.strictObject({ expect: z.array(partsOf(z).expectation).optional() }))

/** A scenario file. Pure shape, so that it is also the published JSON Schema; what names mean is checked by the compiler. */
export const ScenarioSchema = schema((z) => {
  const { duration, transition, fault, limit, expectation } = partsOf(z)
  const rules = {
    lifecycles: z.record(z.string(), z.array(transition)).optional(),
    faults: z.array(fault).optional(),
    limits: z.array(limit).optional(),
    expect: z.array(expectation).optional(),
  }
  return z.strictObject({
    $schema: z.string().optional(),
    name: z.string().regex(/^[A-Za-z0-9._-]+$/, 'expected letters, digits, dots, dashes and underscores'),
    about: z.string().optional(),
    seed: z.int().min(0).max(4_294_967_295).optional(),
    clock: z
      .strictObject({
        mode: z.enum(['real', 'virtual']).optional(),
        start: z.iso.datetime({ offset: true }).optional(),
        speed: z.number().min(0).max(1_000_000).optional(),
      })
      .optional(),
    fixtures: z.record(z.string(), z.unknown()).optional(),
    ...rules,
    variants: z
      .record(
        z.string(),
        z.strictObject({
          ...rules,
          seed: z.int().min(0).max(4_294_967_295).optional(),
          seeds: z
            .string()
            .regex(/^[0-9]+\.\.[0-9]+$/, "expected a range of seeds such as '1..50'")
            .optional(),
          force: z.record(z.string(), z.string()).optional(),
          advance: z.union([z.strictObject({ before: z.string(), by: duration })]).optional(),
        }),
      )
      .optional(),
  })
})

type Document = Zod.infer<ReturnType<typeof ScenarioSchema>>
export type ScenarioDocument = Document
export type TransitionDocument = NonNullable<Document['lifecycles']>[string][number]
export type FaultDocument = NonNullable<Document['faults']>[number]
export type LimitDocument = NonNullable<Document['limits']>[number]
export type Expectation = NonNullable<Document['expect']>[number]
export type VariantDocument = NonNullable<Document['variants']>[string]
export type MatchDocument = NonNullable<FaultDocument['match']>
export type Delay = NonNullable<TransitionDocument['after']>
export type Bounds = NonNullable<Expectation['count']>

/** Where the schema is published. */
export const SCHEMA_FILE = 'scenario.v1.json'

/** The JSON Schema of a scenario file. */
export const scenarioJsonSchema = async (): Promise<object> => {
  const { z } = await import('zod')
  const { $schema, ...rest } = z.toJSONSchema(ScenarioSchema(), { io: 'input' }) as Record<string, unknown>
  return { $schema, $id: SCHEMA_FILE, title: 'Peertwin scenario, version 1', ...rest }
}
