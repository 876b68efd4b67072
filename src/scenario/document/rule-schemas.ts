import type { z as Zod } from 'zod'
import { PAGINGS } from '../../world/answers/paging.ts'
import { valueSchemas } from './value-schemas.ts'

const SOME = { minProperties: 1 }
const STATUS = 'expected a status such as 404, a class such as 4xx, or 0 for no answer at all'

/** The rules of a scenario file: transitions, faults, limits and expectations. */
export const ruleSchemas = (z: typeof Zod) => {
  const v = valueSchemas(z)
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
    connection: z.enum(['fresh', 'reused']).optional(),
  })
  const instant = z.union([v.duration, z.iso.datetime({ offset: true })], {
    error: 'expected a duration since the start such as 5m, or an RFC 3339 instant',
  })
  const status = z.union([z.int(STATUS).min(0, STATUS).max(599, STATUS), z.string().regex(/^[1-5]xx$/, STATUS)], {
    error: STATUS,
  })
  const answered = z.union([status, z.array(status).min(1)])
  const moment = z
    .strictObject({
      op: v.names.optional(),
      answered: answered.optional(),
      resource: z.string().optional(),
      enters: z.string().optional(),
      mark: z.string().min(1).optional(),
    })
    .meta({ id: 'moment' })
  const effect = z
    .strictObject({
      error: z.string().optional(),
      retryAfter: v.retryAfter.optional(),
      message: z.string().optional(),
      status: z.int().min(200).max(599).optional(),
      body: z.union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())]).optional(),
      headers: z.record(z.string(), z.union([z.string(), z.null()])).optional(),
      rewrite: v.rewrite.optional(),
      paging: z.enum(PAGINGS).optional(),
      delay: v.delay.optional(),
      hang: z.literal(true).optional(),
      reset: z.literal(true).optional(),
      close: z.literal(true).optional(),
      truncate: z.int().min(0).optional(),
      dribble: z.strictObject({ bytes: z.int().min(1), every: v.duration }).optional(),
      corruptJson: z.literal(true).optional(),
      idleClose: v.duration.optional(),
      stale: v.duration.optional(),
      duplicate: z.union([z.literal(true), z.enum(['first', 'last'])]).optional(),
    })
    .meta(SOME)
  const fault = z.strictObject({
    id: z.string().regex(/^[A-Za-z0-9._-]+$/, 'expected letters, digits, dots, dashes and underscores'),
    match: match.optional(),
    calls: v.calls.optional(),
    per: z.enum(['route', 'resource', 'credential', 'namespace']).optional(),
    chance: z.number().gt(0).max(1).optional(),
    when: z.strictObject({ at: instant.optional(), until: instant.optional() }).optional(),
    since: moment.optional(),
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
  const expectation = z.strictObject({
    op: v.names.optional(),
    match: match.optional(),
    since: moment.optional(),
    calls: v.bounds.optional(),
    answered: answered.optional(),
    gap: z.strictObject({ atLeast: v.duration.optional(), atMost: v.duration.optional() }).meta(SOME).optional(),
    rate: z.strictObject({ atMost: z.int().min(0), per: v.duration }).optional(),
    per: z.enum(['route', 'resource', 'credential', 'namespace']).optional(),
    resource: z.string().optional(),
    name: z.string().optional(),
    where: v.matchers.optional(),
    eventually: z.string().optional(),
    never: z.string().optional(),
    finally: z.string().optional(),
    within: v.duration.optional(),
    count: v.bounds.optional(),
    unchanged: v.names.optional(),
    reach: z
      .strictObject({
        from: z.string().min(1),
        to: z.string().min(1),
        port: z.int().min(1).max(65_535).optional(),
        provider: z.string().optional(),
      })
      .optional(),
    reaches: z.boolean().optional(),
    fault: z.string().optional(),
    hits: v.bounds.optional(),
    because: z.string().optional(),
  })
  return { ...v, transition, fault, limit, expectation }
}
