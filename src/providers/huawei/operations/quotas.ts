import type { Tx } from '../../../world/unit-of-work.ts'
import { vpcProblems } from '../errors/vpc.ts'
import { subnets, vpcs } from '../records/index.ts'
import { settingsOf } from '../settings.ts'
import { countPeerings } from './peerings.ts'

export interface Quota {
  readonly type: string
  readonly used: number
  readonly quota: number
  readonly min: number
}

/** Every kind of resource with its limit: the documented example's where there is no setting. */
export const countedQuotas = (tx: Tx, projectId: string, type: string | undefined): Quota[] => {
  const { vpcQuota, subnetQuota, peeringQuota, routeTableQuota, routeQuota } = settingsOf(tx)
  const rows: readonly (readonly [type: string, quota: number, used?: number])[] = [
    ['vpc', vpcQuota, tx.table(vpcs).count('project', projectId)],
    ['subnet', subnetQuota, tx.table(subnets).count('project', projectId)],
    ['securityGroup', 100],
    ['securityGroupRule', 5000],
    ['publicIp', 10],
    ['vpn', 5],
    ['vpcPeer', peeringQuota, countPeerings(tx, projectId)],
    ['physicalConnect', 10],
    ['virtualInterface', 50],
    ['firewall', 200],
    ['shareBandwidth', 5],
    ['shareBandwidthIP', 20],
    ['loadbalancer', 10],
    ['listener', 10],
    ['flow_log', 10],
    ['vpcContainRoutetable', routeTableQuota],
    ['routetableContainRoutes', routeQuota],
  ]
  const quotas = rows.map(([type, quota, used = 0]) => ({ type, used, quota, min: 0 }))
  if (!type) return quotas
  const wanted = quotas.filter((quota) => quota.type === type)
  if (wanted.length === 0) throw vpcProblems.quotaTypeInvalid()
  return wanted
}
