import type { z as Zod } from 'zod'
import { schema } from '../../core/schema.ts'
import { ROLES } from '../../world/roles/roles.ts'
import { SEVERITIES, VERDICTS } from '../verdict/verdicts.ts'

/** What a probe needs of a client and its provider to say anything. */
export const NEEDS = [
  ...ROLES,
  'login',
  /** The client reads a resource after it made it. */
  'wait',
  /** It passes through what only the other side can bring about, and does not bring it about itself. */
  'offer',
  /** It leaves resources behind, as it should. */
  'keep',
  /** It reads a resource after it deleted it. */
  'farewell',
  /** Requests of the provider's clients can be signed with the time. */
  'signed',
] as const
export type Need = (typeof NEEDS)[number]

/** Calls that a rule counts: those of a role, all reads, or all there are. */
const COUNTED = [...ROLES, 'login', 'read', 'all'] as const
export type Counted = (typeof COUNTED)[number]

const DURATION = /^\d+(\.\d+)?(ms|s|m|h)$/

const ruleSchemas = (z: typeof Zod) => {
  const duration = z.string().regex(DURATION, 'expected a duration such as 250ms, 30s or 5m')
  const verdict = z.enum(VERDICTS)
  const words = z.union([z.string(), z.array(z.string())])
  return z.union([
    z.strictObject({
      calls: z.enum(COUNTED),
      atMost: z.int().min(0).optional().describe('how many at most'),
      more: z.int().min(0).optional().describe('how many more than without trouble'),
      run: z
        .union([z.literal(1), z.literal(2)])
        .optional()
        .describe('of which run; default: both'),
      else: verdict,
    }),
    z.strictObject({
      gap: z.enum(COUNTED),
      atLeast: duration.optional(),
      atMost: duration.optional(),
      after: z.enum(['refusal', 'any']).default('any'),
      else: verdict,
    }),
    z.strictObject({
      after: words.describe('reads after one showed this state'),
      reads: z.int().min(0),
      else: verdict,
    }),
    z.strictObject({ says: words.describe('one of these, where it fails'), else: verdict }),
    z.strictObject({ notices: words.describe('one of these, or a write, where it does not fail'), else: verdict }),
  ])
}

const templateSchemas = (z: typeof Zod) => {
  const anything = z.record(z.string(), z.unknown())
  const scenario = z.strictObject({
    clock: anything.optional(),
    lifecycles: z.record(z.string(), z.array(anything)).optional(),
    faults: z.array(anything).optional(),
    limits: z.array(anything).optional(),
  })
  const settings = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
  const exit = z
    .enum(['success', 'failure', 'any', 'goal'])
    .describe('how a good client ends; `goal`: in success only where an offer is all that is wanted')
  return { scenario, settings, exit }
}

/** A file of probes: one category. */
export const ProbesSchema = schema((z) => {
  const { scenario, settings, exit } = templateSchemas(z)
  const probe = z.strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/, 'expected lower-case letters, digits and dashes'),
    from: z.string().min(1).describe('the bug that it comes from'),
    server: z.string().min(1).describe('what the server does'),
    good: z.string().min(1).describe('what a good client does'),
    severity: z.enum(SEVERITIES),
    mode: z.enum(['generic', 'baseline', 'declared']),
    needs: z.array(z.enum(NEEDS)).default([]),
    each: z.literal(true).optional().describe('once for each kind of resource that the client makes'),
    play: z
      .enum(['once', 'again', 'repeat', 'interrupt', 'twice', 'then'])
      .default('once')
      .describe('how often the client runs, and how'),
    between: z
      .strictObject({ force: z.string().optional(), remove: z.literal(true).optional(), scenario: scenario.optional() })
      .optional()
      .describe('what happens between two runs'),
    exit: exit.default('success'),
    happens: z.string().optional().describe('a state that must have been entered for the probe to say anything'),
    pardons: z.array(z.enum(VERDICTS)).default([]).describe('what is no fault here'),
    scenario: scenario.default({}),
    variants: z
      .record(z.string(), scenario.extend({ exit: exit.optional() }))
      .optional()
      .describe('each adds to the scenario, or to that of the second run where there is one'),
    strangers: z
      .union([
        z.strictObject({ count: z.int().min(1).max(1_000) }),
        z.strictObject({ names: z.array(z.string()) }),
        z.literal('namesakes'),
      ])
      .optional()
      .describe('resources of others that are there already'),
    settings: settings.optional().describe('settings of the provider, where it has them'),
    environment: z.record(z.string(), z.string()).optional().describe('variables of the client'),
    wait: z.string().regex(DURATION).optional().describe('how long the client is told to wait in all'),
    polls: z.int().min(0).optional().describe('how many looks more it takes'),
    rules: z.array(ruleSchemas(z)).default([]),
  })
  return z.strictObject({
    $schema: z.string().optional(),
    category: z.string().regex(/^[a-z-]+$/, 'expected lower-case letters and dashes'),
    title: z.string(),
    probes: z.array(probe).min(1),
  })
})

type ProbesFile = Zod.infer<ReturnType<typeof ProbesSchema>>
/** A probe as its file has it, and the category that it belongs to. */
export type Probe = ProbesFile['probes'][number] & { readonly category: string }
export type Rule = Probe['rules'][number]
/** A part of a scenario whose words may be `$names` of the roles of a provider. */
export type Template = Probe['scenario']
