import type { z as Zod } from 'zod'
import { readDuration, readInstant } from '../core/clock.ts'
import { FORMAT } from '../world/snapshot.ts'
import { schema } from '../core/schema.ts'

const parsed = (z: typeof Zod, read: (text: string) => number | undefined, expected: string, pattern: string) =>
  z
    .string()
    .meta({ description: `Expected ${expected}.`, pattern })
    .transform((text, context) => {
      const value = read(text)
      if (value !== undefined) return value
      context.addIssue({ code: 'custom', message: `expected ${expected}, got '${text}'` })
      return z.NEVER
    })

const Duration = (z: typeof Zod) =>
  parsed(z, readDuration, 'a duration such as 250ms, 30s, 5m or 1h', '^[0-9]{1,9}(\\.[0-9]{1,3})?(ms|s|m|h)$')
const Instant = (z: typeof Zod) =>
  parsed(
    z,
    readInstant,
    'an RFC 3339 instant such as 2026-01-01T00:00:00Z',
    '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$',
  )
const Scalar = (z: typeof Zod) => z.union([z.string(), z.number(), z.boolean()])
const Name = (z: typeof Zod) => z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/)
const LATEST = 253_402_300_799_999
const Time = (z: typeof Zod) => z.number().min(-LATEST).max(LATEST)

export const ClockAnswer = schema((z) =>
  z.strictObject({
    mode: z.enum(['real', 'virtual']),
    now: z.string(),
    speed: z.number(),
    next_due: z.string().nullable(),
  }),
)

export const SetClock = schema((z) =>
  z.strictObject({
    mode: z.enum(['real', 'virtual']).optional(),
    now: Instant(z).optional(),
    speed: z.number().min(0).max(1_000_000).optional(),
  }),
)

export const AdvanceClock = schema((z) =>
  z
    .strictObject({ by: Duration(z).optional(), to: Instant(z).optional() })
    .refine(({ by, to }) => (by === undefined) !== (to === undefined), {
      error: 'expected {"by": duration} or {"to": instant}',
    }),
)

export const SettleClock = schema((z) => z.strictObject({ max: Duration(z).default(3_600_000) }))

export const ForceState = schema((z) =>
  z.strictObject({
    state: z.string(),
    set: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  }),
)

export const ListResources = schema((z) =>
  z.strictObject({
    provider: z.string().optional(),
    type: z.string().optional(),
    state: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
    after: z.string().optional(),
  }),
)

export const OneType = schema((z) => z.strictObject({ type: z.string().optional() }))

const KEPT = ['clock', 'ids', 'journal', 'scenario'] as const

export const Reset = schema((z) =>
  z.strictObject({
    keep: z
      .string()
      .meta({
        description: `Any of ${KEPT.join(', ')}, separated by commas.`,
        pattern: `^((${KEPT.join('|')})(,|$))*$`,
      })
      .default('')
      .transform((text) => text.split(',').filter((word) => word !== ''))
      .pipe(z.array(z.enum(KEPT))),
  }),
)

const filter = (z: typeof Zod) => ({
  provider: z.string().optional(),
  op: z.string().optional(),
  method: z.string().optional(),
})

export const ListRequests = schema((z) =>
  z.strictObject({
    ...filter(z),
    status: z.coerce.number().int().optional(),
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(1_000).default(1_000),
  }),
)

/** What requests must be like; all that is given must fit. */
export const FindRequests = schema((z) =>
  z.strictObject({
    ...filter(z),
    status: z
      .union([z.int(), z.string().regex(/^[1-5]xx$/)])
      .optional()
      .describe('a status, or a class of them such as 4xx'),
    credential: z.string().optional().describe('as the journal shows it'),
    target: z.string().optional().describe('path and query; * stands for anything'),
    body: z.string().optional().describe('text that the body contains'),
    warning: z.string().optional().describe('kind of a warning that the request got'),
    after: z.int().min(0).default(0),
    limit: z.int().min(1).max(1_000).default(1_000),
  }),
)

const World = (z: typeof Zod) => ({
  name: Name(z).optional(),
  ttl: Duration(z).optional().describe('deleted when not used for this long'),
  port: z
    .union([z.boolean(), z.int().min(0).max(65_535)])
    .optional()
    .describe('a listener of its own: true or 0 for any port'),
  seed: z.int().min(0).max(4_294_967_295).optional(),
  clock: z
    .strictObject({
      mode: z.enum(['real', 'virtual']).optional(),
      now: Instant(z).optional(),
      speed: z.number().min(0).max(1_000_000).optional(),
    })
    .optional(),
  auth: z.enum(['lax', 'strict']).optional(),
  rate_limits: z.enum(['off', 'report', 'enforce']).optional(),
})

export const ForkNamespace = schema((z) => z.strictObject(World(z)))

export const CreateNamespace = schema((z) =>
  z
    .strictObject({
      ...World(z),
      settings: z.record(z.string(), z.record(z.string(), Scalar(z))).optional(),
      fixtures: z.record(z.string(), z.unknown()).optional(),
      empty: z.boolean().optional(),
      from: z.string().optional().describe('a snapshot of `default` to begin with'),
    })
    .refine(
      ({ from, settings, fixtures, empty }) => from === undefined || (settings ?? fixtures ?? empty) === undefined,
      {
        error: 'a namespace from a snapshot has its settings and records from there',
      },
    ),
)

/** What a namespace is called and where it listens. */
export const ListNamespaces = schema((z) =>
  z.strictObject({ after: z.string().optional(), limit: z.coerce.number().int().min(1).max(10_000).default(1_000) }),
)

/** A document of any format; what it holds is checked once it is brought up to the present one. */
export const AnyState = schema((z) => z.looseObject({ format: z.int() }))

export const State = schema((z) =>
  z.object({
    format: z.literal(FORMAT),
    rev: z.int().min(0),
    clock: z.strictObject({
      mode: z.enum(['real', 'virtual']),
      now: Time(z),
      speed: z.number().min(0).max(1_000_000),
      wall: Time(z),
    }),
    ids: z.strictObject({
      seed: z.array(z.union([z.string(), z.number()])).min(1),
      streams: z.record(z.string(), z.array(z.int().min(-2_147_483_648).max(2_147_483_647)).length(4)),
    }),
    auth: z.enum(['lax', 'strict']),
    rateLimits: z.enum(['off', 'report', 'enforce']),
    rates: z.record(
      z.string(),
      z.array(
        z.strictObject({
          max: z.int().min(1).max(1_000_000),
          ms: z.number().positive(),
          times: z.array(
            z
              .array(Time(z))
              .length(2)
              .refine(([, count = 0]) => Number.isInteger(count) && count >= 1 && count <= 1_000_000, {
                error: 'expected a time and how often it counts',
              })
              .describe('a time, and how often it counts'),
          ),
        }),
      ),
    ),
    settings: z.record(z.string(), z.record(z.string(), Scalar(z))),
    journal: z.int().min(0),
    tables: z.record(
      z.string(),
      z.strictObject({
        nextOrd: z.int().min(1),
        rows: z.array(z.looseObject({ id: z.string(), ord: z.int().min(1) })),
      }),
    ),
  }),
)

export const WatchEvents = schema((z) =>
  z.strictObject({
    types: z.string().optional().describe('kinds of events, separated by commas (default: all)'),
    last_event_id: z.coerce.number().int().min(0).optional().describe('as the header Last-Event-ID'),
  }),
)
