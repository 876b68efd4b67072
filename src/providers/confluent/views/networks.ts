import type { Network } from '../records.ts'
import type { ConfluentSettings } from '../settings.ts'
import { gatewayPath, networkPath } from './links.ts'
import { networkStatus } from './network-status.ts'
import { above, environmentReference, metadata } from './parts.ts'

const GATEWAY_KIND = { AWS: 'Aws', GCP: 'Gcp', AZURE: 'Azure' } as const

// recorded with the empty links
const gatewayReference = (id: string, environment: string) => ({
  api_version: 'networking/v1',
  environment,
  id,
  kind: 'Gateway',
  related: '',
  resource_name: '',
})

/** A network whose links begin at a base. */
export const networkView = (
  row: Network,
  base: string,
  kindPrefix: string,
  shown: ConfluentSettings['activeConnectionTypes'],
) => ({
  api_version: 'networking/v1',
  id: row.id,
  kind: 'Network',
  metadata: metadata(row, base + networkPath(row)),
  spec: {
    ...(row.cidr !== undefined && { cidr: row.cidr }),
    cloud: row.cloud,
    connection_types: row.connectionTypes,
    display_name: row.displayName,
    ...(row.dnsResolution !== undefined && { dns_config: { resolution: row.dnsResolution } }),
    environment: environmentReference(base, row.environmentId, above(row.crn)),
    ...(row.gatewayId !== undefined && { gateway: gatewayReference(row.gatewayId, row.environmentId) }),
    region: row.region,
    ...(row.reservedCidr !== undefined && { reserved_cidr: row.reservedCidr }),
    zones: row.zones,
    ...(row.zonesInfo && { zones_info: row.zonesInfo.map(({ cidr, zoneId }) => ({ cidr, zone_id: zoneId })) }),
  },
  status: networkStatus(row, kindPrefix, shown),
})

/** The gateway of a network that has one. */
export const gatewayView = (row: Network, base: string) => {
  const id = row.gatewayId!
  return {
    api_version: 'networking/v1',
    id,
    kind: 'Gateway',
    metadata: metadata(
      { ...row, crn: `${above(row.crn)}/gateway=${id}` },
      base + gatewayPath({ id, environmentId: row.environmentId }),
    ),
    spec: {
      config: { kind: `${GATEWAY_KIND[row.cloud]}PeeringGatewaySpec`, region: row.region },
      display_name: row.displayName,
      environment: environmentReference(base, row.environmentId, above(row.crn)),
    },
    status: {
      ...(row.cloud === 'GCP' && {
        cloud_gateway: {
          iam_principal: `${id}@${row.owner}.iam.gserviceaccount.com`,
          kind: 'GcpPeeringGatewayStatus',
        },
      }),
      phase: row.state,
    },
  }
}
