import { Problem } from '../../core/problem.ts'
import type { Dialect, ErrorCatalogue } from '../../http/dialect.ts'
import type { DigitalOceanSettings } from './settings.ts'

const problem = (status: number, code: string, message: string): Problem => new Problem({ status, code, message })
const unprocessable = (message: string): Problem => problem(422, 'unprocessable_entity', message)
const notFound = (message: string): Problem => problem(404, 'not_found', message)
const badRequest = (): Problem => problem(400, 'bad_request', 'error parsing request body')

/** Every error this service says, one function each. Evidence per text: README, "Errors". */
export const problems = {
  peeringNotFound: (id: string, text: DigitalOceanSettings['notFoundText']) =>
    // doctl waits for a text that contains `not found`, which the documented sentence does not
    notFound(text === 'live' ? `VPC Peering ID ${id} not found` : 'The resource you requested could not be found.'),
  vpcNotFound: (id: string) => notFound(`VPC ID ${id} not found`),
  vpcNameInvalid: () => unprocessable('name may only contain alphanumeric characters, dashes, and periods'),
  vpcNameTaken: () => unprocessable('a VPC with the same name already exists in your account'),
  ipRangeInvalid: () => unprocessable('ip_range must be a CIDR block without host bits, such as 10.10.10.0/24'),
  ipRangePublic: () => unprocessable('ip_range must lie in 10.0.0.0/8, 172.16.0.0/12, or 192.168.0.0/16'),
  ipRangeSize: () => unprocessable('ip_range must be between /16 and /28'),
  ipRangeOverlaps: (name: string, range: string) =>
    unprocessable(`This range/size overlaps with another VPC network in your account: ${name} ${range}.`),
  ipRangeReserved: () =>
    unprocessable('This range/size overlaps with the range reserved for DigitalOcean internal use'),
  ipRangesExhausted: (region: string) =>
    unprocessable(`ip_range can not be generated: region ${region} has no free range`),
  regionMissing: () => unprocessable('region is required'),
  regionUnavailable: () => unprocessable('Region is not available'),
  descriptionTooLong: () => unprocessable('description must be at most 255 characters'),
  defaultVpcDelete: () => problem(403, 'forbidden', 'Can not delete default VPCs'),
  defaultVpcUnset: () => problem(403, 'forbidden', 'Can not unset default VPCs'),
  vpcHasMembers: () => problem(409, 'conflict', 'Can not delete VPC with members'),
  // the slug is odd but observed: the gateway has none for a failed precondition
  vpcHasPeerings: () => problem(412, 'unknown', 'Can not delete VPC with peerings'),
  peeringNameInvalid: () => unprocessable('name may only contain alphanumeric characters and dashes'),
  peeringNameTaken: () => unprocessable('a VPC Peering with the same name already exists in your account'),
  vpcIdsInvalid: () => unprocessable('vpc_ids must contain exactly two VPC IDs'),
  vpcIdMissing: () => unprocessable('vpc_id is required'),
  peeredWithItself: () => unprocessable('a VPC can not be peered with itself'),
  pairTaken: () => unprocessable('a VPC Peering between these VPCs already exists'),
  blr1CrossRegion: () => unprocessable('VPCs in BLR1 can only be peered with VPCs in BLR1'),
  reservedInPeerRegion: (range: string, region: string) =>
    unprocessable(`VPC range ${range} overlaps with a range reserved in region ${region}`),
  rangesOverlap: (a: string, b: string) => unprocessable(`VPC ranges ${a} and ${b} overlap`),
  peeringQuota: (limit: number) => unprocessable(`you have reached the limit of ${limit} VPC Peerings`),
  peeringDeleting: () => problem(409, 'conflict', 'VPC Peering is being deleted'),
}

const rateLimited = (retryAfter?: number): Problem =>
  new Problem({
    status: 429,
    code: 'too_many_requests',
    message: 'API rate limit exceeded.',
    headers: retryAfter === undefined ? [] : ['retry-after', String(retryAfter)],
  })

const unavailable = (retryAfter?: number): Problem =>
  new Problem({
    status: 503,
    code: 'service_unavailable',
    message: 'Service Unavailable',
    headers: retryAfter === undefined ? [] : ['retry-after', String(retryAfter)],
  })

const UNKNOWN = '00000000-0000-4000-8000-000000000000'

/** What a scenario may ask for: the slugs of the service, and its sentences by name. */
const errors: ErrorCatalogue = {
  bad_request: badRequest,
  unauthorized: () => problem(401, 'unauthorized', 'Unable to authenticate you.'),
  not_found: () => notFound('The resource you requested could not be found.'),
  conflict: problems.peeringDeleting,
  unprocessable_entity: () => unprocessable('the request could not be processed'),
  too_many_requests: ({ retryAfter }) => rateLimited(retryAfter),
  server_error: () => problem(500, 'server_error', 'Unexpected server-side error'),
  service_unavailable: ({ retryAfter }) => unavailable(retryAfter),
  vpc_not_found: () => problems.vpcNotFound(UNKNOWN),
  vpc_has_members: problems.vpcHasMembers,
  vpc_has_peerings: problems.vpcHasPeerings,
  vpc_name_taken: problems.vpcNameTaken,
  ip_range_reserved: problems.ipRangeReserved,
  region_unavailable: problems.regionUnavailable,
  peering_not_found: () => problems.peeringNotFound(UNKNOWN, 'live'),
  peering_name_taken: problems.peeringNameTaken,
  peering_pair_taken: problems.pairTaken,
  peering_quota: ({ limit = 0 }) => problems.peeringQuota(limit),
  peering_deleting: problems.peeringDeleting,
}

export const dialect: Dialect = {
  errors,
  contentType: 'application/json; charset=utf-8',
  render: JSON.stringify,
  say: {
    route_not_found: () => notFound('The resource you were accessing could not be found.'),
    method_not_allowed: ({ allow }) =>
      new Problem({
        status: 405,
        code: 'method_not_allowed',
        message: 'Method Not Allowed',
        headers: ['allow', allow.join(', ')],
      }),
    unauthenticated: () => problem(401, 'unauthorized', 'Unable to authenticate you.'),
    forbidden: () => problem(403, 'forbidden', 'You are not authorized to perform this operation'),
    malformed_body: badRequest,
    body_too_large: () => problem(413, 'request_entity_too_large', 'Request Entity Too Large'),
    unsupported_media_type: badRequest,
    invalid: badRequest,
    quota_exceeded: ({ limit }) => problems.peeringQuota(limit),
    rate_limited: ({ retryAfter }) => rateLimited(retryAfter),
    unavailable: ({ retryAfter }) => unavailable(retryAfter),
    internal: () => problem(500, 'server_error', 'Unexpected server-side error'),
  },
  body: ({ status, code, message }, call) =>
    // the gateway's own refusals do not carry the id that the services behind it add
    status === 401 || status === 429 ? { id: code, message } : { id: code, message, request_id: call.requestId },
}
