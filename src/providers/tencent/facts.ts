import type { Fact } from '../../world/provider.ts'
import type { endpoints } from './endpoints.ts'
import type { ProblemName } from './errors/index.ts'

/** What is known about the answers, as the README lists it. */
export const facts: readonly Fact<keyof typeof endpoints, ProblemName>[] = [
  { says: 'Every outcome of an action is HTTP 200; `code` tells.', evidence: 'documented', status: 200 },
  {
    says: 'CreateRoute says the seven errors of its page; bad values name the parameter.',
    evidence: 'documented',
    ops: ['CreateRoute'],
    problem: 'destinationInVpc',
  },
  {
    says: 'A missing route table is 28004; DeleteRoute says so even when its VPC is missing as well.',
    evidence: 'observed',
    problem: 'routeTableNotFound',
  },
  {
    says: 'DescribeSubnet misses the subnet before its VPC.',
    evidence: 'observed',
    ops: ['DescribeSubnet'],
    problem: 'subnetNotFound',
  },
  {
    says: 'Only public gateways may share a destination, up to eight.',
    evidence: 'documented',
    problem: 'routeExists',
  },
  {
    says: 'A peering is a next hop only when connected, and only in its two VPCs.',
    evidence: 'inferred',
    problem: 'nextHubUnfit',
  },
  { says: 'VPC names are unique per account and region.', evidence: 'documented', problem: 'vpcNameTaken' },
  { says: 'Peering names are unique per VPC.', evidence: 'documented', problem: 'peeringNameTaken' },
  {
    says: 'A VPC has a private block with a mask of 16 to 28.',
    evidence: 'documented',
    problem: 'vpcCidrInvalid',
  },
  { says: 'Blocks of VPCs with host bits are refused.', evidence: 'inferred', problem: 'vpcCidrMalformed' },
  {
    says: 'The wrong side is 5100 `InvalidPeeringConnection.InvalidState`, as the wrong state is.',
    evidence: 'inferred',
    problem: 'peeringSideWrong',
  },
  { says: 'While a task runs, what it works on is locked.', evidence: 'documented', problem: 'locked' },
  {
    says: 'One peering per pair of VPCs; a rejected or failed one does not count.',
    evidence: 'documented',
    problem: 'peeringExists',
  },
  { says: 'NAT gateway names are unique per VPC.', evidence: 'documented', problem: 'natNameTaken' },
  { says: 'An unknown task is 5000 `InvalidTaskId.NotFound`.', evidence: 'inferred', problem: 'taskNotFound' },
  { says: 'A missing common or own parameter is 4000.', evidence: 'documented', problem: 'missing' },
  { says: 'A signature that is wrong or missing is 4100.', evidence: 'observed', problem: 'signatureWrong' },
  { says: 'A host whose module does not exist is 4000.', evidence: 'observed', problem: 'moduleUnknown' },
  {
    says: 'An unknown action is 6100, before the region is looked at.',
    evidence: 'inferred',
    problem: 'actionUnknown',
  },
  { says: 'A timestamp that is off by more than two hours is 4200.', evidence: 'observed', problem: 'expiredByHours' },

  // API 3.0
  { says: 'What is gone is `ResourceNotFound`, whatever it was.', evidence: 'documented', problem: 'vpcNotFound' },
  {
    says: 'A TC3 signature covers the content type, the host and the body.',
    evidence: 'documented',
    problem: 'AuthFailure.SignatureFailure',
  },
  {
    says: 'A timestamp of API 3.0 may be off by five minutes.',
    evidence: 'documented',
    problem: 'AuthFailure.SignatureExpire',
  },
  {
    says: 'An unknown action of API 3.0 is told before the region and the signature are looked at.',
    evidence: 'inferred',
    problem: 'InvalidAction',
  },
  {
    says: 'A member that the action does not have is `UnknownParameter`.',
    evidence: 'documented',
    problem: 'UnknownParameter',
  },
  { says: 'Ids and filters exclude each other.', evidence: 'documented', problem: 'InvalidParameter.Coexist' },
  {
    says: 'A filter that the action does not have is `InvalidParameter.FilterInvalidKey`.',
    evidence: 'documented',
    problem: 'InvalidParameter.FilterInvalidKey',
  },
  { says: 'A page has 1 to 100 rows.', evidence: 'documented', problem: 'InvalidParameterValue.Range' },
  {
    says: 'In API 3.0 a route through a peering leads into the block of the other VPC.',
    evidence: 'inferred',
    ops: ['v3.CreateRoutes'],
    problem: 'destinationBeyondPeer',
  },
  { says: 'The default route table stays as long as its VPC.', evidence: 'documented', problem: 'routeTableMain' },
  { says: 'A route table is not deleted while subnets use it.', evidence: 'documented', problem: 'routeTableInUse' },
  {
    says: 'CreateRoutes answers one table with the new routes alone.',
    evidence: 'documented',
    ops: ['v3.CreateRoutes'],
    status: 200,
  },
  {
    says: 'Regions of a peering are told by their short codes.',
    evidence: 'observed',
    ops: ['v3.DescribeVpcPeeringConnections'],
    status: 200,
  },
]
