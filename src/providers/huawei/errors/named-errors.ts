import type { Call } from '../../../http/call.ts'
import type { ErrorsOnDemand } from '../../../http/dialect.ts'
import { gatewayProblems, keystoneProblems, neutronProblems, vpcProblems, vpcV3Problems } from './index.ts'
import { familyOf } from './families.ts'

const UNKNOWN = '00000000-0000-4000-8000-000000000000'

const isIdentity = (call: Call): boolean => familyOf(call) === 'keystone'

/** What a scenario may ask for by name, beside the common failures. */
export const namedErrors: ErrorsOnDemand = {
  // one name for what each family says in its own form
  not_found: (_, call) =>
    ({
      neutron: neutronProblems.resourceNotFound,
      vpc: vpcProblems.vpcNotFound,
      vpcV3: () => vpcV3Problems.vpcNotFound(UNKNOWN),
      keystone: keystoneProblems.tokenNotFound,
    })[familyOf(call)](),
  token_expired: (_, call) => (isIdentity(call) ? keystoneProblems.unauthorized() : gatewayProblems.tokenExpired()),
  signature_wrong: (_, call) => (isIdentity(call) ? keystoneProblems.unauthorized() : gatewayProblems.signatureWrong()),
  backend_timeout: gatewayProblems.timeout,
  router_not_found: () => neutronProblems.routerNotFound(UNKNOWN),
  route_exists: () => neutronProblems.routeExists(409, '10.0.0.0/24', UNKNOWN),
  route_overlaps_local: () => neutronProblems.routeOverlapsLocal('10.0.0.0/24'),
  nexthop_not_active: () => neutronProblems.nexthopNotActive(UNKNOWN),
  peering_exists: () => neutronProblems.peeringExists(409, UNKNOWN, UNKNOWN),
  peering_status_conflict: () => neutronProblems.peeringStatusConflict(UNKNOWN, 'EXPIRED'),
  vpc_busy: vpcProblems.vpcBusy,
  vpc_not_active: vpcProblems.vpcNotActive,
  vpc_has_routes: vpcProblems.vpcHasRoutes,
  vpc_has_subnets: vpcProblems.vpcHasSubnets,
  vpc_name_taken: vpcProblems.vpcNameTaken,
  route_destination_taken: () => vpcProblems.routeTwin(400, '10.0.0.0/24'),
}
