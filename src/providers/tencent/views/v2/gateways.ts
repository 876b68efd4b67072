import type { GatewaySummary } from '../../operations/gateways.ts'
import type { Listed } from '../../operations/lists.ts'
import type { NatSummary } from '../../operations/nats.ts'
import type { NatState } from '../../lifecycle.ts'
import type { Gateway, Nat } from '../../records/gateways.ts'
import type { TencentSettings } from '../../settings.ts'
import { beijing } from '../beijing.ts'
import { listView } from './common.ts'

const PRODUCTION: Readonly<Record<NatState, number>> = { CREATING: 0, AVAILABLE: 1, FAILED: 2, DELETING: 5 }
const RUNNING = 6
const YEAR = 365 * 24 * 3_600_000

export const createdNatView = ({ billId, id }: Nat): object => ({ billId, natGatewayId: id })

/** Unlike `productionStatus`, 0 is a success here. */
export const billView = ({ state, errorCode }: Nat): object => ({
  data: { status: state === 'CREATING' ? 2 : state === 'FAILED' ? 1 : 0, errorCode: String(errorCode) },
})

/** The number in an old id. */
const numberIn = (oldId: string): number => Number(/\d+$/.exec(oldId)?.[0] ?? 0)

const natView = ({ nat, vpc, appId }: NatSummary): object => ({
  appId,
  vpcId: numberIn(vpc.oldId),
  unVpcId: vpc.id,
  vpcName: vpc.name,
  natId: nat.id,
  natName: nat.name,
  maxConcurrent: nat.maxConcurrent,
  eipCount: nat.addresses.length,
  createTime: beijing(nat.createdAt),
  state: nat.state === 'AVAILABLE' ? 0 : 1,
  bandwidth: nat.bandwidth,
  productionStatus: PRODUCTION[nat.state],
  eipSet: nat.addresses,
})

const vpnGatewayView = ({ gateway, vpc }: GatewaySummary): object => ({
  vpcId: vpc.oldId,
  unVpcId: vpc.id,
  vpnGwId: /^\d+$/.test(gateway.oldId) ? Number(gateway.oldId) : gateway.oldId,
  unVpnGwId: gateway.id,
  vpnGwName: gateway.name,
  bandwidth: gateway.figure,
  vpnGwStatus: RUNNING,
  vpnGwAddress: gateway.address,
  dealId: '',
  isAutoRenewals: 0,
  expireTime: beijing(gateway.createdAt + YEAR),
  createTime: beijing(gateway.createdAt),
})

const directConnectView = ({ gateway, vpc }: GatewaySummary): object => ({
  vpcId: vpc.oldId,
  unVpcId: vpc.id,
  directConnectGatewayName: gateway.name,
  directConnectGatewayId: gateway.id,
  type: gateway.figure,
  snatNum: 0,
  dnatNum: 0,
  snaptNum: 0,
  dnaptNum: 0,
  createTime: beijing(gateway.createdAt),
})

export const natListView = (list: Listed<NatSummary>): object => listView(list, natView)

export const vpnGatewayListView = (list: Listed<GatewaySummary>): object => listView(list, vpnGatewayView)

export const directConnectListView = (list: Listed<GatewaySummary>): object => listView(list, directConnectView)

export const createdDirectConnectView = ({ id }: Gateway): object => ({ data: { directConnectGatewayId: id } })

/** Quotas by the numbers that the documentation gives them; numbers of others are left out. */
export const limitsView = (settings: TencentSettings, { type }: { readonly type: readonly string[] }): object => {
  const known = new Map([
    ['0', settings.vpcQuota],
    ['1', settings.subnetQuota],
    ['2', settings.routeTableQuota],
    ['3', settings.routeQuota],
    ['4', settings.vpnQuota],
    ['20', settings.peeringQuota],
    ['55', settings.natQuota],
  ])
  const asked = type.filter((number) => known.has(number))
  return { data: { limit: Object.fromEntries(asked.map((number) => [number, known.get(number)!])) } }
}
