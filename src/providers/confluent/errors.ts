import { type Issue, Problem } from '../../core/problem.ts'

/** One member of `errors`, besides the id and the status that all of them share. */
interface Item {
  readonly detail: string | undefined
  readonly source: { readonly pointer?: string; readonly parameter?: string }
}

/** What a problem says beyond status, code and the first detail. */
export interface Extra {
  readonly title?: string
  readonly items: readonly Item[]
  /** Path of the resource that is in the way. */
  readonly location?: string
}

export const refusal = (
  status: number,
  code: string,
  title: string | undefined,
  detail: string | undefined,
  more: { source?: Item['source']; location?: string; headers?: readonly string[] } = {},
): Problem => {
  const { source = {}, location, headers = [] } = more
  const extra: Extra = { ...(title && { title }), items: [{ detail, source }], ...(location && { location }) }
  return new Problem({ status, code, message: detail ?? '', detail: extra, headers })
}

export const NO_CODE = ''
const badFilter = (parameter: string, detail: string): Problem =>
  refusal(400, 'invalid_filter', 'Invalid Filter', detail, { source: { parameter } })
const badRequest = (detail: string, pointer?: string): Problem =>
  refusal(400, NO_CODE, 'Bad Request', detail, pointer === undefined ? {} : { source: { pointer } })
export const notFound = (detail: string): Problem => refusal(404, NO_CODE, 'Not Found', detail)
const conflict = (code: string, title: string, detail: string, location: string): Problem =>
  refusal(409, code, title, detail, { location })

const quotaTitle = (quota: string): string =>
  `${quota.replace(/(?:^|_)([a-z])/g, (_, letter: string) => ` ${letter.toUpperCase()}`).trim()} Quota Exceeded`

/** One thing wrong with a value of the body. */
export interface Violation {
  readonly pointer: string
  readonly detail: string
}

/** Every error this service says, one function each. Evidence per text: README, "Errors". */
export const problems = {
  environmentMissing: () => badFilter('environment', "The 'environment' query parameter is required"),
  pageSizeInvalid: (max: number) =>
    badFilter('page_size', `The value of 'page_size' must be an integer between 1 and ${max}`),
  pageTokenInvalid: () => badFilter('page_token', 'The page token is invalid'),
  keyUnknown: () =>
    unauthenticated(
      "invalid API key: make sure you're using a Cloud API Key and not a Cluster API Key: " +
        'https://docs.confluent.io/cloud/current/api.html#section/Authentication',
    ),
  keyRevoked: () => unauthenticated('Unauthorized'),
  overQuota: (quota: string) =>
    refusal(402, 'quota_exceeded', quotaTitle(quota), `The request would exceed the quota: ${quota}`),
  environmentQuota: (limit: number) =>
    refusal(402, 'quota_exceeded', undefined, `Your organization is currently limited to ${limit} environments`),
  forbidden: () => refusal(403, 'forbidden_access', 'User Access Unauthorized', 'Forbidden Access'),
  packageDowngrade: () =>
    refusal(
      403,
      'forbidden_access',
      'User Access Unauthorized',
      'Schema Registry package downgrade is not a supported operation',
    ),
  peeringNotFound: (id: string) => notFound(`The peering ${id} was not found.`),
  networkNotFound: (id: string) => notFound(`The network ${id} was not found.`),
  gatewayNotFound: (id: string) => notFound(`The gateway ${id} was not found.`),
  resourceNotFound: () => refusal(404, 'resource_not_found', undefined, 'Resource Not Found'),
  networkMissing: (id: string, status: number) =>
    refusal(status, NO_CODE, status === 404 ? 'Not Found' : 'Bad Request', `The network ${id} was not found.`, {
      source: { pointer: '/spec/network' },
    }),
  networkInOtherCloud: (id: string, its: string, wanted: string) =>
    badRequest(
      `The provided network ${id} resides in ${its} which differs from ${wanted}, ` +
        'the cloud specified for this resource.',
    ),
  networkWithoutPeering: (id: string) => badRequest(`The network ${id} does not support PEERING connections.`),
  networkNotReady: (id: string, location: string) =>
    conflict('invalid_state', 'Conflict', `The network ${id} is not ready.`, location),
  peeringExists: (id: string, location: string) =>
    conflict('resource_already_exists', 'Resource Already exists', `The peering '${id}' already exists.`, location),
  deprovisioning: (kind: string, id: string, location: string) =>
    conflict('invalid_state', 'Conflict', `The ${kind} ${id} is being deprovisioned.`, location),
  inUse: (kind: 'Network' | 'Environment', ids: readonly string[], location: string) =>
    conflict(
      'resource_in_use',
      'Conflict',
      `${kind} deletion not allowed due to existing dependencies. Please delete the following dependent resources ` +
        `before attempting to delete the ${kind.toLowerCase()} again: ${ids.join(', ')}`,
      location,
    ),
  lastEnvironment: (location: string) =>
    conflict('invalid_state', 'Conflict', 'The last environment of an organization can not be deleted.', location),
  cidrMissing: (type: string) => badRequest(`A cidr must be provided when using ${type}.`),
  cidrNotAllowed: (type: string) =>
    badRequest(`Cannot specify CIDR. A CIDR is not allowed for ${type} networks.`, '/spec/cidr'),
  /** Schema violations and their kin, all at once. */
  invalid: (violations: readonly Violation[], status: number) => {
    const items = violations.map(({ pointer, detail }) => ({ detail, source: { pointer } }))
    const message = violations[0]?.detail ?? ''
    return new Problem({
      status,
      code: 'invalid_configuration',
      message,
      detail: { title: 'Validation Failed', items },
    })
  },
}

export const unauthenticated = (detail = 'Valid authentication credentials must be provided'): Problem =>
  refusal(401, 'user_unauthenticated', 'Authentication Required', detail, {
    headers: ['WWW-Authenticate', 'Basic error="invalid_key", error_description="The API Key is invalid"'],
  })

const jsonType = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value
}

/** An issue in the words of the documented example. */
export const violation = ({ path, rule, expected, received }: Issue): Violation => {
  const pointer = path.map((key) => `/${key}`).join('')
  const property = `The property '${pointer}'`
  const value = `${property} value ${JSON.stringify(received)}`
  const say = (detail: string): Violation => ({ pointer, detail })
  if (received === undefined) return say(`${property} is required`)
  switch (rule) {
    case 'type':
      return say(`${property} of type ${jsonType(received)} did not match the following type: ${expected ?? 'object'}`)
    case 'pattern':
      return say(`${value} did not match the pattern '${patternOf(expected ?? '')}'`)
    case 'enum':
      return say(`${value} did not match one of the following values: ${expected ?? ''}`)
    case 'range':
      return say(`${property} ${bound(received, Number(expected))}`)
    default: // the kind chooses among the clouds, and the schema knows no list of them
      return say(`${value} did not match one of the following values: AwsPeering, GcpPeering, AzurePeering`)
  }
}

// as the published schema spells it, without the slashes of a literal
const patternOf = (literal: string): string => literal.slice(1, -1).replaceAll('\\/', '/')

const bound = (received: unknown, limit: number): string => {
  const { length } = received as string | readonly unknown[]
  const side = length < limit ? 'minimum' : 'maximum'
  return Array.isArray(received)
    ? `did not contain a ${side} number of items ${limit}`
    : `was not of a ${side} string length of ${limit}`
}
