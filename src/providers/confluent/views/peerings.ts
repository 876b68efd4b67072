import { quoted } from '../../../core/memo.ts'
import type { Peering, PeeringCloud } from '../records.ts'
import { networkPath, peeringPath } from './links.ts'
import { above, environmentReference, metadata } from './parts.ts'

const cloudView = (cloud: PeeringCloud, kindPrefix: string) => {
  const kind = kindPrefix + cloud.kind
  switch (cloud.kind) {
    case 'AwsPeering': {
      const { account, customerRegion, routes, vpc } = cloud
      return { account, customer_region: customerRegion, kind, routes, vpc }
    }
    case 'GcpPeering':
      return {
        import_custom_routes: cloud.importCustomRoutes,
        kind,
        project: cloud.project,
        vpc_network: cloud.vpcNetwork,
      }
    case 'AzurePeering':
      return { customer_region: cloud.customerRegion, kind, tenant: cloud.tenant, vnet: cloud.vnet }
  }
}

// the only failure text that users report; the code is not published
const FAILURE = {
  code: 'permission_denied',
  message: 'Permission was denied. Please verify that all permissions have been granted.',
}

const statusView = ({ state, errorCode, errorMessage }: Peering) =>
  state === 'FAILED'
    ? { error_code: errorCode ?? FAILURE.code, error_message: errorMessage ?? FAILURE.message, phase: state }
    : { phase: state }

/**
 * The text of a peering whose links begin at a base: members sorted by name. What no other view shares is spelt out, because it is
 * what all the creates and lists of a run consist of.
 */
export const peeringText = (row: Peering, base: string, kindPrefix: string): string => {
  const { id, environmentId, networkId, crn } = row
  const related = base + networkPath({ id: networkId, environmentId })
  return (
    `{"api_version":"networking/v1","id":${quoted(id)},"kind":"Peering",` +
    `"metadata":${JSON.stringify(metadata(row, base + peeringPath(row)))},` +
    `"spec":{"cloud":${JSON.stringify(cloudView(row.cloud, kindPrefix))},"display_name":${quoted(row.displayName)},` +
    `"environment":${JSON.stringify(environmentReference(base, environmentId, above(crn, 2)))},` +
    `"network":{"api_version":"networking/v1","id":${quoted(networkId)},"kind":"Network",` +
    `"related":${quoted(related)},"resource_name":${quoted(above(crn))}}},` +
    `"status":${JSON.stringify(statusView(row))}}`
  )
}
