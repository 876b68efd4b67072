import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import { followNetwork, peerings } from '../records/peerings.ts'
import { EVERYBODY, type Network, attachments, networks, byUuid } from '../records/index.ts'
import { type CreateNetwork, type ModifyNetwork, isUuid } from '../schemas.ts'
import { settingsOf } from '../settings.ts'
import { isZone } from '../records/zones.ts'
import { refuseWithoutCredits } from './account.ts'
import { fitsLabels, readLabels } from './labels.ts'
import { ownRouter } from './routers.ts'
import { mergeSubnet, newSubnet } from './subnets.ts'

export interface NetworkFilter {
  readonly labels: readonly string[]
  readonly zone?: string | undefined
}

/** The account's networks and the built-in ones that fit the filters. */
export const listNetworks = (tx: Tx, account: string, { labels, zone }: NetworkFilter): Network[] => {
  const table = tx.table(networks)
  const visible = [...table.by('account', account), ...table.by('account', EVERYBODY)]
  return byUuid(visible.filter((row) => (zone === undefined || row.zone === zone) && fitsLabels(row.labels, labels)))
}

export const getNetwork = (tx: Tx, account: string, id: string): Network => {
  if (!isUuid(id)) throw problems.networkIdInvalid()
  const network = tx.table(networks).get(id)
  if (!network) throw problems.networkNotFound(id)
  if (network.account !== null && network.account !== account) throw problems.networkForbidden(id)
  return network
}

const ownNetwork = (tx: Tx, account: string, id: string): Network => {
  const network = getNetwork(tx, account, id)
  if (network.type !== 'private') throw problems.networkReadOnly(id)
  return network
}

export const createNetwork = (tx: Tx, account: string, input: CreateNetwork): Network => {
  const { name, zone, router } = input
  if (!isZone(tx, zone)) throw problems.zoneNotFound(zone)
  const ipNetworks = input.ip_networks.ip_network.map(newSubnet)
  const labels = readLabels(input.labels)
  refuseWithoutCredits(tx)
  const id = tx.ids.uuid('upcloud/network', '03')
  const draft = { id, account, name, type: 'private', zone, ipNetworks, labels, servers: [] } as const
  const network = tx.table(networks).insert({ ...draft, router: null })
  return router ? attach(tx, network, router) : network
}

/** PUT, which merges: what is not given stays, and an empty router detaches. */
export const modifyNetwork = (tx: Tx, account: string, id: string, input: ModifyNetwork): Network => {
  const network = ownNetwork(tx, account, id)
  const { name = network.name, zone = network.zone, ip_networks: subnets, router, labels } = input
  if (zone !== network.zone) throw problems.zoneInvalid()
  const ipNetworks = subnets ? mergeSubnet(network.ipNetworks, subnets.ip_network) : network.ipNetworks
  const changed = tx.table(networks).update(id, {
    name,
    ipNetworks,
    labels: labels === undefined ? network.labels : readLabels(labels),
  })
  if (router === undefined) return changed
  return router === null || router === '' ? detach(tx, changed) : attach(tx, changed, router)
}

const attach = (tx: Tx, network: Network, wanted: string): Network => {
  const router = ownRouter(tx, network.account!, wanted)
  if (network.router === router.id) return network
  if (settingsOf(tx).zoneMatching === 'strict') {
    const [first] = tx.table(attachments).filed('router', router.id)
    if (first && first.id !== network.id && tx.table(networks).get(first.id)!.zone !== network.zone)
      throw problems.zoneMismatch()
  }
  unplug(tx, network)
  tx.table(attachments).insert({ id: network.id, router: router.id })
  const attached = tx.table(networks).update(network.id, { router: router.id })
  followNetwork(tx, network.id)
  return attached
}

const detach = (tx: Tx, network: Network): Network => {
  if (network.router === null) return network
  unplug(tx, network)
  const detached = tx.table(networks).update(network.id, { router: null })
  followNetwork(tx, network.id)
  return detached
}

const unplug = (tx: Tx, network: Network): void => {
  tx.table(attachments).delete(network.id)
}

/** A network that others are peered with may go; one that has peerings of its own may not. */
export const deleteNetwork = (tx: Tx, account: string, id: string): void => {
  const network = ownNetwork(tx, account, id)
  if (network.servers.length > 0 || tx.table(peerings).count('local', id) > 0) throw problems.networkNotEmpty(id)
  unplug(tx, network)
  tx.table(networks).delete(id)
  followNetwork(tx, id)
}
