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

/** A peering whose links begin at a base. */
const peeringView = (row: Peering, base: string, kindPrefix: string) => ({
  api_version: 'networking/v1',
  id: row.id,
  kind: 'Peering',
  metadata: metadata(row, base + peeringPath(row)),
  spec: {
    cloud: cloudView(row.cloud, kindPrefix),
    display_name: row.displayName,
    environment: environmentReference(base, row.environmentId, above(row.crn, 2)),
    network: {
      api_version: 'networking/v1',
      id: row.networkId,
      kind: 'Network',
      related: base + networkPath({ id: row.networkId, environmentId: row.environmentId }),
      resource_name: above(row.crn),
    },
  },
  status: statusView(row),
})

export const peeringText = (...of: Parameters<typeof peeringView>): string => JSON.stringify(peeringView(...of))
