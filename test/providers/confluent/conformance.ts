import { type OpenApi, hasOpenApi, loadOpenApi } from '../../helpers/openapi.ts'
import type { Answered, Client } from '../../helpers/setup.ts'

type Json = Record<string, Record<string, unknown>>

// what recordings of the live service say against the published schema: an empty `next`, no active types before READY,
// and a gateway reference with empty links
const mend = (document: Record<string, unknown>): void => {
  const schemas = (document['components'] as { schemas: Record<string, { properties: Json }> }).schemas
  delete schemas['ListMeta']!.properties['next']!['format']
  delete schemas['networking.v1.NetworkStatus']!.properties['active_connection_types']!['minItems']
  // escaped in a way that only the older flavour of regular expressions bears
  const organizationName = schemas['org.v2.Organization']!.properties['display_name']!
  organizationName['pattern'] = String(organizationName['pattern']).replace('\\"', '"')
  for (const name of ['related', 'resource_name']) {
    delete schemas['TypedEnvScopedObjectReference']!.properties[name]!['minLength']
    delete schemas['TypedEnvScopedObjectReference']!.properties[name]!['format']
  }
}

export const api: OpenApi | undefined = hasOpenApi('confluent') ? loadOpenApi('confluent', mend) : undefined

const patterns = (api?.operations ?? []).map((operation) => {
  const [method = '', path = ''] = operation.split(' ')
  return { operation, method, path: new RegExp(`^(?:/api)?${path.replace('{id}', '[^/]+')}$`) }
})

/** Statuses that the pages on the service's conventions know, though no operation lists them. */
const EVERYWHERE = new Set([405, 413, 415])

/** A client that holds every answer of a documented operation against the published schema. */
export const validating = (client: Client, lenient: boolean): Client => {
  if (!api) return client
  return async (method, path, body, headers) => {
    const answer = await client(method, path, body, headers)
    const fault = faultOf(method, path.split('?')[0]!, answer, lenient)
    if (fault) throw new Error(`${method} ${path} ${answer.status}: ${fault}\n${answer.text}`)
    return answer
  }
}

const faultOf = (method: string, path: string, answer: Answered, lenient: boolean): string => {
  const known = patterns.find((one) => one.method === method && one.path.test(path))
  if (!known || EVERYWHERE.has(answer.status)) return ''
  // recorded, though the document does not list it
  if (known.operation === 'DELETE /networking/v1/networks/{id}' && answer.status === 409) return ''
  try {
    return api!.check(known.operation, answer.status, answer.body)
  } catch (error) {
    return lenient ? '' : (error as Error).message
  }
}
