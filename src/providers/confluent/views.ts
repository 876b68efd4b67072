import type { Millis } from '../../core/clock.ts'
import { jsonText } from '../../core/memo.ts'
import { networkStatus } from './network-status.ts'
import { ENVIRONMENTS, GATEWAYS, ORGANIZATIONS, networkPath, peeringPath } from './paths.ts'
import type { Described, Environment, Network, Organization, Peering, PeeringCloud } from './records.ts'
import type { ConfluentSettings } from './settings.ts'

/** RFC 3339 with up to six digits of a second, without trailing zeros. */
const stamp = (at: Millis, micros: number): string => {
  const text = new Date(at).toISOString()
  const fraction = `${text.slice(20, 23)}${String(micros).padStart(3, '0')}`.replace(/0+$/, '')
  return `${text.slice(0, 19)}${fraction && `.${fraction}`}Z`
}

/** The name of the object above, or of the one above that. */
const above = (crn: string, levels = 1): string => {
  let end = crn.length
  for (let n = 0; n < levels; n++) end = crn.lastIndexOf('/', end - 1)
  return crn.slice(0, end)
}

const metadata = (row: Described & { readonly since?: Millis }, self: string) => ({
  created_at: stamp(row.createdAt, row.micros),
  resource_name: row.crn,
  self,
  updated_at: stamp(Math.max(row.touchedAt, row.since ?? 0), row.micros),
})

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

const peeringStatus = ({ state, errorCode, errorMessage }: Peering) =>
  state === 'FAILED'
    ? { error_code: errorCode ?? FAILURE.code, error_message: errorMessage ?? FAILURE.message, phase: state }
    : { phase: state }

/** JSON text of the objects, with links that begin at a base. Members are sorted by name, as the service sorts them. */
const createViews = (base: string, qualified: boolean, activeTypes: ConfluentSettings['activeTypes']) => {
  const kindPrefix = qualified ? 'networking.v1.' : ''

  const environmentReference = (id: string, crn: string) => ({
    api_version: 'org/v2',
    id,
    kind: 'Environment',
    related: `${base}/v2/environments/${id}`,
    resource_name: crn,
  })

  const peering = jsonText((row: Peering) => ({
    api_version: 'networking/v1',
    id: row.id,
    kind: 'Peering',
    metadata: metadata(row, base + peeringPath(row)),
    spec: {
      cloud: cloudView(row.cloud, kindPrefix),
      display_name: row.displayName,
      environment: environmentReference(row.environmentId, above(row.crn, 2)),
      network: {
        api_version: 'networking/v1',
        id: row.networkId,
        kind: 'Network',
        related: base + networkPath({ id: row.networkId, environmentId: row.environmentId }),
        resource_name: above(row.crn),
      },
    },
    status: peeringStatus(row),
  }))

  const network = jsonText((row: Network) => ({
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
      environment: environmentReference(row.environmentId, above(row.crn)),
      ...(row.gatewayId !== undefined && { gateway: gatewayReference(row.gatewayId, row.environmentId) }),
      region: row.region,
      ...(row.reservedCidr !== undefined && { reserved_cidr: row.reservedCidr }),
      zones: row.zones,
      ...(row.zonesInfo && { zones_info: row.zonesInfo.map(({ cidr, zoneId }) => ({ cidr, zone_id: zoneId })) }),
    },
    status: networkStatus(row, kindPrefix, activeTypes),
  }))

  const gateway = jsonText((row: Network) => ({
    api_version: 'networking/v1',
    id: row.gatewayId,
    kind: 'Gateway',
    metadata: metadata(
      { ...row, crn: `${above(row.crn)}/gateway=${row.gatewayId}` },
      `${base}${GATEWAYS}/${row.gatewayId}?environment=${row.environmentId}`,
    ),
    spec: {
      config: { kind: `${GATEWAY_KIND[row.cloud]}PeeringGatewaySpec`, region: row.region },
      display_name: row.displayName,
      environment: environmentReference(row.environmentId, above(row.crn)),
    },
    status: {
      ...(row.cloud === 'GCP' && {
        cloud_gateway: {
          iam_principal: `${row.gatewayId}@${row.owner}.iam.gserviceaccount.com`,
          kind: 'GcpPeeringGatewayStatus',
        },
      }),
      phase: row.state,
    },
  }))

  const environment = jsonText((row: Environment) => ({
    api_version: 'org/v2',
    display_name: row.displayName,
    id: row.id,
    kind: 'Environment',
    metadata: metadata(row, `${base}${ENVIRONMENTS}/${row.id}`),
    stream_governance_config: { package: row.package },
  }))

  const organization = jsonText((row: Organization) => ({
    api_version: 'org/v2',
    display_name: row.displayName,
    id: row.id,
    jit_enabled: row.jitEnabled,
    kind: 'Organization',
    metadata: metadata(row, `${base}${ORGANIZATIONS}/${row.id}`),
  }))

  return { peering, network, gateway, environment, organization }
}

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

export type Views = ReturnType<typeof createViews>

const KEPT_BASES = 16
const kept = new Map<string, Views>()

/** The views of one base and one set of switches; the texts they remember live as long as the rows. */
export const viewsAt = (base: string, { qualifiedKinds, activeTypes }: ConfluentSettings): Views => {
  const key = `${base} ${qualifiedKinds} ${activeTypes}`
  let views = kept.get(key)
  if (!views) {
    if (kept.size === KEPT_BASES) kept.delete(kept.keys().next().value!)
    kept.set(key, (views = createViews(base, qualifiedKinds, activeTypes)))
  }
  return views
}

/** A list of networking/v1: `next` is empty on the last page, never null. */
export const networkingList = (kind: string, items: readonly string[], total: number, first: string, next: string) =>
  `{"api_version":"networking/v1","data":[${items.join(',')}],"kind":"${kind}","metadata":` +
  `${JSON.stringify({ first, next, total_size: total })}}`

/** A list of org/v2: its metadata is empty unless there is a next page. */
export const orgList = (kind: string, items: readonly string[], next: string) =>
  `{"api_version":"org/v2","data":[${items.join(',')}],"kind":"${kind}","metadata":` +
  `${JSON.stringify(next === '' ? {} : { next })}}`
