import { Problem } from '../../../core/problem.ts'
import { catalogue, onDemand } from '../../../http/dialect.ts'
import type { DigitalOceanSettings } from '../settings.ts'

const problem = (status: number, code: string, message: string): Problem => new Problem({ status, code, message })
const unprocessable = (message: string): Problem => problem(422, 'unprocessable_entity', message)
const notFound = (message: string): Problem => problem(404, 'not_found', message)
const waiting = (status: number, code: string, message: string, retryAfter: number | undefined): Problem =>
  new Problem({ status, code, message, headers: retryAfter === undefined ? [] : ['retry-after', String(retryAfter)] })

const UNKNOWN = '00000000-0000-4000-8000-000000000000'

/** Every error this service says, by name. Evidence per text: README, "Errors". */
export const problems = catalogue({
  badRequest: onDemand('bad_request', () => problem(400, 'bad_request', 'error parsing request body')),
  unauthorized: onDemand('unauthorized', () => problem(401, 'unauthorized', 'Unable to authenticate you.')),
  forbidden: () => problem(403, 'forbidden', 'You are not authorized to perform this operation'),
  notFound: onDemand('not_found', () => notFound('The resource you requested could not be found.')),
  pathNotFound: () => notFound('The resource you were accessing could not be found.'),
  methodNotAllowed: (allow: readonly string[]) =>
    new Problem({
      status: 405,
      code: 'method_not_allowed',
      message: 'Method Not Allowed',
      headers: ['allow', allow.join(', ')],
    }),
  unprocessable: onDemand('unprocessable_entity', () => unprocessable('the request could not be processed')),
  conflict: onDemand('conflict', () => problem(409, 'conflict', 'VPC Peering is being deleted')),
  bodyTooLarge: () => problem(413, 'request_entity_too_large', 'Request Entity Too Large'),
  rateLimited: onDemand(
    'too_many_requests',
    (retryAfter?: number) => waiting(429, 'too_many_requests', 'API rate limit exceeded.', retryAfter),
    ({ retryAfter }) => [retryAfter],
  ),
  serverError: onDemand('server_error', () => problem(500, 'server_error', 'Unexpected server-side error')),
  unavailable: onDemand(
    'service_unavailable',
    (retryAfter?: number) => waiting(503, 'service_unavailable', 'Service Unavailable', retryAfter),
    ({ retryAfter }) => [retryAfter],
  ),

  peeringNotFound: onDemand(
    'peering_not_found',
    (id: string, text: DigitalOceanSettings['notFoundText']) =>
      // doctl waits for a text that contains `not found`, which the documented sentence does not
      notFound(text === 'live' ? `VPC Peering ID ${id} not found` : 'The resource you requested could not be found.'),
    () => [UNKNOWN, 'live'],
  ),
  vpcNotFound: onDemand(
    'vpc_not_found',
    (id: string) => notFound(`VPC ID ${id} not found`),
    () => [UNKNOWN],
  ),
  vpcNameInvalid: () => unprocessable('name may only contain alphanumeric characters, dashes, and periods'),
  vpcNameTaken: onDemand('vpc_name_taken', () =>
    unprocessable('a VPC with the same name already exists in your account'),
  ),
  ipRangeInvalid: () => unprocessable('ip_range must be a CIDR block without host bits, such as 10.10.10.0/24'),
  ipRangePublic: () => unprocessable('ip_range must lie in 10.0.0.0/8, 172.16.0.0/12, or 192.168.0.0/16'),
  ipRangeSize: () => unprocessable('ip_range must be between /16 and /28'),
  ipRangeOverlaps: (name: string, range: string) =>
    unprocessable(`This range/size overlaps with another VPC network in your account: ${name} ${range}.`),
  ipRangeReserved: onDemand('ip_range_reserved', () =>
    unprocessable('This range/size overlaps with the range reserved for DigitalOcean internal use'),
  ),
  ipRangesExhausted: (region: string) =>
    unprocessable(`ip_range can not be generated: region ${region} has no free range`),
  regionMissing: () => unprocessable('region is required'),
  regionUnavailable: onDemand('region_unavailable', () => unprocessable('Region is not available')),
  descriptionTooLong: () => unprocessable('description must be at most 255 characters'),
  defaultVpcDelete: () => problem(403, 'forbidden', 'Can not delete default VPCs'),
  defaultVpcUnset: () => problem(403, 'forbidden', 'Can not unset default VPCs'),
  vpcHasMembers: onDemand('vpc_has_members', () => problem(409, 'conflict', 'Can not delete VPC with members')),
  // the slug is odd but observed: the gateway has none for a failed precondition
  vpcHasPeerings: onDemand('vpc_has_peerings', () => problem(412, 'unknown', 'Can not delete VPC with peerings')),
  peeringNameInvalid: () => unprocessable('name may only contain alphanumeric characters and dashes'),
  peeringNameTaken: onDemand('peering_name_taken', () =>
    unprocessable('a VPC Peering with the same name already exists in your account'),
  ),
  vpcIdsInvalid: () => unprocessable('vpc_ids must contain exactly two VPC IDs'),
  vpcIdMissing: () => unprocessable('vpc_id is required'),
  peeredWithItself: () => unprocessable('a VPC can not be peered with itself'),
  pairTaken: onDemand('peering_pair_taken', () => unprocessable('a VPC Peering between these VPCs already exists')),
  blr1CrossRegion: () => unprocessable('VPCs in BLR1 can only be peered with VPCs in BLR1'),
  reservedInPeerRegion: (range: string, region: string) =>
    unprocessable(`VPC range ${range} overlaps with a range reserved in region ${region}`),
  rangesOverlap: (a: string, b: string) => unprocessable(`VPC ranges ${a} and ${b} overlap`),
  peeringQuota: onDemand(
    'peering_quota',
    (limit: number) => unprocessable(`you have reached the limit of ${limit} VPC Peerings`),
    ({ limit = 0 }) => [limit],
  ),
  vpcQuota: onDemand(
    'vpc_quota',
    (limit: number) => unprocessable(`you have reached the limit of ${limit} VPCs`),
    ({ limit = 0 }) => [limit],
  ),
  peeringDeleting: onDemand('peering_deleting', () => problem(409, 'conflict', 'VPC Peering is being deleted')),
})
