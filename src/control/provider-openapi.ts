import { VERSION } from '../core/package/version.ts'
import { type Endpoint, type Fact, type Provider, coverageOf } from '../world/provider.ts'

type Json = Record<string, unknown>

const PARAMETER = /\{(\w+)\}/g

/** The path of an endpoint; actions, which share one, are told apart behind a `#`. */
const pathOf = ({ path }: Endpoint, { claims: [claim = '/'] }: Provider): string =>
  path.startsWith('/') ? path : `${claim}#${path}`

/** What is known about the answers of an operation, by status. */
const responsesOf = (op: string, facts: readonly Fact[]): Json => {
  const told = new Map<number, string[]>()
  for (const { ops, status, says } of facts)
    if (status !== undefined && ops?.includes(op)) told.set(status, [...(told.get(status) ?? []), says])
  const known = [...told].sort(([a], [b]) => a - b).map(([status, says]) => [status, { description: says.join(' ') }])
  return { ...Object.fromEntries(known), default: { description: 'As the provider documents it.' } }
}

/** What is emulated of a provider, as an OpenAPI 3.1 document made from its endpoint table and its facts. */
export const providerOpenApi = async (provider: Provider, servers: readonly string[]): Promise<Json> => {
  const facts = (await provider.facts?.()) ?? []
  const paths: Record<string, Json> = {}
  for (const [op, endpoint] of Object.entries(provider.endpoints)) {
    const { status, note } = coverageOf(endpoint)
    const path = pathOf(endpoint, provider)
    const parameters = [...path.matchAll(PARAMETER)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    }))
    paths[path] = {
      ...paths[path],
      [endpoint.method.toLowerCase()]: {
        operationId: op,
        ...(note !== undefined && { description: note }),
        ...(endpoint.deprecated !== undefined && { deprecated: true }),
        ...(parameters.length > 0 && { parameters }),
        responses: responsesOf(op, facts),
        'x-peertwin': { op: `${provider.name}/${op}`, status, rank: endpoint.rank },
      },
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: provider.title,
      version: VERSION,
      description: 'What Peertwin answers of this API. The shapes of bodies are those of the provider’s own documents.',
    },
    servers: servers.map((url) => ({ url })),
    paths,
  }
}
