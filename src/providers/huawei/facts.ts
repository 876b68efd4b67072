import type { Fact } from '../../world/provider.ts'

/** What is known about the answers, as the README lists it. */
export const facts: readonly Fact[] = [
  {
    says: '`/v2.0` creates answer 201, `/v1` creates and every PUT 200, DELETE 204.',
    evidence: 'documented',
    status: 201,
  },
  { says: 'A route needs an ACTIVE peering.', evidence: 'documented', problem: 'nexthopNotActive' },
  { says: 'A route’s VPC is one side of its peering.', evidence: 'documented', problem: 'vpcNotInPeering' },
  {
    says: 'A destination is unique per table; the status is 409 by the API definitions.',
    evidence: 'documented',
    problem: 'routeExists',
  },
  {
    says: 'A destination overlaps no subnet and no system route; for `/v2.0` that is inferred.',
    evidence: 'documented',
    problem: 'routeOverlapsLocal',
  },
  {
    says: 'One pending or active peering per pair, in either direction.',
    evidence: 'documented',
    problem: 'peeringExists',
  },
  { says: 'Only the accepter may accept or reject.', evidence: 'documented', problem: 'disallowed' },
  {
    says: 'What is no longer pending is neither accepted nor rejected.',
    evidence: 'inferred',
    problem: 'peeringStatusConflict',
  },
  { says: 'An unknown marker is 400.', evidence: 'documented', problem: 'markerUnknown' },
  { says: '`limit` is a number; above 2000 it is 2000.', evidence: 'documented', problem: 'limitInvalid' },
  { says: 'A VPC with peering routes is not deleted: 409.', evidence: 'documented', problem: 'vpcHasRoutes' },
  { says: 'A VPC with subnets is not deleted: 409.', evidence: 'documented', problem: 'vpcHasSubnets' },
  { says: 'Quotas are the documented example values.', evidence: 'documented', problem: 'overQuota' },
  {
    says: 'A method that a path does not have is the gateway’s 404, not 405.',
    evidence: 'observed',
    problem: 'notPublished',
  },
  {
    says: 'Unknown members of a resource are refused, as upstream Neutron does.',
    evidence: 'inferred',
    problem: 'attributesUnknown',
  },
]
