import type { Tx } from '../../../world/unit-of-work.ts'
import { settingsOf } from '../settings.ts'

/** How many of each resource an account may have. */
export interface Quotas {
  /** Per region. */
  readonly vpcs: number
  /** These per VPC. */
  readonly subnets: number
  readonly routeTables: number
  readonly vpnGateways: number
  readonly peerings: number
  readonly nats: number
  /** Per route table. */
  readonly routes: number
}

export const quotasOf = (tx: Tx): Quotas => {
  const settings = settingsOf(tx)
  return {
    vpcs: settings.vpcQuota,
    subnets: settings.subnetQuota,
    routeTables: settings.routeTableQuota,
    routes: settings.routeQuota,
    vpnGateways: settings.vpnQuota,
    peerings: settings.peeringQuota,
    nats: settings.natQuota,
  }
}
