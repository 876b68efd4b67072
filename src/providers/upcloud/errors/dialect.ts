import type { Issue, Problem } from '../../../core/problem.ts'
import type { Call } from '../../../http/call.ts'
import { type Dialect, errorsOnDemand } from '../../../http/dialect.ts'
import { type Modern, problems } from './index.ts'
import { layout } from '../views/layout.ts'

const VERSION = /^\/(\d+\.\d+)(?:\/|$)/
const DOCUMENTED = 'https://developers.upcloud.com/1.3/errors'

const wrongPath = (path: string): Problem => {
  const version = VERSION.exec(path)?.[1]
  if (version === undefined || version === '1.3') return problems.notFound()
  return /^1\.[0-2]$/.test(version) ? problems.versionObsolete(version) : problems.versionInvalid(version)
}

/** What a wrong attribute is called, by resource and attribute. */
const wrong: Readonly<Record<string, (absent: boolean) => Problem>> = {
  'network_peering.name': problems.peeringNameInvalid,
  'network_peering.configured_status': problems.configuredStatusInvalid,
  'network_peering.network': () => problems.peeringNetworkInvalid('network'),
  'network_peering.peer_network': () => problems.peeringNetworkInvalid('peer_network'),
  'network.name': (absent) => (absent ? problems.networkNameMissing() : problems.networkNameInvalid()),
  'network.zone': (absent) => (absent ? problems.zoneMissing() : problems.zoneInvalid()),
  'network.type': problems.networkTypeInvalid,
  'router.name': (absent) => (absent ? problems.routerNameMissing() : problems.routerNameInvalid()),
}

/** What a wrong part of an attribute is called, by its own name. */
const wrongPart: Readonly<Record<string, (absent: boolean) => Problem>> = {
  ip_networks: (absent) => (absent ? problems.addressMissing() : problems.attributeInvalid('ip_networks')),
  ip_network: (absent) => (absent ? problems.addressMissing() : problems.attributeInvalid('ip_network')),
  address: (absent) => (absent ? problems.addressMissing() : problems.addressInvalid()),
  dhcp_routes: problems.routeInvalid,
  route: problems.routeInvalid,
  nexthop: problems.nexthopInvalid,
  key: problems.labelKeyInvalid,
  labels: problems.labelKeyInvalid,
  value: problems.labelValueInvalid,
}

const isText = (part: string | number): part is string => typeof part === 'string'

// one code per answer: attributes that do not exist come first, the others in the order of the schema
const wordInvalid = (issues: readonly Issue[]): Problem => {
  const issue = issues.find(({ kind }) => kind === 'unknown') ?? issues[0]!
  const names = issue.path.filter(isText)
  const part = names.at(-1)
  if (names.length < 2 || part === undefined) return problems.requestInvalid()
  if (issue.kind === 'unknown') return problems.unknownAttribute(part)
  const say = wrong[`${names[0]}.${names[1]}`] ?? wrongPart[part]
  return say ? say(issue.kind === 'required') : problems.attributeInvalid(part)
}

const tokenRequestInvalid = (issues: readonly Issue[]): Problem =>
  problems.tokenRequestInvalid(
    issues.map(({ path, kind }) => ({
      name: path.join('.'),
      reason: kind === 'required' ? 'is required' : 'has an invalid value',
    })),
  )

const malformed = (call: Call): Problem => (isModern(call) ? problems.tokenRequestInvalid() : problems.requestInvalid())

const MODERN = /^\/1\.3\/account\/tokens(?:\/|$)/

/** Whether a request is for one of the newer services, which fail in another form. */
export const isModern = (call: Call): boolean =>
  call.op === null ? MODERN.test(call.path) : call.op.startsWith('tokens.')

// asking for credentials is the gateway's, before any service
const isOfGateway = ({ code }: Problem): boolean => code.startsWith('AUTHENTICATION_')

/** How a newer service describes a problem; undefined where an older one, or the gateway, says it. */
const modernForm = (problem: Problem, call: Call): Modern | undefined => {
  if (problem.detail !== undefined) return problem.detail as Modern
  return isModern(call) && !isOfGateway(problem) ? { fragment: problem.code } : undefined
}

export const dialect: Dialect = {
  contentType: 'application/json; charset=UTF-8',
  render: (value) => `${layout(value)}\n`,
  say: {
    route_not_found: ({ path }) => wrongPath(path),
    method_not_allowed: ({ allow }) => problems.methodNotAllowed(allow),
    unauthenticated: ({ reason }) =>
      reason === 'missing' ? problems.authenticationRequired() : problems.authenticationFailed(),
    forbidden: problems.actionForbidden,
    malformed_body: (_, call) => malformed(call),
    body_too_large: problems.bodyTooLarge,
    unsupported_media_type: (_, call) => malformed(call),
    invalid: ({ issues }, call) => (isModern(call) ? tokenRequestInvalid(issues) : wordInvalid(issues)),
    quota_exceeded: problems.peeringLimitReached,
    rate_limited: ({ retryAfter, resetAt }, call) =>
      problems.tooManyRequests(retryAfter ?? Math.max(1, Math.ceil((resetAt - call.now) / 1000))),
    unavailable: ({ retryAfter }) => problems.serviceError(retryAfter),
    internal: problems.generalFailure,
  },
  errors: errorsOnDemand(problems),
  body(problem, call) {
    const { status, code, message } = problem
    const form = modernForm(problem, call)
    if (!form) {
      const error = { error: { error_code: code, error_message: message } }
      return code === 'AUTHENTICATION_FAILED' ? JSON.stringify(error) : error
    }
    const { fragment, invalidParams } = form
    return JSON.stringify({
      correlation_id: call.requestId,
      ...(invalidParams && { invalid_params: invalidParams }),
      status,
      title: message,
      type: `${DOCUMENTED}#ERROR_${fragment}`,
    })
  },
  contentTypeOf(problem, call) {
    // the label of the first 401 is wrong, as is the live one
    if (modernForm(problem, call) || problem.code === 'AUTHENTICATION_REQUIRED') return 'application/problem+json'
    return problem.code === 'AUTHENTICATION_FAILED' ? 'application/json' : this.contentType
  },
  headersOf: (problem, call) =>
    modernForm(problem, call) ? [...problem.headers, 'Content-Language', 'en'] : problem.headers,
}
