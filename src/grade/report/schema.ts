import { schema } from '../../core/schema.ts'
import { SEVERITIES, VERDICTS } from '../verdict/verdicts.ts'

/** Where the schema of JSON reports is published. */
export const REPORT_SCHEMA_FILE = 'grade.v1.json'
/** Where that of files of probes is. */
export const PROBES_SCHEMA_FILE = 'probes.v1.json'

/** A JSON report. */
export const ReportSchema = schema((z) => {
  const counts = z.record(z.string(), z.int())
  const outcome = z.enum([...VERDICTS, 'unknown', 'n/a'])
  const ms = z.number().describe('milliseconds')
  const attempt = z.strictObject({
    verdict: outcome,
    text: z.string().describe('what happened, in a few words'),
    broken: z.array(z.strictObject({ rule: z.string(), verdict: z.enum(VERDICTS), text: z.string() })),
    namespace: z.string(),
    runs: z.array(
      z.strictObject({
        exit: z.int().nullable(),
        signal: z.string().nullable(),
        stopped: z.string().nullable().describe('why it was ended from outside'),
        wall_ms: ms,
        stdout_tail: z.string(),
        stderr_tail: z.string(),
        redacted: z.boolean().describe('secrets were taken out of the output'),
      }),
    ),
    calls: counts.describe('requests by operation'),
    statuses: counts,
    rows: z.strictObject({ before: counts, after: counts }),
    recovered: z.boolean().nullable().describe('whether another run mended what was left over'),
  })
  const oneCase = z.strictObject({
    id: z.string(),
    resource: z.string(),
    verdict: outcome,
    scenario: z.string().describe('the scenario that was played, as JSON'),
    tries: z.array(attempt),
  })
  return z.strictObject({
    $schema: z.literal(REPORT_SCHEMA_FILE),
    run: z.strictObject({
      catalogue: z.int(),
      peertwin: z.string(),
      provider: z.string(),
      seed: z.int(),
      jobs: z.int(),
      command: z.array(z.string()),
      flags: z.array(z.string()),
      started: z.string(),
      wall_ms: ms,
      interrupted: z.boolean(),
      warnings: z.array(z.string()),
      baseline: z.strictObject({
        goal: z.enum(['active', 'offered', 'gone', 'listed']),
        requests: z.int(),
        calls: counts,
        wall_ms: ms,
        gap_ms: ms.nullable().describe('the shortest time between two looks at the same thing'),
        left: counts,
        asleep: z.number().min(0).max(1).describe('which part of its time the client slept'),
      }),
    }),
    score: z.strictObject({
      value: z.number().nullable(),
      letter: z.string(),
      caps: z.array(z.string()),
      conclusive: z.int(),
      of: z.int(),
      headline: z.string(),
    }),
    probes: z.array(
      z.strictObject({
        id: z.string(),
        category: z.string(),
        severity: z.enum(SEVERITIES),
        mode: z.enum(['generic', 'baseline', 'declared']),
        verdict: outcome,
        value: z.number().nullable().describe('from 0 to 1; null where it does not count'),
        reason: z.string().nullable().describe('why it says nothing'),
        from: z.string(),
        server: z.string(),
        good: z.string(),
        repeat: z.string(),
        cases: z.array(oneCase),
      }),
    ),
  })
})

/** The JSON Schema of a report or of a file of probes. */
export const publishedSchema = async (of: () => unknown, file: string, title: string): Promise<object> => {
  const { z } = await import('zod')
  const { $schema, ...rest } = z.toJSONSchema(of() as Parameters<typeof z.toJSONSchema>[0], { io: 'input' }) as Record<
    string,
    unknown
  >
  return { $schema, $id: file, title, ...rest }
}
