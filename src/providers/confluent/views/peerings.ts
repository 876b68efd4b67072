import { memoizeLastOf, quoted } from '../../../core/memo.ts'
import type { Peering, PeeringCloud } from '../records.ts'
import { networkPath, peeringPath } from './links.ts'
import { above, environmentReference, metadataText } from './parts.ts'

const cloudText = (cloud: PeeringCloud, kindPrefix: string): string => {
  const kind = quoted(kindPrefix + cloud.kind)
  switch (cloud.kind) {
    case 'AwsPeering': {
      const { account, customerRegion, routes, vpc } = cloud
      const own = `"account":${quoted(account)},"customer_region":${quoted(customerRegion)}`
      return `{${own},"kind":${kind},"routes":[${routes.map(quoted).join()}],"vpc":${quoted(vpc)}}`
    }
    case 'GcpPeering': {
      const { importCustomRoutes, project, vpcNetwork } = cloud
      const ends = `"project":${quoted(project)},"vpc_network":${quoted(vpcNetwork)}`
      return `{"import_custom_routes":${importCustomRoutes},"kind":${kind},${ends}}`
    }
    case 'AzurePeering': {
      const { customerRegion, tenant, vnet } = cloud
      const ends = `"tenant":${quoted(tenant)},"vnet":${quoted(vnet)}`
      return `{"customer_region":${quoted(customerRegion)},"kind":${kind},${ends}}`
    }
  }
}

// the only failure text that users report; the code is not published
const FAILURE = {
  code: 'permission_denied',
  message: 'Permission was denied. Please verify that all permissions have been granted.',
}

const statusText = ({ state, errorCode, errorMessage }: Peering): string =>
  state === 'FAILED'
    ? `{"error_code":${quoted(errorCode ?? FAILURE.code)},"error_message":${quoted(errorMessage ?? FAILURE.message)},"phase":"FAILED"}`
    : `{"phase":"${state}"}`

// most peerings in a row are in one environment
const environmentText = memoizeLastOf((...of: Parameters<typeof environmentReference>): string =>
  JSON.stringify(environmentReference(...of)),
)

/**
 * The text of a peering whose links begin at a base: members sorted by name. It is spelt out because it is what all the creates and
 * lists of a run consist of.
 */
export const peeringText = (row: Peering, base: string, kindPrefix: string): string => {
  const { id, environmentId, networkId, crn } = row
  const related = base + networkPath({ id: networkId, environmentId })
  return (
    `{"api_version":"networking/v1","id":${quoted(id)},"kind":"Peering",` +
    `"metadata":${metadataText(row, base + peeringPath(row))},` +
    `"spec":{"cloud":${cloudText(row.cloud, kindPrefix)},"display_name":${quoted(row.displayName)},` +
    `"environment":${environmentText(base, environmentId, above(crn, 2))},` +
    `"network":{"api_version":"networking/v1","id":${quoted(networkId)},"kind":"Network",` +
    `"related":${quoted(related)},"resource_name":${quoted(above(crn))}}},` +
    `"status":${statusText(row)}}`
  )
}
