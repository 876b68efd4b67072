import type { Problem } from '../../../core/problem.ts'
import { catalogue, onDemand } from '../../../http/dialect.ts'
import { SOME_BLOCK, UNKNOWN, badInput, neutron } from './forms.ts'

const badRequest = (message: string): Problem => neutron(400, 'HTTPBadRequest', message)

/** Errors of `/v2.0/vpc/peerings` and `/v2.0/vpc/routes`. Evidence per text: README, "Errors". */
export const neutronProblems = catalogue({
  bodyMissing: () => badRequest('Resource body required'),
  bodyMalformed: () => neutron(400, 'MalformedRequestBody', 'Malformed request body: Cannot understand JSON.'),
  bodyInvalid: () => badRequest('Body contains invalid data'),
  envelopeMissing: (name: string) => badRequest(`Unable to find '${name}' in request body`),
  envelopeInvalid: (name: string) => badRequest(`Object '${name}' contains invalid data`),
  attributeMissing: (name: string) => badRequest(`Failed to parse request. Required attribute '${name}' not specified`),
  attributesUnknown: (names: readonly string[]) => badRequest(`Unrecognized attribute(s) '${names.join(', ')}'`),
  attributeNotInPost: (name: string) => badRequest(`Attribute '${name}' not allowed in POST`),
  attributeReadOnly: (name: string) => badRequest(`Cannot update read-only attribute ${name}`),
  attributeInvalid: (name: string, reason: string) => badRequest(`Invalid input for ${name}. Reason: ${reason}.`),
  foreignProject: () =>
    badRequest(
      "Specifying 'project_id' or 'tenant_id' other than the authenticated project in request requires admin privileges",
    ),
  nothingToUpdate: () => badInput('at least one attribute must be specified.'),
  limitInvalid: (value: string) =>
    neutron(400, 'BadRequest', `Bad limit request: Limit must be an integer 0 or greater and not '${value}'.`),
  markerUnknown: (value: string) =>
    neutron(400, 'BadRequest', `Bad marker request: Marker ${value} could not be found.`),
  routerNotFound: onDemand(
    'router_not_found',
    (id: string) => neutron(404, 'RouterNotFound', `Router ${id} could not be found`),
    () => [UNKNOWN],
  ),
  networkNotFound: (id: string) => neutron(404, 'NetworkNotFound', `Network ${id} could not be found.`),
  neutronSubnetNotFound: (id: string) => neutron(404, 'SubnetNotFound', `Subnet ${id} could not be found.`),
  portNotFound: (id: string) => neutron(404, 'PortNotFound', `Port ${id} could not be found.`),
  resourceNotFound: () => neutron(404, 'ResourceNotFound', 'Resource could not be found'),
  nexthopUnknown: (id: string) => badInput(`peering ${id} could not be found.`),
  nexthopNotActive: onDemand(
    'nexthop_not_active',
    (id: string) => badInput(`peering ${id} is not active.`),
    () => [UNKNOWN],
  ),
  vpcNotInPeering: (vpcId: string, id: string) => badInput(`vpc ${vpcId} is not in peering ${id}.`),
  peeredWithItself: () => badInput('request vpc and accept vpc must be different.'),
  routeExists: onDemand(
    'route_exists',
    (status: number, destination: string, vpcId: string) =>
      neutron(status, 'RouteExists', `Route with destination ${destination} already exists in vpc ${vpcId}.`),
    () => [409, SOME_BLOCK, UNKNOWN],
  ),
  routeOverlapsLocal: onDemand(
    'route_overlaps_local',
    (destination: string) => badInput(`destination ${destination} overlaps with a local route.`),
    () => [SOME_BLOCK],
  ),
  peeringExists: onDemand(
    'peering_exists',
    (status: number, a: string, b: string) =>
      neutron(status, 'PeeringExists', `Peering between vpc ${a} and vpc ${b} already exists.`),
    () => [409, UNKNOWN, UNKNOWN],
  ),
  peeringStatusConflict: onDemand(
    'peering_status_conflict',
    (id: string, status: string) =>
      neutron(409, 'PeeringStatusConflict', `Peering ${id} is in status ${status}, operation is not allowed.`),
    () => [UNKNOWN, 'EXPIRED'],
  ),
  disallowed: (rule: string) => neutron(403, 'PolicyNotAuthorized', `rule:${rule} is disallowed by policy`),
  policyRefuses: (action: string) =>
    neutron(403, 'PolicyNotAuthorized', `Policy doesn't allow <${action}> to be performed`),
  overQuota: (resource: string) => neutron(409, 'OverQuota', `Quota exceeded for resources: ['${resource}'].`),
  internal: () =>
    neutron(500, 'HTTPInternalServerError', 'Request Failed: internal server error while processing your request.'),
})
