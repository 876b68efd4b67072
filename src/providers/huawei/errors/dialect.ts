import type { Problem } from '../../../core/problem.ts'
import type { Call } from '../../../http/call.ts'
import type { Dialect } from '../../../http/dialect.ts'
import {
  type Shape,
  gatewayProblems,
  keystoneProblems,
  neutronProblems,
  neutronText,
  vpcProblems,
  vpcV3Problems,
} from './index.ts'
import { familyOf } from './families.ts'
import { namedErrors } from './named-errors.ts'

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
}

const unreadable = (call: Call, name: string): Problem => {
  switch (familyOf(call)) {
    case 'neutron':
      return neutronProblems.bodyMalformed()
    case 'keystone':
      return keystoneProblems.badRequest('The request body is invalid.')
    case 'vpcV3':
      return vpcV3Problems.cidrInvalid()
    case 'vpc':
      if (call.op?.startsWith('tags.')) return vpcProblems.tagBodyMalformed()
      if (call.op === 'vpcs.update') return vpcProblems.updateInvalid(name)
      if (call.op?.startsWith('subnets.')) return vpcProblems.subnetInvalid(name)
      return vpcProblems.paramInvalid()
  }
}

const forbidden = (call: Call, action: string): Problem => {
  switch (familyOf(call)) {
    case 'neutron':
      return neutronProblems.policyRefuses(action)
    case 'keystone':
      return keystoneProblems.forbidden()
    case 'vpcV3':
      return vpcV3Problems.policyRefuses(action)
    case 'vpc':
      return vpcProblems.policyRefuses(action)
  }
}

const overQuota = (call: Call): Problem => {
  if (familyOf(call) === 'neutron') {
    return neutronProblems.overQuota(call.op?.startsWith('routes.') ? 'route' : 'peering')
  }
  return call.op?.startsWith('subnets.') ? vpcProblems.subnetQuota() : vpcProblems.vpcQuota()
}

const refusals = {
  missing: gatewayProblems.noCredential,
  malformed: gatewayProblems.unauthorized,
  unknown: gatewayProblems.tokenUnknown,
  expired: gatewayProblems.tokenExpired,
  signature: gatewayProblems.signatureWrong,
}

const internal = { neutron: neutronProblems, vpc: vpcProblems, vpcV3: vpcV3Problems, keystone: keystoneProblems }

const bodies: Record<Shape, (problem: Problem, call: Call) => unknown> = {
  neutron: neutronText,
  vpc: ({ code, message }) => ({ code, message }),
  vpcV3: ({ code, message }, call) => ({ request_id: call.requestId, error_code: code, error_msg: message }),
  gateway: ({ code, message }, call) => ({ error_msg: message, error_code: code, request_id: call.requestId }),
  keystone: ({ status, message }) => ({ error: { message, code: status, title: TITLES[status] } }),
}

export const dialect: Dialect = {
  errors: namedErrors,
  contentType: 'application/json',
  render: JSON.stringify,
  say: {
    // the gateway publishes pairs of method and path, so it knows no 405
    route_not_found: gatewayProblems.notPublished,
    method_not_allowed: gatewayProblems.notPublished,
    unauthenticated: ({ reason }, call) =>
      familyOf(call) === 'keystone' ? keystoneProblems.unauthorized() : refusals[reason](),
    forbidden: ({ scope }, call) => forbidden(call, scope ?? `vpc:${(call.op ?? '').replace('.', ':')}`),
    malformed_body: (_, call) => unreadable(call, 'body'),
    body_too_large: gatewayProblems.tooLarge,
    unsupported_media_type: (_, call) => unreadable(call, 'body'),
    invalid: ({ issues }, call) => unreadable(call, String(issues[0]?.path.at(-1) ?? 'body')),
    quota_exceeded: (_, call) => overQuota(call),
    rate_limited: ({ limit }) => gatewayProblems.throttled(limit),
    unavailable: gatewayProblems.unavailable,
    internal: (_, call) => internal[familyOf(call)].internal(),
  },
  body: (problem, call) => bodies[problem.detail as Shape](problem, call),
}
