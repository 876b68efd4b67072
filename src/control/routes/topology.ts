import { schema } from '../../core/schema.ts'
import { drawableOf } from '../../world/topology/drawable.ts'
import { type Route, route } from '../route.ts'

const Which = schema((z) =>
  z.strictObject({ provider: z.string().optional().describe('all of them where it is left out') }),
)

const Topology = schema((z) => {
  const id = z.string()
  const account = z.string().nullable().describe('null where the provider has one account per world')
  const ranges = z.array(z.string()).describe('blocks in prefix notation')
  const evidence = z.enum(['documented', 'observed', 'inferred'])
  return z.strictObject({
    provider: z.string(),
    networks: z.array(
      z.strictObject({
        id,
        name: z.string(),
        account,
        region: z.string().nullable().describe('null where that is not known'),
        ranges: ranges.describe('blocks in prefix notation; empty where they are not known'),
        external: z.boolean().describe('it lies outside the provider, which knows of it only by a peering'),
      }),
    ),
    subnets: z.array(
      z.strictObject({
        id,
        name: z.string(),
        network: id,
        ranges,
        table: id.describe('the route table that serves it'),
      }),
    ),
    peerings: z.array(
      z.strictObject({
        id,
        name: z.string(),
        ends: z.array(id).length(2).describe('the networks: that of the requester, or of its own side, first'),
        state: z.string(),
        passes: z.boolean().describe('whether traffic passes'),
        oneWay: z.boolean().describe('it leads from its first end to its second alone'),
      }),
    ),
    routers: z.array(z.strictObject({ id, name: z.string(), account, networks: z.array(id) })),
    tables: z.array(
      z.strictObject({
        id,
        name: z.string(),
        network: id,
        main: z.boolean().describe('it serves what no other table does'),
        implicit: z.boolean().describe('the provider’s own routes, which its API does not show as a table'),
        routes: z.array(
          z.strictObject({
            destination: z.string().nullable().describe('a block; null for whatever the other end has'),
            next: z.strictObject({
              kind: z.enum(['local', 'peering', 'router', 'gateway', 'server']),
              id: z.string().nullable().describe('an id, or the address of a server; null for `local`'),
            }),
            enabled: z.boolean().describe('whether it takes effect at present'),
          }),
        ),
      }),
    ),
    states: z
      .array(z.strictObject({ state: z.string(), passes: z.boolean(), says: z.string(), evidence }))
      .describe('the states that peerings can be in'),
  })
})

const Topologies = schema((z) => z.strictObject({ topologies: z.array(Topology()) }))

export const topologyRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/topology',
    about: 'The world of each provider as networks, and what joins them.',
    scope: 'namespace',
    query: Which,
    answer: Topologies,
    async run({ context, world, query }) {
      const drawn = await drawableOf(context.providers, query.provider)
      return world.transact((tx) => ({
        topologies: drawn.map(({ provider, topology: { rules, draw } }) => ({
          provider,
          ...draw(tx),
          states: rules.states.map(({ state, passes, says, evidence }) => ({ state, passes, says, evidence })),
        })),
      }))
    },
  }),
]
