import type { Fact } from '../../world/provider.ts'
import type { endpoints } from './endpoints.ts'
import type { problems } from './errors/index.ts'

/** What is known about the answers, as the README lists it. */
export const facts: readonly Fact<keyof typeof endpoints, keyof typeof problems>[] = [
  {
    says: 'A peering is refused without a router on the local network.',
    evidence: 'documented',
    problem: 'localNetworkNoRouter',
  },
  { says: 'One peering per pair of local and peer network.', evidence: 'documented', problem: 'peeringConflict' },
  { says: 'A peering is deleted in the state `disabled` only.', evidence: 'documented', problem: 'peeringNotDisabled' },
  { says: 'An unknown peering is 404 `PEERING_NOT_FOUND`.', evidence: 'documented', problem: 'peeringNotFound' },
  { says: 'The local network of a peering must exist.', evidence: 'documented', problem: 'localNetworkNotFound' },
  { says: 'The peer network of a peering must exist.', evidence: 'documented', problem: 'peerNetworkNotFound' },
  { says: 'A router with networks is not deleted.', evidence: 'documented', problem: 'routerAttached' },
  {
    says: 'A network that is the local side of a peering is not deleted.',
    evidence: 'inferred',
    problem: 'networkNotEmpty',
  },
  {
    says: 'Wrong credentials are 401 `AUTHENTICATION_FAILED`; upctl needs that code.',
    evidence: 'observed',
    problem: 'authenticationFailed',
  },
  { says: 'Unknown members are refused in peerings.', evidence: 'inferred', problem: 'unknownAttribute' },
]
