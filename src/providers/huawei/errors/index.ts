import type { Issue, Problem } from '../../../core/problem.ts'
import type { Call } from '../../../http/call.ts'
import { type Dialect, errorsOnDemand } from '../../../http/dialect.ts'
import { type Family, familyOf } from './families.ts'
import { type Form, UNKNOWN, neutronText } from './forms.ts'
import { gatewayProblems } from './gateway.ts'
import { keystoneProblems } from './keystone.ts'
import { neutronProblems } from './neutron.ts'
import { vpcProblems } from './vpc.ts'
import { vpcV3Problems } from './vpc-v3.ts'

/** The name of a problem, in whichever catalogue it stands. */
export type ProblemName =
  | keyof typeof neutronProblems
  | keyof typeof vpcProblems
  | keyof typeof vpcV3Problems
  | keyof typeof gatewayProblems
  | keyof typeof keystoneProblems

/** What every family says, each in its own words. */
interface Common {
  readonly notFound: () => Problem
  readonly forbidden: (action: string) => Problem
  readonly internal: () => Problem
  /** A body that the operation cannot read, because of the named member where it is JSON at all. */
  readonly unreadable: (call: Call, issue: Issue | undefined) => Problem
}

const nameOf = (issue: Issue | undefined): string | undefined =>
  issue?.path.findLast((part) => typeof part === 'string')

const common: Readonly<Record<Family, Common>> = {
  neutron: {
    notFound: neutronProblems.resourceNotFound,
    forbidden: neutronProblems.policyRefuses,
    internal: neutronProblems.internal,
    unreadable: neutronProblems.bodyMalformed,
  },
  vpc: {
    notFound: vpcProblems.vpcNotFound,
    forbidden: vpcProblems.policyRefuses,
    internal: vpcProblems.internal,
    unreadable({ op }, issue) {
      const name = nameOf(issue) ?? 'body'
      if (op?.startsWith('tags.')) return vpcProblems.tagBodyMalformed()
      if (op === 'vpcs.update') return vpcProblems.updateInvalid(name)
      if (op?.startsWith('subnets.')) return vpcProblems.subnetInvalid(name)
      return vpcProblems.paramInvalid()
    },
  },
  vpcV3: {
    notFound: () => vpcV3Problems.vpcNotFound(UNKNOWN),
    forbidden: vpcV3Problems.policyRefuses,
    internal: vpcV3Problems.internal,
    unreadable(_, issue) {
      const name = nameOf(issue)
      if (name === undefined) return vpcV3Problems.bodyInvalid()
      return issue?.kind === 'unknown' ? vpcV3Problems.attributeUnsupported(name) : vpcV3Problems.attributeInvalid(name)
    },
  },
  keystone: {
    notFound: keystoneProblems.tokenNotFound,
    forbidden: keystoneProblems.forbidden,
    internal: keystoneProblems.internal,
    unreadable: () => keystoneProblems.badRequest('The request body is invalid.'),
  },
}

const isIdentity = (call: Call): boolean => familyOf(call) === 'keystone'

const refusals = {
  missing: gatewayProblems.noCredential,
  malformed: gatewayProblems.unauthorized,
  unknown: gatewayProblems.tokenUnknown,
  expired: gatewayProblems.tokenExpired,
  signature: gatewayProblems.signatureWrong,
}

const unauthenticated = (reason: keyof typeof refusals, call: Call): Problem =>
  isIdentity(call) ? keystoneProblems.unauthorized() : refusals[reason]()

const overQuota = (call: Call): Problem => {
  if (familyOf(call) === 'neutron') {
    return neutronProblems.overQuota(call.op?.startsWith('routes.') ? 'route' : 'peering')
  }
  if (call.op?.startsWith('subnets.')) return vpcProblems.subnetQuota()
  return call.op?.startsWith('routetables.') ? vpcProblems.routeTableQuota() : vpcProblems.vpcQuota()
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
}

const v3Body = ({ code, message }: Problem, { requestId }: Call) => ({
  request_id: requestId,
  error_code: code,
  error_msg: message,
})

const bodies: Record<Form, (problem: Problem, call: Call) => unknown> = {
  neutron: neutronText,
  // v3 obeys the rules of v1, and says so in its own form
  vpc: (problem, call) =>
    familyOf(call) === 'vpcV3' ? v3Body(problem, call) : { code: problem.code, message: problem.message },
  vpcV3: v3Body,
  gateway: ({ code, message }, call) => ({ error_msg: message, error_code: code, request_id: call.requestId }),
  keystone: ({ status, message }) => ({ error: { message, code: status, title: TITLES[status] } }),
}

export const dialect: Dialect = {
  errors: {
    ...errorsOnDemand(neutronProblems, vpcProblems, vpcV3Problems, gatewayProblems, keystoneProblems),
    // one name for what each family says in its own form
    not_found: (_, call) => common[familyOf(call)].notFound(),
    token_expired: (_, call) => unauthenticated('expired', call),
    signature_wrong: (_, call) => unauthenticated('signature', call),
  },
  contentType: 'application/json',
  render: JSON.stringify,
  say: {
    // the gateway publishes pairs of method and path, so it knows no 405
    route_not_found: gatewayProblems.notPublished,
    method_not_allowed: gatewayProblems.notPublished,
    unauthenticated: ({ reason }, call) => unauthenticated(reason, call),
    forbidden: ({ scope }, call) =>
      common[familyOf(call)].forbidden(scope ?? `vpc:${(call.op ?? '').replace('.', ':')}`),
    malformed_body: (_, call) => common[familyOf(call)].unreadable(call, undefined),
    body_too_large: gatewayProblems.tooLarge,
    unsupported_media_type: (_, call) => common[familyOf(call)].unreadable(call, undefined),
    invalid: ({ issues }, call) => common[familyOf(call)].unreadable(call, issues[0]),
    quota_exceeded: (_, call) => overQuota(call),
    rate_limited: ({ limit }) => gatewayProblems.throttled(limit),
    unavailable: gatewayProblems.unavailable,
    internal: (_, call) => common[familyOf(call)].internal(),
  },
  body: (problem, call) => bodies[problem.detail as Form](problem, call),
}
