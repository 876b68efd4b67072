import { catalogue, onDemand } from '../../../http/dialect.ts'
import { SOME_BLOCK, UNKNOWN, vpcV3 } from './forms.ts'

/** Errors of `/v3/{project_id}/vpc`; what v1 refuses, this API refuses with the same code. */
export const vpcV3Problems = catalogue({
  vpcNotFound: (id: string) => vpcV3(404, 'VPC.9904', `Vpc ${id} could not be found.`),
  foreignProject: () => vpcV3(400, 'VPC.0007', 'urlTenantId is not equal tokenTenantId'),
  policyRefuses: (action: string) => vpcV3(403, 'VPC.2201', `Policy doesn't allow <${action}> to be performed`),
  listInvalid: () => vpcV3(400, 'VPC.0101', 'Query vpc list error.'),
  bodyInvalid: () => vpcV3(400, 'SYS.0400', 'The request body is invalid.'),
  attributeInvalid: (name: string) => vpcV3(400, 'SYS.0400', `Invalid input for '${name}'.`),
  attributeUnsupported: (name: string) => vpcV3(400, 'SYS.0400', `'${name}' isn't supported attribute.`),
  cidrInvalid: (text: string) => vpcV3(400, 'VPC.9911', `${text} is not a valid cidr format.`),
  cidrsTooMany: onDemand(
    'extend_cidr_limit',
    (count: number, limit: number) => vpcV3(400, 'VPC.9912', `Input extend cidr num ${count} over limit ${limit}.`),
    ({ limit = 5 }) => [limit + 1, limit],
  ),
  cidrConflict: onDemand(
    'extend_cidr_conflict',
    (text: string, other: string) =>
      vpcV3(409, 'VPC.9914', `Add Extend cidr ${text} conflict with exist cidr ${other}.`),
    () => [SOME_BLOCK, SOME_BLOCK],
  ),
  cidrForbidden: (text: string, other: string) =>
    vpcV3(400, 'VPC.9916', `Add Extend cidr ${text} conflict with black list cidr ${other}-24.`),
  cidrUnknown: (text: string) => vpcV3(404, 'VPC.9915', `Extend cidr ${text} could not be found.`),
  cidrInUse: onDemand(
    'extend_cidr_in_use',
    (text: string, subnetId: string) => vpcV3(409, 'VPC.9914', `Extend cidr ${text} is in use by subnet ${subnetId}.`),
    () => [SOME_BLOCK, UNKNOWN],
  ),
  internal: () => vpcV3(500, 'VPC.0111', 'Database Error.'),
})
