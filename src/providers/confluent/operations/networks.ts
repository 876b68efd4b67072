import type { Tx } from '../../../world/unit-of-work.ts'
import { PLACEHOLDER_CIDR, supportedTypes, zoneBlocks, zonesOf } from './clouds.ts'
import { problems } from '../errors/index.ts'
import {
  type Access,
  type CloudName,
  type ConnectionType,
  type Network,
  type ZoneInfo,
  environments,
  networks,
  peerings,
} from '../records.ts'
import type { CreateNetwork, Update } from '../schemas.ts'
import { settingsOf } from '../settings.ts'
import { refuseNetwork } from './network-rules.ts'
import { described, enterEnvironment, limitOf, newId, refuseReadOnly, takenIn } from './objects.ts'

type Spec = CreateNetwork['spec']

const QUOTA = 'dedicated_networks_per_environment'
const ZONES = 3
const RESERVED_CIDR = '172.20.255.0/24'

export const getNetwork = (tx: Tx, access: Access, environmentId: string, id: string): Network => {
  enterEnvironment(tx, access, environmentId)
  const network = tx.table(networks).get(id)
  if (network?.environmentId !== environmentId) throw problems.networkNotFound(id)
  return network
}

/** The network that a gateway belongs to. */
export const getGateway = (tx: Tx, access: Access, environmentId: string, id: string): Network => {
  enterEnvironment(tx, access, environmentId)
  const [network] = tx.table(networks).by('gateway', id)
  if (network?.environmentId !== environmentId) throw problems.gatewayNotFound(id)
  return network
}

/** Where the network lies in Confluent's own account of the cloud. */
const placeIn = (tx: Tx, cloud: CloudName): { owner: string; vpc: string } => {
  const stream = 'confluent/cloud'
  switch (cloud) {
    case 'AWS':
      return { owner: tx.ids.text(stream, '0123456789', 12), vpc: `vpc-${tx.ids.hex(stream, 17)}` }
    case 'GCP':
      return { owner: 'cc-prod-3', vpc: `s-${tx.ids.text(stream, '0123456789degjklmnopqrvwxyz', 5)}` }
    case 'AZURE':
      return { owner: tx.ids.uuid(stream), vpc: `s-${tx.ids.text(stream, '0123456789degjklmnopqrvwxyz', 5)}` }
  }
}

/** What tells apart the services through which a network is linked to: AWS has one, Azure one per zone, GCP names them. */
const linkServicesOf = (tx: Tx, cloud: CloudName): readonly string[] => {
  const stream = 'confluent/link-service'
  switch (cloud) {
    case 'AWS':
      return [tx.ids.hex(stream, 17)]
    case 'GCP':
      return []
    case 'AZURE':
      return Array.from({ length: ZONES }, () => tx.ids.uuid(stream))
  }
}

/** A zone per given block: the one that it names, else the one at its place in `zones`, else the next free one. */
const placed = ({ cloud, region, zones = [] }: Spec, given: NonNullable<Spec['zones_info']>): ZoneInfo[] => {
  // Go clients send an empty id for one that the service may choose
  const chosen = given.map((zone, at) => zone.zone_id || zones[at])
  const free = zonesOf(cloud, region).filter((zone) => !chosen.includes(zone))
  return given.map(({ cidr }, at) => ({ zoneId: chosen[at] ?? free.shift()!, cidr }))
}

const addresses = (spec: Spec, shared: boolean) => {
  const { cloud, region, cidr, zones = zonesOf(cloud, region).slice(0, ZONES), zones_info: given } = spec
  if (given) {
    const zonesInfo = placed(spec, given)
    return { cidr: cidr ?? PLACEHOLDER_CIDR, zones: zonesInfo.map(({ zoneId }) => zoneId), zonesInfo }
  }
  if (cidr === undefined || cloud !== 'AWS' || !shared) return { cidr, zones, zonesInfo: undefined }
  const blocks = zoneBlocks(cidr)
  return { cidr, zones, zonesInfo: zones.map((zoneId, at): ZoneInfo => ({ zoneId, cidr: blocks[at]! })) }
}

/** The record of a network, from what was asked for and what the service chooses itself. */
export const networkDraft = (tx: Tx, spec: Spec, id: string, parentCrn: string) => {
  const { cloud, region, connection_types: connectionTypes } = spec
  const has = (type: ConnectionType): boolean => connectionTypes.includes(type)
  const shared = has('PEERING') || has('TRANSITGATEWAY')
  const takenGateway = (gateway: string): boolean => tx.table(networks).count('gateway', gateway) > 0
  return {
    id,
    displayName: spec.display_name ?? '',
    environmentId: spec.environment.id,
    cloud,
    region,
    connectionTypes,
    supportedTypes: supportedTypes(cloud, connectionTypes),
    ...addresses(spec, shared),
    reservedCidr: cloud === 'AWS' && shared ? (spec.reserved_cidr ?? RESERVED_CIDR) : undefined,
    dnsResolution: has('PRIVATELINK') ? (spec.dns_config?.resolution ?? 'CHASED_PRIVATE') : undefined,
    gatewayId: shared ? newId(tx.ids, 'confluent/gateway', 'gw-', takenGateway) : undefined,
    ...placeIn(tx, cloud),
    linkServices: has('PRIVATELINK') ? linkServicesOf(tx, cloud) : [],
    errorCode: undefined,
    errorMessage: undefined,
    ...described(tx, 'confluent/network', `${parentCrn}/network=${id}`),
  }
}

export const createNetwork = (tx: Tx, access: Access, { spec }: CreateNetwork): Network => {
  refuseNetwork(spec, settingsOf(tx).validationStatus)
  const environmentId = spec.environment.id
  enterEnvironment(tx, access, environmentId)
  refuseReadOnly(access)
  const table = tx.table(networks)
  const limit = limitOf(tx, QUOTA, settingsOf(tx).networkQuota)
  if (limit > 0 && table.count('environment', environmentId) >= limit) throw problems.overQuota('network', limit)
  const id = newId(tx.ids, 'confluent/network', 'n-', takenIn(table))
  const { crn } = tx.table(environments).get(environmentId)!
  return tx.create(networks, { ...networkDraft(tx, spec, id, crn), provisioned: false })
}

export const renameNetwork = (tx: Tx, access: Access, id: string, { spec }: Update): Network => {
  const network = getNetwork(tx, access, spec.environment.id, id)
  refuseReadOnly(access)
  if (network.state === 'DEPROVISIONING') throw problems.networkDeprovisioning(network)
  return tx.table(networks).update(id, { displayName: spec.display_name ?? network.displayName, touchedAt: tx.now })
}

export const deleteNetwork = (tx: Tx, access: Access, environmentId: string, id: string): void => {
  const network = getNetwork(tx, access, environmentId, id)
  refuseReadOnly(access)
  const [first, ...others] = tx.table(peerings).by('network', id)
  if (first) throw problems.networkInUse(first, ...others)
  if (network.state !== 'DEPROVISIONING') tx.fire(networks, network, 'delete')
  else if (settingsOf(tx).deleteAgain === 404) throw problems.networkNotFound(id)
}
