import type { Stateful } from '../../../world/lifecycle.ts'
import { defineStateful, type Tx } from '../../../world/unit-of-work.ts'
import { type Row, defineTable } from '../../../world/table.ts'
import { type NatState, natMachine } from '../lifecycle.ts'
import { type Owned, placeKey, routes } from './networks.ts'

/** Kinds of gateways that live without states of their own. */
export type GatewayKind = 'public' | 'vpn' | 'direct_connect' | 'ssl_vpn'

export interface Gateway extends Owned {
  readonly kind: GatewayKind
  readonly vpcId: string
  readonly name: string
  /** Public address of a VPN gateway. */
  readonly address: string
  /** Mbps of a VPN gateway; the documented `type` of a Direct Connect gateway. */
  readonly figure: number
}

export interface Nat extends Owned, Stateful<NatState> {
  readonly vpcId: string
  readonly name: string
  readonly billId: string
  readonly maxConcurrent: number
  readonly bandwidth: number
  readonly addresses: readonly string[]
  /** Why it could not be made; 0 unless FAILED. */
  readonly errorCode: number
}

/** A server of a VPC, for routes to plain servers; only from fixtures. The id is `<vpc> <address>`. */
export interface Device extends Row {
  readonly vpcId: string
  readonly address: string
}

/** Removes every route through a next hop that is no more, on both sides of a peering. */
export const dropRoutesThrough = (tx: Tx, hub: string): void => {
  for (const route of tx.table(routes).by('hub', hub)) tx.table(routes).delete(route.id)
}

export const gateways = defineTable<Gateway>()({
  name: 'tencent/gateway',
  indexes: {
    oldId: (row) => row.oldId,
    place: (row) => `${placeKey(row)} ${row.kind}`,
    vpc: (row) => row.vpcId,
  },
})

export const nats = defineStateful<Nat>()({
  name: 'tencent/nat_gateway',
  machine: natMachine,
  indexes: { place: placeKey, vpc: (row) => row.vpcId, bill: (row) => row.billId },
  settable: { errorCode: 'errorCode' },
  moved(tx, before, after) {
    if (!after) dropRoutesThrough(tx, before.id)
  },
})

export const devices = defineTable<Device>()({ name: 'tencent/device', indexes: { vpc: (row) => row.vpcId } })
