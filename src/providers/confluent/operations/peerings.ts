import type { Tx } from '../../../world/unit-of-work.ts'
import { type GivenRoute, blocksOf, cloudOf, overlapViolation, routeViolation, routesOf } from './clouds.ts'
import { problems } from '../errors/index.ts'
import type { Violation } from '../errors/refusal.ts'
import {
  type Access,
  type Network,
  type Peering,
  type PeeringCloud,
  grantUpFront,
  networks,
  peerings,
  targetKey,
} from '../records.ts'
import type { CreatePeering, Update } from '../schemas.ts'
import { settingsOf } from '../settings.ts'
import { described, enterEnvironment, limitOf, newId, refuseReadOnly, takenIn } from './objects.ts'

const QUOTA = 'peerings_per_network'

export const getPeering = (tx: Tx, access: Access, environmentId: string, id: string): Peering => {
  enterEnvironment(tx, access, environmentId)
  const peering = tx.table(peerings).get(id)
  if (peering?.environmentId !== environmentId) throw problems.peeringNotFound(id)
  return peering
}

/** The record of a cloud, from its wire form. */
export const recorded = (cloud: CreatePeering['spec']['cloud']): PeeringCloud => {
  switch (cloud.kind) {
    case 'AwsPeering': {
      const { kind, account, routes, vpc, customer_region: customerRegion } = cloud
      return { kind, account, customerRegion, routes, vpc }
    }
    case 'GcpPeering': {
      const { kind, project, vpc_network: vpcNetwork, import_custom_routes: importCustomRoutes = false } = cloud
      return { kind, importCustomRoutes, project, vpcNetwork }
    }
    case 'AzurePeering': {
      const { kind, tenant, vnet, customer_region: customerRegion } = cloud
      return { kind, customerRegion, tenant, vnet }
    }
  }
}

const refuseRoutes = (
  tx: Tx,
  routes: readonly GivenRoute[],
  violationOf: (route: GivenRoute) => Violation | undefined,
): void => {
  const violations = routes.map(violationOf).filter((one) => one !== undefined)
  if (violations.length > 0) throw problems.invalid(violations, settingsOf(tx).validationStatus)
}

const readyNetwork = (tx: Tx, environmentId: string, id: string, cloud: PeeringCloud): Network => {
  const network = tx.table(networks).get(id)
  if (network?.environmentId !== environmentId) throw problems.networkMissing(id, settingsOf(tx).missingNetwork)
  const wanted = cloudOf[cloud.kind]
  if (network.cloud !== wanted) throw problems.networkInOtherCloud(id, network.cloud, wanted)
  if (!network.supportedTypes.includes('PEERING')) throw problems.networkWithoutPeering(id)
  if (network.state !== 'READY') throw problems.networkNotReady(network)
  return network
}

/** Makes a peering on a network. */
export const createPeering = (
  tx: Tx,
  access: Access,
  { spec }: CreatePeering,
): { readonly peering: Peering; readonly network: Network } => {
  const cloud = recorded(spec.cloud)
  const routes = routesOf(cloud)
  refuseRoutes(tx, routes, routeViolation)
  const environmentId = spec.environment.id
  enterEnvironment(tx, access, environmentId)
  refuseReadOnly(access)
  const network = readyNetwork(tx, environmentId, spec.network.id, cloud)
  const taken = blocksOf(network)
  refuseRoutes(tx, routes, (route) => overlapViolation(route, taken))
  const table = tx.table(peerings)
  const [twin] = table.by('target', targetKey(network.id, cloud))
  const { duplicatePeerings, peeringQuota } = settingsOf(tx)
  if (twin && duplicatePeerings === 'refuse') throw problems.peeringExists(twin)
  const limit = limitOf(tx, QUOTA, peeringQuota)
  if (limit > 0 && table.count('network', network.id) >= limit) throw problems.overQuota('peering', limit)
  const id = newId(tx.ids, 'confluent/peering', 'peer-', takenIn(table))
  const { createdAt, touchedAt, micros, crn } = described(tx, 'confluent/peering', `${network.crn}/peering=${id}`)
  const peering = tx.create(peerings, {
    id,
    displayName: spec.display_name ?? '',
    environmentId: network.environmentId, // the text that all of its peerings share
    networkId: network.id,
    cloud,
    errorCode: undefined,
    errorMessage: undefined,
    createdAt,
    touchedAt,
    micros,
    crn,
  })
  return { peering: grantUpFront(tx, peering), network }
}

/** PATCH: the name is all that can change; immutable fields are ignored or refused. */
export const renamePeering = (tx: Tx, access: Access, id: string, { spec }: Update): Peering => {
  const { strictImmutable, validationStatus, peeringQuota } = settingsOf(tx)
  const immutable = (['cloud', 'network'] as const).filter((name) => spec[name] !== undefined)
  if (strictImmutable && immutable.length > 0) {
    const violations = immutable.map((name) => ({
      pointer: `/spec/${name}`,
      detail: `The property '/spec/${name}' is immutable`,
    }))
    throw problems.invalid(violations, validationStatus)
  }
  const peering = getPeering(tx, access, spec.environment.id, id)
  refuseReadOnly(access)
  if (peering.state === 'DEPROVISIONING') throw problems.peeringDeprovisioning(peering)
  // requests never fill a network beyond its quota; a fixture, or a quota lowered afterwards, can
  const limit = limitOf(tx, QUOTA, peeringQuota)
  if (limit > 0 && tx.table(peerings).count('network', peering.networkId) > limit)
    throw problems.overQuota('peering', limit)
  return tx.table(peerings).update(id, { displayName: spec.display_name ?? peering.displayName, touchedAt: tx.now })
}

export const deletePeering = (tx: Tx, access: Access, environmentId: string, id: string): void => {
  const peering = getPeering(tx, access, environmentId, id)
  refuseReadOnly(access)
  if (peering.state !== 'DEPROVISIONING') tx.fire(peerings, peering, 'delete')
  else if (settingsOf(tx).deleteAgain === 404) throw problems.peeringNotFound(id)
}
