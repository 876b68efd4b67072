import { endpoints } from '../endpoints.ts'
import type { InEnvironment } from '../records.ts'

export const PEERINGS = endpoints['peerings.list'].path
export const NETWORKS = endpoints['networks.list'].path
export const ENVIRONMENTS = endpoints['environments.list'].path
export const ORGANIZATIONS = endpoints['organizations.list'].path
const GATEWAYS = '/networking/v1/gateways'

const scoped =
  (collection: string) =>
  ({ id, environmentId }: InEnvironment): string =>
    `${collection}/${id}?environment=${environmentId}`

/** Paths of objects that belong to an environment, as in `self`, `related` and the `Location` of a conflict. */
export const peeringPath = scoped(PEERINGS)
export const networkPath = scoped(NETWORKS)
export const gatewayPath = scoped(GATEWAYS)
