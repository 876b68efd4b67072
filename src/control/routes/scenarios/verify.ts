import { schema } from '../../../core/schema.ts'
import { toResponse } from '../../../http/exchange.ts'
import { json } from '../../../http/problem-json.ts'
import { CompileContext } from '../../../scenario/document/compile-context.ts'
import { ExpectSchema } from '../../../scenario/document/schema.ts'
import { activeIn } from '../../../scenario/run/activation.ts'
import type { ScenarioLibrary } from '../../../scenario/library/library.ts'
import { checkExpectations } from '../../../scenario/rules/expectations.ts'
import { type Verification, verificationJUnit, verificationText } from '../../../scenario/verify/report.ts'
import { type VerifyOptions, verify } from '../../../scenario/verify/verify.ts'
import { drawableOf } from '../../../world/topology/drawable.ts'
import type { World } from '../../../world/world.ts'
import { type Route, route } from '../../route.ts'

const Asked = schema((z) =>
  z.strictObject({
    format: z.enum(['json', 'text', 'junit']).default('json'),
    allow_empty: z
      .enum(['true', 'false'])
      .default('false')
      .describe('whether it may pass when nothing was expected, or no request came'),
  }),
)
const Report = schema((z) =>
  z.strictObject({
    scenario: z.string().describe('name, version and seed of what was active'),
    passed: z.boolean(),
    forgotten: z.int().describe('requests that the journal had no room for any more'),
    checks: z.array(
      z.strictObject({
        text: z.string().describe('the expectation as a sentence'),
        passed: z.boolean(),
        because: z.string().optional(),
        seen: z.array(z.string()).describe('what was seen instead'),
      }),
    ),
  }),
)

const verified = (world: World, { vocabulary }: ScenarioLibrary, options: VerifyOptions) => {
  const { expect } = options
  const place = new CompileContext(vocabulary, ['expect'])
  checkExpectations(expect ?? [], new Set(activeIn(world)?.faults.rules.map(({ id }) => id)), place)
  if (place.mistakes[0]) throw place.mistakes[0]
  return verify(world, vocabulary, options)
}

const asksWhatReaches = (world: World, expect = activeIn(world)?.scenario.expect): boolean =>
  expect?.some(({ reach }) => reach !== undefined) ?? false

const text = (body: string, type: string): Response => new Response(body, { headers: { 'content-type': type } })

const FORMATS = {
  json: (result: Verification) => toResponse(json(result)),
  text: (result: Verification) => text(verificationText(result), 'text/plain; charset=utf-8'),
  junit: (result: Verification) => text(verificationJUnit(result), 'application/xml'),
}

export const verifyRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/requests/verify',
    about: 'Holds what happened against what was expected; the status is 200 either way.',
    scope: 'namespace',
    query: Asked,
    body: ExpectSchema,
    answer: Report,
    texts: ['text/plain', 'application/xml'],
    async run({ context, world, query, body }) {
      const result = verified(world, await context.openLibrary(), {
        expect: body.expect,
        allowEmpty: query.allow_empty === 'true',
        drawable: asksWhatReaches(world, body.expect) ? await drawableOf(context.providers) : [],
      })
      const answer = FORMATS[query.format](result)
      answer.headers.set('x-peertwin-verified', result.passed ? 'passed' : 'failed')
      return answer
    },
  }),
]
