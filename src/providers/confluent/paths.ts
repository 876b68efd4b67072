interface Scoped {
  readonly id: string
  readonly environmentId: string
}

export const PEERINGS = '/networking/v1/peerings'
export const NETWORKS = '/networking/v1/networks'
export const GATEWAYS = '/networking/v1/gateways'
export const ENVIRONMENTS = '/org/v2/environments'
export const ORGANIZATIONS = '/org/v2/organizations'

const scoped =
  (collection: string) =>
  ({ id, environmentId }: Scoped): string =>
    `${collection}/${id}?environment=${environmentId}`

export const peeringPath = scoped(PEERINGS)
export const networkPath = scoped(NETWORKS)
