import type { z as Zod } from 'zod'
import { readDuration, readInstant } from '../core/clock.ts'
import { schema } from '../core/schema.ts'

/** What a namespace or a snapshot can be called. */
export const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/

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

export const Duration = (z: typeof Zod) =>
  parsed(z, readDuration, 'a duration such as 250ms, 30s, 5m or 1h', '^[0-9]{1,9}(\\.[0-9]{1,3})?(ms|s|m|h)$')

export const Instant = (z: typeof Zod) =>
  parsed(
    z,
    readInstant,
    'an RFC 3339 instant such as 2026-01-01T00:00:00Z',
    '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$',
  )

export const Scalar = (z: typeof Zod) => z.union([z.string(), z.number(), z.boolean()])

const Pace = schema((z) =>
  z.strictObject({
    mode: z.enum(['real', 'virtual']).optional(),
    speed: z.number().min(0).max(1_000_000).optional().describe('emulated seconds per wall second'),
  }),
)

/** How a clock begins; what is not given is as the emulator was started. */
export const ClockBeginning = schema((z) => Pace().extend({ start: Instant(z).optional() }))

/** How a clock is to go on; what is not given stays. */
export const ClockChangeBody = schema((z) => Pace().extend({ now: Instant(z).optional() }))

/** Tells resources apart that have the same id. */
export const OneType = schema((z) => z.strictObject({ type: z.string().optional() }))
