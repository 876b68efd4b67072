import { ListText, memoizeLastOf, rowTextWith } from '../../../core/memo.ts'
import type { Environment, Network, Organization, Peering } from '../records.ts'
import type { ConfluentSettings } from '../settings.ts'
import { gatewayView, networkView } from './networks.ts'
import { environmentView, organizationView } from './organization.ts'
import { peeringText, referencesText } from './peerings.ts'

const texts = {
  peering: rowTextWith((row: Peering, base: string, kindPrefix: string) => peeringText(row, base, kindPrefix)),
  references: rowTextWith((row: Network, base: string) => referencesText(base, row, row.crn)),
  network: rowTextWith((...of: Parameters<typeof networkView>) => JSON.stringify(networkView(...of))),
  gateway: rowTextWith((...of: Parameters<typeof gatewayView>) => JSON.stringify(gatewayView(...of))),
  environment: rowTextWith((...of: Parameters<typeof environmentView>) => JSON.stringify(environmentView(...of))),
  organization: rowTextWith((...of: Parameters<typeof organizationView>) => JSON.stringify(organizationView(...of))),
}

/** JSON text of the objects, with links that begin at a base. Members are sorted by name, as the service sorts them. */
const makeViews = (base: string, { qualifiedKinds, activeConnectionTypes }: ConfluentSettings) => {
  const kindPrefix = qualifiedKinds ? 'networking.v1.' : ''
  return {
    peering: (row: Peering) => texts.peering(row, base, kindPrefix),
    /** Of one that is shown for the first time: remembering its text would cost more than it saves. */
    newPeering: (row: Peering, on: Network) => peeringText(row, base, kindPrefix, texts.references(on, base)),
    network: (row: Network) => texts.network(row, base, kindPrefix, activeConnectionTypes),
    gateway: (row: Network) => texts.gateway(row, base),
    environment: (row: Environment) => texts.environment(row, base),
    organization: (row: Organization) => texts.organization(row, base),
  }
}

export type Views = ReturnType<typeof makeViews>

/** The views of a world with these settings, for requests that came to a base. */
export const viewsAt = memoizeLastOf(makeViews)

/** What a list of networking/v1 tells about itself: `next` is empty on the last page, never null. */
interface ListMetadata {
  readonly first: string
  readonly next: string
  readonly total_size: number
}

export const networkingList = (kind: string, items: readonly string[], metadata: ListMetadata): ListText =>
  new ListText(
    '{"api_version":"networking/v1","data":[',
    items,
    `],"kind":"${kind}","metadata":${JSON.stringify(metadata)}}`,
  )

/** A list of org/v2: its metadata is empty unless there is a next page. */
export const orgList = (kind: string, items: readonly string[], next: string): ListText =>
  new ListText(
    '{"api_version":"org/v2","data":[',
    items,
    `],"kind":"${kind}","metadata":${JSON.stringify(next === '' ? {} : { next })}}`,
  )
