import { quoted } from '../../../core/memo.ts'
import type { InEnvironment, Peering, PeeringCloud } from '../records.ts'
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

/** How a peering refers to a network and its environment, by resource name. */
export const referencesText = (base: string, of: InEnvironment, crn: string): string => {
  const environment = environmentReference(base, of.environmentId, above(crn))
  const network = {
    api_version: 'networking/v1',
    id: of.id,
    kind: 'Network',
    related: base + networkPath(of),
    resource_name: crn,
  }
  return `"environment":${JSON.stringify(environment)},"network":${JSON.stringify(network)}`
}

/**
 * The text of a peering whose links begin at a base: members sorted by name. It is spelt out because it is what all the creates and
 * lists of a run consist of.
 */
export const peeringText = (row: Peering, base: string, kindPrefix: string, references?: string): string =>
  `{"api_version":"networking/v1","id":${quoted(row.id)},"kind":"Peering",` +
  `"metadata":${metadataText(row, base + peeringPath(row))},` +
  `"spec":{"cloud":${cloudText(row.cloud, kindPrefix)},"display_name":${quoted(row.displayName)},` +
  `${references ?? referencesText(base, { id: row.networkId, environmentId: row.environmentId }, above(row.crn))}},` +
  `"status":${statusText(row)}}`
