import type { TencentSettings } from '../../settings.ts'

/** Quotas in the order in which they were asked for; those that are not enforced are left out. */
export const limitsView = (settings: TencentSettings, { types }: { readonly types: readonly string[] }): object => {
  const known = new Map([
    ['appid-max-vpcs', settings.vpcQuota],
    ['vpc-max-subnets', settings.subnetQuota],
    ['vpc-max-route-tables', settings.routeTableQuota],
    ['route-table-max-policies', settings.routeQuota],
    ['vpc-max-vpn-gateways', settings.vpnQuota],
    ['vpc-max-nat-gateways', settings.natQuota],
    ['vpc-max-vpcpeers', settings.peeringTotalQuota],
    ['vpc-max-available-vpcpeers', settings.peeringQuota],
  ])
  return {
    VpcLimitSet: types
      .filter((type) => known.has(type))
      .map((type) => ({ LimitType: type, LimitValue: known.get(type)! })),
  }
}

export const attributesView = (): object => ({
  AccountAttributeSet: [{ AttributeName: 'supported-platforms', AttributeValues: ['VPC'] }],
})
