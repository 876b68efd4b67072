import { ConfigError, configShape } from '../../core/config.ts'
import { Problem } from '../../core/problem.ts'
import type { Tx } from '../../world/unit-of-work.ts'
import { Fixtures } from './fixtures.ts'
import { findAny } from './operations/find.ts'
import { insertGateway } from './operations/gateways.ts'
import { insertNat } from './operations/nats.ts'
import { insertPeering } from './operations/peerings.ts'
import { insertRouteTable } from './operations/route-tables.ts'
import { addRoutes } from './operations/routes.ts'
import { addSubnets } from './operations/subnets.ts'
import { insertVpc } from './operations/vpcs.ts'
import { accounts, keys } from './records/accounts.ts'
import { devices } from './records/gateways.ts'
import { type Vpc, routeTables, vpcs } from './records/networks.ts'
import { findRegion } from './regions.ts'

const wrong = (place: string, message: string): ConfigError =>
  new ConfigError(`fixtures.tencent.${place}: ${message}`, ['tencent', ...place.split('.')])

const vpcAt = (tx: Tx, place: string, id: string): Vpc => {
  const vpc = findAny(tx, vpcs, id)
  if (!vpc) throw wrong(place, `there is no VPC '${id}'`)
  return vpc
}

/** Applies a rule of the service to a fixture, whose refusal then names the place. */
const ruled = (place: string, work: () => void): void => {
  try {
    work()
  } catch (error) {
    throw error instanceof Problem ? wrong(place, `${error.code}: ${error.message}`) : error
  }
}

/** Puts the records of a fixture file over those of the world. */
export const load = (tx: Tx, records: unknown): void => {
  const given = configShape(records, Fixtures, 'fixtures.tencent')
  loadAccounts(tx, given)
  for (const [n, vpc] of given.vpcs.entries()) {
    const region = findRegion(vpc.region)?.code
    if (region === undefined) throw wrong(`vpcs.${n}`, `'${vpc.region}' is no region`)
    const uin = vpc.uin ?? tx.table(accounts).all().next().value?.uin
    if (uin === undefined || !tx.table(accounts).get(String(uin))) throw wrong(`vpcs.${n}`, 'it has no account')
    insertVpc(tx, { uin, region }, vpc.name, vpc.cidrBlock, vpc)
  }
  for (const [n, { kind, vpcId, address, ...gateway }] of given.gateways.entries()) {
    const vpc = vpcAt(tx, `gateways.${n}`, vpcId)
    const { id, name, oldId = id } = gateway
    if (kind === 'nat') {
      const addresses = address === undefined ? [] : [address]
      insertNat(tx, vpc, { id, name, state: 'AVAILABLE', maxConcurrent: 1_000_000, bandwidth: 100, addresses })
    } else insertGateway(tx, vpc, kind, { id, oldId, name, address, figure: kind === 'vpn' ? 5 : 0 })
  }
  for (const [n, { vpcId, address }] of given.devices.entries()) {
    const { id } = vpcAt(tx, `devices.${n}`, vpcId)
    tx.table(devices).insert({ id: `${id} ${address}`, vpcId: id, address })
  }
  for (const [n, { id, name, vpcId, peerVpcId, state, bandwidth }] of given.peerings.entries()) {
    const ends = [vpcAt(tx, `peerings.${n}`, vpcId), vpcAt(tx, `peerings.${n}`, peerVpcId)] as const
    insertPeering(tx, ends, name, { id, state, bandwidth })
  }
  loadInside(tx, given)
}

/** What lies in VPCs. Routes come last, for they lead to what the other records put. */
const loadInside = (tx: Tx, given: Fixtures): void => {
  for (const [n, { vpcId, ...subnet }] of given.subnets.entries()) {
    const place = `subnets.${n}`
    const vpc = vpcAt(tx, place, vpcId)
    ruled(place, () => addSubnets(tx, vpc, [subnet]))
  }
  for (const [n, { vpcId, name, ...ids }] of given.routeTables.entries())
    insertRouteTable(tx, vpcAt(tx, `routeTables.${n}`, vpcId), name, false, ids)
  for (const [n, { routeTableId, ...route }] of given.routes.entries()) {
    const place = `routes.${n}`
    const table = findAny(tx, routeTables, routeTableId)
    if (!table) throw wrong(place, `there is no route table '${routeTableId}'`)
    ruled(place, () => addRoutes(tx, tx.table(vpcs).get(table.vpcId)!, table, [route]))
  }
}

const loadAccounts = (tx: Tx, given: Fixtures): void => {
  for (const { uin, appId, keys: pairs } of given.accounts) {
    const id = String(uin)
    if (tx.table(accounts).get(id)) tx.table(accounts).update(id, { appId })
    else tx.table(accounts).insert({ id, uin, appId })
    for (const { secretId, secretKey, token, disabled, actions } of pairs) {
      tx.table(keys).delete(secretId)
      tx.table(keys).insert({ id: secretId, uin, secretKey, token: token ?? null, disabled, actions: actions ?? null })
    }
  }
}
