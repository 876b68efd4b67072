import type { z as Zod } from 'zod'
import { schema } from '../../core/schema.ts'
import { ruleSchemas } from './rule-schemas.ts'

/** One fault rule, as in a file or in a call of the control API. */
export const FaultSchema = schema((z) => ruleSchemas(z).fault)

/** A list of expectations. */
export const ExpectSchema = schema((z) => z.strictObject({ expect: z.array(ruleSchemas(z).expectation).optional() }))

/** A scenario file. Pure shape, so that it is also the published JSON Schema; what names mean is checked by the compiler. */
export const ScenarioSchema = schema((z) => {
  const { duration, transition, fault, limit, expectation } = ruleSchemas(z)
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
/** A scenario file without mistakes in its shape; the types below are parts of it. */
export type ScenarioDocument = Document
export type TransitionDocument = NonNullable<Document['lifecycles']>[string][number]
export type FaultDocument = NonNullable<Document['faults']>[number]
export type LimitDocument = NonNullable<Document['limits']>[number]
export type Expectation = NonNullable<Document['expect']>[number]
export type VariantDocument = NonNullable<Document['variants']>[string]
export type MatchDocument = NonNullable<FaultDocument['match']>
export type Delay = NonNullable<TransitionDocument['after']>
export type MomentDocument = NonNullable<FaultDocument['since']>
export type Bounds = NonNullable<Expectation['count']>

/** Where the schema is published. */
export const SCHEMA_FILE = 'scenario.v1.json'

/** The JSON Schema of a scenario file. */
export const scenarioJsonSchema = async (): Promise<object> => {
  const { z } = await import('zod')
  const { $schema, ...rest } = z.toJSONSchema(ScenarioSchema(), { io: 'input' }) as Record<string, unknown>
  return { $schema, $id: SCHEMA_FILE, title: 'Peertwin scenario, version 1', ...rest }
}
