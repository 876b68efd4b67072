import type { Fact } from '../../world/provider.ts'
import type { endpoints } from './endpoints.ts'
import type { problems } from './errors/index.ts'

type Known = Fact<keyof typeof endpoints, keyof typeof problems>

const withEvidence =
  (evidence: Fact['evidence']) =>
  (says: string, where: Omit<Known, 'says' | 'evidence'>): Known => ({ ...where, says, evidence })

const observed = withEvidence('observed')
const documented = withEvidence('documented')
const inferred = withEvidence('inferred')

/** What is known about the answers, as the README lists it. */
export const facts: readonly Known[] = [
  documented('A peering is created and deleted with 202 and the object in the answer.', {
    ops: ['vpc_peerings.create', 'vpc_peerings.delete', 'vpcs.peerings.create'],
    status: 202,
  }),
  observed('`vpc_ids` are sorted ascending in every answer.', {
    ops: ['vpc_peerings.create', 'vpc_peerings.get', 'vpc_peerings.list', 'vpcs.peerings.list'],
  }),
  observed('`created_at` has nanoseconds in the create answer and whole seconds in every read.', {
    ops: ['vpc_peerings.create', 'vpcs.create', 'vpc_peerings.get', 'vpcs.get'],
  }),
  observed('Nested peerings answer under `vpc_peerings`; the documentation says `peerings`.', {
    ops: ['vpcs.peerings.list'],
    status: 200,
  }),
  observed('A 404 for a peering says `VPC Peering ID … not found`; doctl waits for that text.', {
    problem: 'peeringNotFound',
  }),
  observed('Ids that are no UUID are not found, not malformed.', { problem: 'vpcNotFound' }),
  observed('A VPC with peerings in any state is not deleted: 412 with the slug `unknown`.', {
    problem: 'vpcHasPeerings',
  }),
  observed('A VPC with members is not deleted: 409, where the documentation says 403.', { problem: 'vpcHasMembers' }),
  documented('A default VPC cannot be deleted.', { problem: 'defaultVpcDelete' }),
  observed('A default VPC cannot stop being the default; another one takes its place.', { problem: 'defaultVpcUnset' }),
  documented('Names of peerings hold letters, digits and dashes.', { problem: 'peeringNameInvalid' }),
  inferred('A pair of VPCs, or a name, is taken once: 422.', { problem: 'pairTaken' }),
  inferred('A name is taken once: 422.', { problem: 'peeringNameTaken' }),
  inferred('A peering has two different ends: 422.', { problem: 'peeredWithItself' }),
  documented('VPCs in BLR1 are peered within BLR1 only; the status is inferred.', { problem: 'blr1CrossRegion' }),
  documented('The ranges of peered VPCs do not overlap; the status is inferred.', { problem: 'rangesOverlap' }),
  documented('Ranges that a region reserves cannot be used by a VPC or its peer.', { problem: 'reservedInPeerRegion' }),
  documented('Ranges for internal use cannot be used by a VPC.', { problem: 'ipRangeReserved' }),
  documented('A range lies between /16 and /28.', { problem: 'ipRangeSize' }),
  documented('A range is a private one.', { problem: 'ipRangePublic' }),
  inferred('While a peering is being deleted it is not changed: 409.', { problem: 'peeringDeleting' }),
  observed('Every answer names the gateway, and says whether it or the service behind it speaks.', { status: 200 }),
  observed('`links.pages` is in alphabetical order.', {
    ops: ['vpc_peerings.list', 'vpcs.list', 'vpcs.peerings.list', 'vpcs.members'],
    status: 200,
  }),
  inferred('`page` and `per_page` that are not decimal digits count as absent.', {
    ops: ['vpc_peerings.list', 'vpcs.list', 'vpcs.peerings.list', 'vpcs.members'],
    status: 200,
  }),
  observed('A member is listed some time after its resource exists, and for minutes after it is gone.', {
    ops: ['vpcs.members'],
    status: 200,
  }),
  documented('5,000 requests per hour and 250 per minute and token; the answer says what is left.', { status: 429 }),
  documented('A token that is not known is refused with 401.', { status: 401 }),
  documented('A token without the scope is refused with 403.', { problem: 'forbidden' }),
  inferred('A method that a path does not have is refused with 405 and `allow`.', { status: 405 }),
]
