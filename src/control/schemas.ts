import type { z as Zod } from 'zod'
import { readDuration, readInstant } from '../core/duration.ts'
import { schema } from '../core/zod.ts'

const parsed = (z: typeof Zod, read: (text: string) => number | undefined, expected: string) =>
  z.string().transform((text, context) => {
    const value = read(text)
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message: `expected ${expected}, got '${text}'` })
    return z.NEVER
  })

const Duration = (z: typeof Zod) => parsed(z, readDuration, 'a duration such as 250ms, 30s, 5m or 1h')
const Instant = (z: typeof Zod) => parsed(z, readInstant, 'an RFC 3339 instant such as 2026-01-01T00:00:00Z')

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

export const ListRequests = schema((z) =>
  z.strictObject({
    provider: z.string().optional(),
    op: z.string().optional(),
    method: z.string().optional(),
    status: z.coerce.number().int().optional(),
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(1_000).default(1_000),
  }),
)
