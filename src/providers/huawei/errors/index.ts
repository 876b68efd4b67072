import { Problem } from '../../../core/problem.ts'

/** Members of the error body besides code and message are the same for a whole family of endpoints. */
export type Shape = 'neutron' | 'vpc' | 'vpcV3' | 'gateway' | 'keystone'

const saying =
  (shape: Shape) =>
  (status: number, code: string, message: string): Problem =>
    new Problem({ status, code, message, detail: shape })

const neutron = saying('neutron')
const vpc = saying('vpc')
const vpcV3 = saying('vpcV3')
const gateway = saying('gateway')
const keystone = (status: number, message: string): Problem => saying('keystone')(status, String(status), message)

const badRequest = (message: string): Problem => neutron(400, 'HTTPBadRequest', message)
const badInput = (message: string): Problem => neutron(400, 'InvalidInput', `Invalid input for operation: ${message}`)
const unauthenticated = (why: string): Problem =>
  gateway(401, 'APIGW.0301', `Incorrect IAM authentication information: ${why}`)

/** The text of a `NeutronError` body; v1 answers carry it as their message where they pass a back-end error on. */
export const neutronText = ({ code, message }: Problem): string =>
  JSON.stringify({ NeutronError: { message, type: code, detail: '' } })

const wrapped = (status: number, code: string, inner: Problem): Problem => vpc(status, code, neutronText(inner))

/** Errors of `/v2.0/vpc/peerings` and `/v2.0/vpc/routes`. Evidence per text: README, "Errors". */
export const neutronProblems = {
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
  routerNotFound: (id: string) => neutron(404, 'RouterNotFound', `Router ${id} could not be found`),
  resourceNotFound: () => neutron(404, 'ResourceNotFound', 'Resource could not be found'),
  nexthopUnknown: (id: string) => badInput(`peering ${id} could not be found.`),
  nexthopNotActive: (id: string) => badInput(`peering ${id} is not active.`),
  vpcNotInPeering: (vpcId: string, id: string) => badInput(`vpc ${vpcId} is not in peering ${id}.`),
  peeredWithItself: () => badInput('request vpc and accept vpc must be different.'),
  routeExists: (status: number, destination: string, vpcId: string) =>
    neutron(status, 'RouteExists', `Route with destination ${destination} already exists in vpc ${vpcId}.`),
  routeOverlapsLocal: (destination: string) => badInput(`destination ${destination} overlaps with a local route.`),
  peeringExists: (status: number, a: string, b: string) =>
    neutron(status, 'PeeringExists', `Peering between vpc ${a} and vpc ${b} already exists.`),
  peeringStatusConflict: (id: string, status: string) =>
    neutron(409, 'PeeringStatusConflict', `Peering ${id} is in status ${status}, operation is not allowed.`),
  disallowed: (rule: string) => neutron(403, 'PolicyNotAuthorized', `rule:${rule} is disallowed by policy`),
  policyRefuses: (action: string) =>
    neutron(403, 'PolicyNotAuthorized', `Policy doesn't allow <${action}> to be performed`),
  overQuota: (resource: string) => neutron(409, 'OverQuota', `Quota exceeded for resources: ['${resource}'].`),
  internal: () =>
    neutron(500, 'HTTPInternalServerError', 'Request Failed: internal server error while processing your request.'),
}

/** Errors of `/v1/{project_id}` and of the tags. */
export const vpcProblems = {
  vpcNotFound: () => vpc(404, 'VPC.0003', 'VPC does not exist.'),
  foreignProject: () => vpc(400, 'VPC.0007', 'urlTenantId is not equal tokenTenantId'),
  policyRefuses: (action: string) => vpc(403, 'VPC.2201', `Policy doesn't allow <${action}> to be performed`),
  enterpriseProjectInvalid: () => vpc(400, 'VPC.0011', 'EnterpriseProjectId is invalid'),
  paramInvalid: () => vpc(400, 'VPC.0101', 'Param is invalid.'),
  vpcIdInvalid: () => vpc(400, 'VPC.0101', 'getVpc error vpcId is invalid.'),
  listInvalid: () => vpc(400, 'VPC.0101', 'Query vpc list error.'),
  updateInvalid: (name: string) => vpc(400, 'VPC.0101', `Update router ${name} is invalid.`),
  deleteInvalid: (name: string) => vpc(400, 'VPC.0101', `Delete router error ${name} is invalid.`),
  // sic: the service spells it so
  vpcBusy: () => vpc(409, 'VPC.0103', 'Rescource status is busy, try it again later.'),
  vpcHasSubnets: () => vpc(409, 'VPC.0104', 'Router contains subnets, please delete subnet first.'),
  vpcInUse: () => vpc(409, 'VPC.0108', 'Router is used not allow deleted.'),
  internal: () => vpc(500, 'VPC.0111', 'Database Error.'),
  vpcNotActive: () => vpc(500, 'VPC.0113', 'Router status is not active.'),
  vpcQuota: () => vpc(409, 'VPC.0114', "Quota exceeded for resources: ['router']."),
  vpcNameTaken: () => vpc(400, 'VPC.0115', 'The router name has exist.'),
  cidrLosesSubnets: () => vpc(400, 'VPC.0117', 'Cidr can not contain subnetList cidr.'),
  vpcHasRoutes: () =>
    wrapped(
      409,
      'VPC.0120',
      neutron(409, 'RouterInUse', 'exroutes exists under this router, delete exroutes firstly.'),
    ),
  subnetInvalid: (name: string) => vpc(400, 'VPC.0201', `Subnet ${name} is invalid.`),
  subnetNotFound: (id: string) =>
    vpc(404, 'VPC.0202', `Query resource by id ${id} fail.the subnet could not be found.`),
  subnetOutsideVpc: () => vpc(400, 'VPC.0203', 'Subnet is not in the range of VPC.'),
  subnetOverlaps: () =>
    vpc(400, 'VPC.0204', 'The subnet has already existed in the VPC, or has been in conflict with the VPC subnet.'),
  subnetOfOtherVpc: () => vpc(400, 'VPC.0207', 'Subnet does not belong to the VPC.'),
  subnetCidrInvalid: () => vpc(400, 'VPC.0212', 'The subnet cidr is not valid.'),
  subnetQuota: () => wrapped(409, 'VPC.0105', neutron(409, 'OverQuota', "Quota exceeded for resources: ['subnet'].")),
  quotaTypeInvalid: () => vpc(400, 'VPC.1207', 'resource type is invalid.'),
  tagIdInvalid: () => vpc(400, 'VPC.1801', 'resource id is invalid.'),
  tagActionInvalid: () => vpc(400, 'VPC.1801', 'action is invalid.'),
  tagsNull: () => vpc(400, 'VPC.1801', 'Tag can not be null.'),
  tagKeyRepeated: () => vpc(400, 'VPC.1801', 'Tag key is repeated.'),
  tagsTooMany: () => vpc(400, 'VPC.1801', 'number of tags exceeds max num of 10.'),
  tagBodyMalformed: () => vpc(500, 'VPC.1801', 'InvalidInput'),
  taggedNotFound: (kind: string) =>
    vpc(404, 'VPC.2204', kind === 'subnet' ? 'Query subnet by id fail.' : 'Query resource by id fail.'),
  routeTableNotFound: () => vpc(404, 'VPC.2808', 'RouteTable is not exist'),
  routeRefused: (inner: Problem) => wrapped(inner.status === 409 ? 409 : 400, 'VPC.2809', inner),
  routeTwin: (status: number, destination: string) =>
    vpc(status, 'VPC.2812', `route destination ${destination} already exists.`),
  routeRepeated: (destination: string) =>
    wrapped(400, 'VPC.2809', badInput(`destination ${destination} is repeated in the request.`)),
  routeUnknown: (destination: string) =>
    wrapped(400, 'VPC.2809', badInput(`route with destination ${destination} could not be found.`)),
}

/** Errors of `/v3/{project_id}/vpc`. */
export const vpcV3Problems = {
  vpcNotFound: (id: string) => vpcV3(404, 'VPC.9904', `Vpc ${id} could not be found.`),
  cidrInvalid: () => vpcV3(400, 'VPC.9911', 'Invalid CIDR block format.'),
  foreignProject: () => vpcV3(400, 'VPC.0007', 'urlTenantId is not equal tokenTenantId'),
  policyRefuses: (action: string) => vpcV3(403, 'VPC.2201', `Policy doesn't allow <${action}> to be performed`),
  listInvalid: () => vpcV3(400, 'VPC.0101', 'Query vpc list error.'),
  internal: () => vpcV3(500, 'VPC.0111', 'Database Error.'),
}

/** Errors of the gateway in front of all of them. */
export const gatewayProblems = {
  noCredential: () => unauthenticated('x-auth-token not found'),
  tokenUnknown: () => unauthenticated('decrypt token fail'),
  akUnknown: () => unauthenticated('AK access failed'),
  signatureWrong: () => unauthenticated('verify aksk signature fail'),
  unauthorized: () => unauthenticated('Unauthorized'),
  tokenExpired: () => gateway(401, 'APIGW.0307', 'The token must be updated'),
  throttled: (limit: number) =>
    gateway(
      429,
      'APIGW.0308',
      `The throttling threshold has been reached: policy user over ratelimit,limit:${limit},time:1 second`,
    ),
  notPublished: () => gateway(404, 'APIGW.0101', 'The API does not exist or has not been published in the environment'),
  tooLarge: () => gateway(413, 'APIGW.0201', 'The request size exceeds the limit.'),
  unavailable: () => gateway(502, 'APIGW.0202', 'Backend unavailable.'),
  timeout: () => gateway(504, 'APIGW.0203', 'Backend timeout.'),
}

/** Errors of `/v3/auth`, `/v3/projects` and the like. */
export const keystoneProblems = {
  badRequest: (message: string) => keystone(400, message),
  unauthorized: () => keystone(401, 'Unauthorized.'),
  wrongPassword: () => keystone(401, 'The username or password is wrong.'),
  requiresAuthentication: () => keystone(401, 'The request you have made requires authentication.'),
  forbidden: () => keystone(403, 'You are not authorized to perform the requested action.'),
  methodUnsupported: () => keystone(401, 'Attempted to authenticate with an unsupported method.'),
  projectNotFound: (id: string) => keystone(404, `Could not find project: ${id}.`),
  // without the id, which is the secret itself
  tokenNotFound: () => keystone(404, 'Could not find token.'),
  internal: () => keystone(500, 'An unexpected error prevented the server from fulfilling your request.'),
}
