import type { Fact } from '../../world/provider.ts'

/** What is known about the answers, as the README lists it. */
export const facts: readonly Fact[] = [
  {
    says: 'Creates answer 202 with `Location`.',
    evidence: 'documented',
    ops: ['peerings.create', 'networks.create'],
    status: 202,
  },
  {
    says: 'Members are sorted by name at every level; what is absent is left out, never null.',
    evidence: 'observed',
    status: 200,
  },
  {
    says: '`environment`, `page_size` and `page_token` that cannot be used are refused with 400 `invalid_filter`; the texts are inferred.',
    evidence: 'documented',
    problem: 'environmentMissing',
  },
  { says: 'A revoked key is refused with 401.', evidence: 'observed', problem: 'keyRevoked' },
  {
    says: 'Quotas of peerings and networks are refused with 402 `quota_exceeded`.',
    evidence: 'documented',
    problem: 'overQuota',
  },
  {
    says: 'What an environment does not show, and what a read-only key may not do, is 403 `forbidden_access`.',
    evidence: 'observed',
    problem: 'forbidden',
  },
  { says: 'An unknown peering is 404.', evidence: 'observed', problem: 'peeringNotFound' },
  { says: 'An unknown network is 404.', evidence: 'observed', problem: 'networkNotFound' },
  {
    says: 'A network that is not `READY` takes no peering: 409 `invalid_state`.',
    evidence: 'inferred',
    problem: 'networkNotReady',
  },
  {
    says: 'A network without the connection type PEERING takes no peering.',
    evidence: 'inferred',
    problem: 'networkWithoutPeering',
  },
  {
    says: 'A duplicate is 409 `resource_already_exists`; what counts as one is inferred.',
    evidence: 'documented',
    problem: 'peeringExists',
  },
  { says: 'A network with peerings is not deleted: 409 `resource_in_use`.', evidence: 'observed', problem: 'inUse' },
  { says: 'A resource that is being removed is not changed: 409.', evidence: 'inferred', problem: 'deprovisioning' },
  {
    says: 'The last environment cannot be deleted; status and text are inferred.',
    evidence: 'documented',
    problem: 'lastEnvironment',
  },
  {
    says: 'Fields are refused with 422 `invalid_configuration`, one entry each.',
    evidence: 'documented',
    problem: 'invalid',
  },
  { says: 'A refused rate has no body, and its reset is in relative seconds.', evidence: 'documented', status: 429 },
]
