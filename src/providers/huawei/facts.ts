import type { Fact } from '../../world/provider.ts'
import type { endpoints } from './endpoints.ts'
import type { ProblemName } from './errors/index.ts'

type Known = Fact<keyof typeof endpoints, ProblemName>

const withEvidence =
  (evidence: Fact['evidence']) =>
  (says: string, where: Omit<Known, 'says' | 'evidence'>): Known => ({ ...where, says, evidence })

const documented = withEvidence('documented')
const observed = withEvidence('observed')
const inferred = withEvidence('inferred')

/** What is known about the answers, as the README lists it. */
export const facts: readonly Known[] = [
  documented('`/v2.0` creates answer 201.', { ops: ['routes.create', 'peerings.create'], status: 201 }),
  documented('`/v1` creates answer 200.', { ops: ['vpcs.create', 'subnets.create'], status: 200 }),
  inferred('`/v3` creates answer 201.', { ops: ['vpcs.v3.create'], status: 201 }),
  documented('A VPC is a router of Neutron, a subnet a network.', { ops: ['routers.list', 'networks.list'] }),
  documented('Accepting and rejecting answer flat, without the `peering` envelope.', {
    ops: ['peerings.accept', 'peerings.reject'],
    status: 200,
  }),
  documented('A route needs an ACTIVE peering.', { problem: 'nexthopNotActive' }),
  documented('A route’s VPC is one side of its peering.', { problem: 'vpcNotInPeering' }),
  documented('A destination is unique per table; the status is 409 by the API definitions.', {
    problem: 'routeExists',
  }),
  documented('A destination is unique per table; the status of VPC.2812 is inferred.', { problem: 'routeTwin' }),
  documented('A destination overlaps no subnet and no system route; for `/v2.0` that is inferred.', {
    problem: 'routeOverlapsLocal',
  }),
  documented('One pending or active peering per pair, in either direction.', { problem: 'peeringExists' }),
  documented('Only the accepter may accept or reject.', { problem: 'disallowed' }),
  inferred('What is no longer pending is neither accepted nor rejected.', { problem: 'peeringStatusConflict' }),
  documented('An unknown marker is 400.', { problem: 'markerUnknown' }),
  documented('`limit` is a number; above 2000 it is 2000.', { problem: 'limitInvalid' }),
  documented('A VPC with peering routes is not deleted: 409.', { problem: 'vpcHasRoutes' }),
  documented('A VPC with subnets is not deleted: 409.', { problem: 'vpcHasSubnets' }),
  documented('A VPC has at most five further blocks.', { problem: 'cidrsTooMany' }),
  documented('A further block overlaps no block that the VPC has.', { problem: 'cidrConflict' }),
  documented('Some blocks are never further blocks of a VPC.', { problem: 'cidrForbidden' }),
  documented('A further block with subnets stays; the status is inferred.', { problem: 'cidrInUse' }),
  documented('A default table is never deleted; the status is inferred.', { problem: 'routeTableIsDefault' }),
  documented('A table with subnets is not deleted; the status is inferred.', { problem: 'routeTableInUse' }),
  documented('A table holds subnets of its own VPC; the number of the code is inferred.', {
    problem: 'subnetNotOfTable',
  }),
  documented('A VPC has at most five route tables, the default one included; the status is inferred.', {
    problem: 'routeTableQuota',
  }),
  documented('IPv6 is never switched off; the status is inferred.', { problem: 'subnetInvalid' }),
  documented('Quotas are the documented example values.', { problem: 'overQuota' }),
  documented('The project of the path is the project of the credential.', { problem: 'foreignProject' }),
  observed('A method that a path does not have is the gateway’s 404, not 405.', { problem: 'notPublished' }),
  inferred('Unknown members of a resource are refused, as upstream Neutron does.', { problem: 'attributesUnknown' }),
]
