import { type OpenApi, hasOpenApi, loadOpenApi } from '../../helpers/openapi.ts'
import type { Answered, Client } from '../../helpers/setup.ts'

type Json = Record<string, unknown>
type Responses = Record<string, { schema?: Json; content?: Json }>
type Paths = Record<string, Record<string, { responses: Responses }>>

const PEERING = '/v2.0/vpc/peerings/{peering_id}'
const ROUTE = '/v2.0/vpc/routes/{route_id}'

/** Members that the definitions require and the service's own pages do not know. */
const UNKNOWN_MEMBERS = new Set([
  'block_service_endpoint_states',
  'enable_network_address_usage_metrics',
  'available_ip_address_count',
  'cidr_v6',
  'gateway_ip_v6',
  'neutron_subnet_id_v6',
])

// the document is Swagger 2.0, lacks the operations that its source left out, and takes times without a zone for RFC 3339
const mend = (document: Json): void => {
  const paths = document['paths'] as Paths
  const sibling = (operation: { responses: Responses }, name: string) => ({
    responses: { ...operation.responses, 200: { schema: { $ref: `#/definitions/${name}` } } },
  })
  const peering = paths[PEERING]!
  for (const method of ['get', 'put']) peering[method] = sibling(peering['delete']!, 'VpcPeeringResponseBody')
  paths[`${PEERING}/reject`] = paths[`${PEERING}/accept`]!
  paths[ROUTE]!['get'] = sibling(paths[ROUTE]!['delete']!, 'VpcRouteResponseBody')
  for (const { responses } of Object.values(paths).flatMap((item) => Object.values(item))) {
    for (const [status, { schema }] of Object.entries(responses)) {
      if (schema) responses[status] = { content: { 'application/json': { schema } } }
    }
  }
  loosen(document['definitions'])
}

const loosen = (node: unknown): void => {
  if (typeof node !== 'object' || node === null) return
  for (const value of Object.values(node)) loosen(value)
  const schema = node as Json
  if (schema['format'] === 'date-time') schema['pattern'] = String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$`
  if (schema['format'] === 'date-time') delete schema['format']
  if (Array.isArray(schema['required']))
    schema['required'] = schema['required'].filter((name: string) => !UNKNOWN_MEMBERS.has(name))
}

export const api: OpenApi | undefined = hasOpenApi('huawei') ? loadOpenApi('huawei', mend) : undefined

const patterns = (api?.operations ?? []).map((operation) => {
  const [method = '', path = ''] = operation.split(' ')
  return { operation, method, path: new RegExp(`^${path.replaceAll(/\{[a-z_]+\}/g, '[^/]+')}$`) }
})

/** What the gateway says in its own form, in front of every operation. */
const isGateway = ({ body }: Answered): boolean =>
  String((body as { error_code?: unknown } | undefined)?.error_code).startsWith('APIGW.')

/** A client that holds every answer of a documented operation against the published definitions. */
export const validating = (client: Client): Client => {
  if (!api) return client
  return async (method, path, body, headers) => {
    const answer = await client(method, path, body, headers)
    const [bare = ''] = path.split('?')
    const known = patterns.find((one) => one.method === method && one.path.test(bare))
    if (known && !isGateway(answer)) {
      const fault = api.check(known.operation, answer.status, answer.body)
      if (fault) throw new Error(`${method} ${path} ${answer.status}: ${fault}\n${answer.text}`)
    }
    return answer
  }
}
