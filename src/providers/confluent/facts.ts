import type { Fact } from '../../world/provider.ts'
import type { endpoints } from './endpoints.ts'
import type { problems } from './errors/index.ts'

type Known = Fact<keyof typeof endpoints, keyof typeof problems>

const withEvidence =
  (evidence: Fact['evidence']) =>
  (says: string, where: Omit<Known, 'says' | 'evidence'>): Known => ({ ...where, says, evidence })

const documented = withEvidence('documented')
const observed = withEvidence('observed')
const inferred = withEvidence('inferred')

/** What is known about the answers, as the README lists it. */
export const facts: readonly Known[] = [
  documented('Creates answer 202 with `Location`.', { ops: ['peerings.create', 'networks.create'], status: 202 }),
  observed('A block of `zones_info` with an empty `zone_id` gets a zone; the documentation has none.', {
    ops: ['networks.create'],
    status: 202,
  }),
  observed('Members are sorted by name at every level; what is absent is left out, never null.', { status: 200 }),
  documented('`environment` is required: 400 `invalid_filter`; the text is inferred.', {
    problem: 'environmentMissing',
  }),
  documented('A `page_size` out of its bounds is 400 `invalid_filter`; the text is inferred.', {
    problem: 'pageSizeInvalid',
  }),
  documented('A `page_token` that no page gave is 400 `invalid_filter`; the text is inferred.', {
    problem: 'pageTokenInvalid',
  }),
  documented('Without a credential: 401 with `WWW-Authenticate`.', { problem: 'keyMissing' }),
  observed('A revoked key is refused with 401.', { problem: 'keyRevoked' }),
  inferred('Who logs in with a wrong password is refused with 403; in lax mode, only with none.', {
    problem: 'loginRefused',
  }),
  documented('Quotas of peerings and networks are refused with 402 `quota_exceeded`.', { problem: 'overQuota' }),
  observed('What an environment does not show, and what a read-only key may not do, is 403 `forbidden_access`.', {
    problem: 'forbidden',
  }),
  observed('An unknown peering is 404.', { problem: 'peeringNotFound' }),
  observed('An unknown network is 404.', { problem: 'networkNotFound' }),
  inferred('A network that is not `READY` takes no peering: 409 `invalid_state`.', { problem: 'networkNotReady' }),
  inferred('A network without the connection type PEERING takes no peering.', { problem: 'networkWithoutPeering' }),
  documented('A duplicate is 409 `resource_already_exists`; what counts as one is inferred.', {
    problem: 'peeringExists',
  }),
  observed('A network with peerings is not deleted: 409 `resource_in_use`.', { problem: 'networkInUse' }),
  inferred('An environment with networks is not deleted: 409 `resource_in_use`.', { problem: 'environmentInUse' }),
  inferred('A peering that is being removed is not changed: 409.', { problem: 'peeringDeprovisioning' }),
  inferred('A network that is being removed is not changed: 409.', { problem: 'networkDeprovisioning' }),
  documented('The last environment cannot be deleted; status and text are inferred.', { problem: 'lastEnvironment' }),
  documented('Fields are refused with 422 `invalid_configuration`, one entry each.', { problem: 'invalid' }),
  documented('A refused rate has no body, and its reset is in relative seconds.', { problem: 'rateLimited' }),
]
