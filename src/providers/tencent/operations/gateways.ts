import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import { newId } from '../records/ids.ts'
import { type Gateway, type GatewayKind, gateways } from '../records/gateways.ts'
import { type Place, type Vpc, placeKey, vpcs } from '../records/networks.ts'
import { type Task, tasks } from '../records/tasks.ts'
import { getVpc, named, namedVpc } from './find.ts'
import { type Listed, type Paging, pageOf, tooLong } from './lists.ts'
import { startTask } from './tasks.ts'

const NAME_LIMIT = 25

/** A gateway with its VPC. */
export interface GatewaySummary {
  readonly gateway: Gateway
  readonly vpc: Vpc
}

export interface GatewayFilter extends Paging {
  readonly vpc?: string | undefined
  readonly gateway?: string | undefined
  /** A part of the name. */
  readonly name?: string | undefined
}

const NOT_FOUND = { vpn: problems.vpnNotFound, direct_connect: problems.directConnectNotFound }

const describe = (
  tx: Tx,
  place: Place,
  kind: keyof typeof NOT_FOUND,
  filter: GatewayFilter,
): Listed<GatewaySummary> => {
  const { vpc: vpcId, gateway: id, name = '' } = filter
  const vpc = namedVpc(tx, place, vpcId)
  const all = tx.table(gateways).by('place', `${placeKey(place)} ${kind}`)
  const gateway = named(tx, id, (one) => all.find((other) => other.id === one || other.oldId === one), NOT_FOUND[kind])
  const found = (gateway === undefined ? all : gateway === null ? [] : [gateway]).filter(
    (one) => (vpc === undefined || one.vpcId === vpc?.id) && one.name.includes(name),
  )
  const page = pageOf(found, filter)
  return { ...page, items: page.items.map((gateway) => ({ gateway, vpc: tx.table(vpcs).get(gateway.vpcId)! })) }
}

export const describeVpnGateways = (tx: Tx, place: Place, filter: GatewayFilter): Listed<GatewaySummary> =>
  describe(tx, place, 'vpn', filter)

export const describeDirectConnects = (tx: Tx, place: Place, filter: GatewayFilter): Listed<GatewaySummary> =>
  describe(tx, place, 'direct_connect', filter)

export interface NewDirectConnect {
  readonly vpc: string
  readonly name: string
  /** 0 without address translation, 1 with it. */
  readonly type: number
}

/** A VPC has one gateway with address translation and one without at most. */
export const createDirectConnect = (tx: Tx, place: Place, input: NewDirectConnect): Gateway => {
  const { name, type: figure } = input
  const vpc = getVpc(tx, place, input.vpc)
  if (name === '' || tooLong(name, NAME_LIMIT)) throw problems.directConnectNameInvalid()
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
export const deleteDirectConnect = (
  tx: Tx,
  place: Place,
  input: { readonly vpc: string; readonly gateway: string },
): Task => {
  const vpc = getVpc(tx, place, input.vpc)
  const gateway = tx.table(gateways).get(input.gateway)
  if (gateway?.kind !== 'direct_connect' || gateway.vpcId !== vpc.id) throw problems.directConnectNotFound()
  if (tx.table(tasks).count('running', gateway.id) > 0) throw problems.locked()
  return startTask(tx, place, { deed: 'delete_gateway', targetId: gateway.id })
}
