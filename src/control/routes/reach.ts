import { schema } from '../../core/schema.ts'
import { drawableOf, drawnIn } from '../../world/topology/drawable.ts'
import { reach } from '../../world/topology/reach.ts'
import { REFUSALS } from '../../world/topology/topology.ts'
import { type Route, route } from '../route.ts'

const Question = schema((z) => {
  const end = z
    .string()
    .min(1)
    .max(1_000)
    .describe('id or name of a network or subnet, a block, an address, or `NETWORK@ADDRESS`')
  return z.strictObject({
    from: end,
    to: end,
    port: z.int().min(1).max(65_535).optional().describe('no hop looks at it: these worlds have no firewalls'),
    provider: z.string().optional().describe('where both ends are; found out where it is left out'),
  })
})

const Answer = schema((z) => {
  const at = { kind: z.enum(['subnet', 'network', 'table', 'peering', 'router']), id: z.string(), name: z.string() }
  const end = z.strictObject({ network: z.string(), name: z.string(), subnet: z.string().nullable() })
  const hops = z.array(z.strictObject({ ...at, says: z.string() }))
  return z.strictObject({
    provider: z.string(),
    from: end,
    to: end,
    port: z.int().nullable(),
    reaches: z.boolean(),
    there: hops,
    back: hops.describe('empty where the way there ends before its goal'),
    refusal: z
      .strictObject({
        reason: z.enum(REFUSALS),
        at: z.strictObject(at),
        says: z.string(),
        on: z.enum(['there', 'back']),
        rule: z.strictObject({ says: z.string(), evidence: z.enum(['documented', 'observed', 'inferred']) }),
      })
      .nullable()
      .describe('the first hop that refuses, with the rule of the provider behind it'),
  })
})

export const reachRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/reach',
    about: 'Whether one network, subnet or address reaches another, hop by hop, and what refuses if not.',
    scope: 'namespace',
    body: Question,
    answer: Answer,
    async run({ context, world, body }) {
      const drawable = await drawableOf(context.providers, body.provider)
      return reach(
        world.transact((tx) => drawnIn(tx, drawable)),
        body,
      )
    },
  }),
]
