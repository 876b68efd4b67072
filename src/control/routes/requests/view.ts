import { iso } from '../../../core/clock.ts'
import { pairsOf } from '../../../core/lists.ts'
import { Failure, Problem, stackOf } from '../../../core/problem.ts'
import { schema } from '../../../core/schema.ts'
import type { Masking } from '../../../http/masking.ts'
import type { Transition } from '../../../world/commits.ts'
import { type JournalEntry, bodyText } from '../../../world/request-journal.ts'
import type { AnnotatedEntry } from './annotate.ts'
import { WARNINGS } from './client-warnings.ts'

const BODY_SHOWN = 64 * 1024

/** What decides an answer in place of the operation. */
export const RULES = ['failure', 'problem', 'defect', 'scenario'] as const

const Headers = schema((z) => z.array(z.array(z.string()).length(2).describe('name and value')))

/** A request as the journal shows it. */
export const RequestAnswer = schema((z) =>
  z.strictObject({
    n: z.int(),
    at: z.string(),
    provider: z.string(),
    op: z.string().nullable(),
    credential: z.string().nullable(),
    request: z.strictObject({
      method: z.string(),
      target: z.string(),
      headers: Headers(),
      body: z.string().nullable(),
    }),
    response: z.strictObject({ status: z.int(), headers: Headers(), body: z.string() }),
    took_ms: z.number(),
    rule: z.strictObject({ kind: z.enum(RULES), name: z.string() }).nullable(),
    scenario: z.string().nullable().describe('name, version and seed of what was active'),
    fault: z
      .strictObject({
        faults: z.array(z.string()),
        effect: z.string(),
        stage: z.enum(['before', 'after']),
        raw: z.boolean(),
        lost: z.int().optional(),
      })
      .nullable(),
    transitions: z.array(
      z.strictObject({ at: z.string(), type: z.string(), id: z.string(), from: z.string().nullable(), to: z.string() }),
    ),
    warnings: z.array(z.strictObject({ kind: z.enum(WARNINGS), detail: z.string() })),
    error: z.string().nullable(),
  }),
)

/** Which rule refused a request, or changed its answer; null when none did. */
export const ruleOf = ({
  refused,
  error,
  fault,
  problem,
}: JournalEntry): { kind: (typeof RULES)[number]; name: string } | null => {
  if (fault) return { kind: 'scenario', name: fault.faults.join(', ') }
  if (error !== undefined) return { kind: 'defect', name: error instanceof Error ? error.name : 'unknown' }
  if (refused instanceof Problem) return { kind: 'problem', name: problem ?? refused.code }
  if (refused instanceof Failure) return { kind: 'failure', name: refused.detail.kind }
  return null
}

const headersView = (headers: readonly string[], masking: Masking): [string, string][] =>
  pairsOf(headers).map(([name, value]) => [name, masking.header(name, value)])

const transitionView = ({ at, type, id, from, to }: Transition) => ({ at: iso(at), type, id, from, to })

const cut = (text: string): string => (text.length > BODY_SHOWN ? `${text.slice(0, BODY_SHOWN)}…` : text)

/** A request for people and programs, with every secret masked. */
export const requestView = ({ entry, transitions, warnings, masking }: AnnotatedEntry) => ({
  n: entry.n,
  at: iso(entry.at),
  provider: entry.provider,
  op: entry.op,
  credential: entry.credential,
  request: {
    method: entry.method,
    target: masking.target(entry.target),
    headers: headersView(entry.requestHeaders, masking),
    body: entry.requestBody === null ? null : cut(masking.body(bodyText(entry.requestBody))),
  },
  response: {
    status: entry.status,
    headers: headersView(entry.responseHeaders, masking),
    body: cut(masking.body(entry.responseBody.toString())),
  },
  took_ms: entry.took / 1000,
  rule: ruleOf(entry),
  scenario: entry.scenario ?? null,
  fault: entry.fault ?? null,
  transitions: transitions.map(transitionView),
  warnings,
  error: entry.error === undefined ? null : stackOf(entry.error),
})
