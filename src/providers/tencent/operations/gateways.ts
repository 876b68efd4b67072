import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import { newId } from '../records/ids.ts'
import { type Gateway, type GatewayKind, gateways } from '../records/gateways.ts'
import { type Place, type Vpc, placeKey, vpcs } from '../records/networks.ts'
import { type Task, tasks } from '../records/tasks.ts'
import type {
  CreateDirectConnect,
  DescribeDirectConnect,
  DescribeVpcLimit,
  DescribeVpnGw,
  OneDirectConnect,
} from '../schemas/v2/gateways.ts'
import { settingsOf } from '../settings.ts'
import { find, getVpc } from './find.ts'
import { type Listed, type Paging, pageOf, tooLong } from './lists.ts'
import { startTask } from './tasks.ts'

const NAME_LIMIT = 25
const PAGE_LIMIT = 50

/** A gateway with its VPC. */
export interface GatewaySummary {
  readonly gateway: Gateway
  readonly vpc: Vpc
}

interface Wanted extends Paging {
  readonly vpcId?: string | undefined
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly byName: boolean
}

const describe = (tx: Tx, place: Place, kind: GatewayKind, wanted: Wanted): Listed<GatewaySummary> => {
  const { vpcId, id, name = '', byName } = wanted
  const vpc = vpcId === undefined ? undefined : find(tx, place, vpcs, vpcId)
  const found = tx
    .table(gateways)
    .by('place', `${placeKey(place)} ${kind}`)
    .filter(
      (gateway) =>
        (vpcId === undefined || gateway.vpcId === vpc?.id) &&
        (id === undefined || gateway.id === id || gateway.oldId === id) &&
        gateway.name.includes(name),
    )
  const page = pageOf(found, wanted, PAGE_LIMIT, byName ? (gateway) => gateway.name : undefined)
  return { ...page, items: page.items.map((gateway) => ({ gateway, vpc: tx.table(vpcs).get(gateway.vpcId)! })) }
}

export const describeVpnGateways = (tx: Tx, place: Place, input: DescribeVpnGw): Listed<GatewaySummary> => {
  const byName = input.orderField === 'vpnGwName'
  return describe(tx, place, 'vpn', { ...input, id: input.vpnGwId, name: input.vpnGwName, byName })
}

export const describeDirectConnects = (tx: Tx, place: Place, input: DescribeDirectConnect): Listed<GatewaySummary> => {
  const { directConnectGatewayId: id, directConnectGatewayName: name, orderField } = input
  return describe(tx, place, 'direct_connect', {
    ...input,
    id,
    name,
    byName: orderField === 'directConnectGatewayName',
  })
}

/** A VPC has one gateway with address translation and one without at most. */
export const createDirectConnect = (tx: Tx, place: Place, input: CreateDirectConnect): Gateway => {
  const { directConnectGatewayName: name, type } = input
  const vpc = getVpc(tx, place, input.vpcId)
  if (name === '' || tooLong(name, NAME_LIMIT)) throw problems.directConnectNameInvalid()
  const figure = Number(type ?? 0)
  const others = tx.table(gateways).by('vpc', vpc.id)
  if (others.some((other) => other.kind === 'direct_connect' && other.figure === figure))
    throw problems.directConnectLimit()
  const id = newId(tx, 'dcg')
  return insertGateway(tx, vpc, 'direct_connect', { id, oldId: id, name, figure })
}

export const insertGateway = (
  tx: Tx,
  { id: vpcId, uin, region }: Vpc,
  kind: GatewayKind,
  given: Pick<Gateway, 'id' | 'oldId' | 'name' | 'figure'> & { readonly address?: string | undefined },
): Gateway => {
  const { address = '203.0.113.1', ...rest } = given
  return tx.table(gateways).insert({ ...rest, address, uin, region, kind, vpcId, createdAt: tx.now })
}

/** Deletes through a task; the routes go with the gateway. */
export const deleteDirectConnect = (tx: Tx, place: Place, input: OneDirectConnect): Task => {
  const vpc = getVpc(tx, place, input.vpcId)
  const gateway = tx.table(gateways).get(input.directConnectGatewayId)
  if (gateway?.kind !== 'direct_connect' || gateway.vpcId !== vpc.id) throw problems.directConnectNotFound()
  if (tx.table(tasks).count('running', gateway.id) > 0) throw problems.locked()
  return startTask(tx, place, 'delete_gateway', gateway.id)
}

/** Quotas by the numbers that the documentation gives them; numbers of others are left out. */
export const describeLimits = (tx: Tx, _place: Place, { type }: DescribeVpcLimit): Readonly<Record<string, number>> => {
  const settings = settingsOf(tx)
  const known = new Map([
    ['0', settings.vpcQuota],
    ['1', settings.subnetQuota],
    ['2', settings.routeTableQuota],
    ['3', settings.routeQuota],
    ['4', settings.vpnQuota],
    ['20', settings.peeringQuota],
    ['55', settings.natQuota],
  ])
  return Object.fromEntries(type.filter((number) => known.has(number)).map((number) => [number, known.get(number)!]))
}
