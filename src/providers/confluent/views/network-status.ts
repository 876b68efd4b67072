import type { Network } from '../records.ts'
import type { ConfluentSettings } from '../settings.ts'

// the documented examples
const FAILURE = { code: 'insufficient_capacity', message: 'Could not provision cloud resources' }

/** `status` of a network. Its `cloud` is there in every phase: the Terraform provider reads it without a look. */
export const networkStatus = (
  row: Network,
  kindPrefix: string,
  shown: ConfluentSettings['activeConnectionTypes'],
): object => {
  const { state, errorCode, errorMessage, supportedTypes, connectionTypes, provisioned } = row
  return {
    active_connection_types: shown === 'requested' || (shown === 'ready' && provisioned) ? connectionTypes : [],
    cloud: cloudView(row, kindPrefix),
    ...namesOf(row),
    ...(state === 'FAILED' && {
      error_code: errorCode ?? FAILURE.code,
      error_message: errorMessage ?? FAILURE.message,
    }),
    phase: state,
    supported_connection_types: supportedTypes,
    ...zonalNames(row),
  }
}

const privateLink = ({ connectionTypes, provisioned }: Network): boolean =>
  provisioned && connectionTypes.includes('PRIVATELINK')

const cloudView = (row: Network, kindPrefix: string): object => {
  const { cloud, owner, region, zones, linkServices, provisioned, vpc: name } = row
  const vpc = provisioned ? name : ''
  const perZone = (render: (zone: string, at: number) => string): Record<string, string> =>
    privateLink(row) ? Object.fromEntries(zones.map((zone, at) => [zone, render(zone, at)])) : {}
  switch (cloud) {
    case 'AWS': {
      const service = privateLink(row) ? `com.amazonaws.vpce.${region}.vpce-svc-${linkServices[0]}` : ''
      return { account: owner, kind: `${kindPrefix}AwsNetwork`, private_link_endpoint_service: service, vpc }
    }
    case 'GCP':
      return {
        kind: `${kindPrefix}GcpNetwork`,
        private_service_connect_service_attachments: perZone(
          (zone) => `projects/${owner}/regions/${region}/serviceAttachments/${name}-service-attachment-${zone}`,
        ),
        project: owner,
        vpc_network: vpc,
      }
    case 'AZURE': {
      const providers = `/subscriptions/${owner}/resourceGroups/${name}/providers`
      return {
        kind: `${kindPrefix}AzureNetwork`,
        private_link_service_aliases: perZone(
          (zone, at) => `${name}-privatelink-${zone}.${linkServices[at]}.${region}.azure.privatelinkservice`,
        ),
        private_link_service_resource_ids: perZone(
          (zone) => `${providers}/Microsoft.Network/privateLinkServices/${name}-privatelink-${zone}`,
        ),
        subscription: owner,
        vnet: vpc,
      }
    }
  }
}

const domainOf = ({ id, region, cloud }: Network): string =>
  `${id.slice(id.indexOf('-') + 1)}.${region}.${cloud.toLowerCase()}.confluent.cloud`

// the separator alone is there from the beginning; the domain follows when the network is READY
const namesOf = (row: Network): object => {
  const domain = row.provisioned ? domainOf(row) : ''
  return row.connectionTypes.includes('PRIVATELINK')
    ? { dns_domain: domain, endpoint_suffix: `.${domain}` }
    : { endpoint_suffix: `-${domain}` }
}

const zonalNames = (row: Network): object => {
  if (!row.connectionTypes.includes('PRIVATELINK')) return {}
  const label = (zone: string): string => (row.cloud === 'AZURE' ? `az${zone}` : zone)
  return {
    zonal_subdomains: row.provisioned
      ? Object.fromEntries(row.zones.map((zone) => [zone, `${label(zone)}.${domainOf(row)}`]))
      : {},
  }
}
