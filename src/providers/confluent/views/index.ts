import { jsonText } from '../../../core/memo.ts'
import type { Environment, Network, Organization, Peering } from '../records.ts'
import type { ConfluentSettings } from '../settings.ts'
import { gatewayView, networkView } from './networks.ts'
import { environmentView, organizationView } from './organization.ts'
import { peeringView } from './peerings.ts'

/** JSON text of the objects, with links that begin at a base. Members are sorted by name, as the service sorts them. */
const createViews = (base: string, { qualifiedKinds, activeConnectionTypes }: ConfluentSettings) => {
  const kindPrefix = qualifiedKinds ? 'networking.v1.' : ''
  return {
    peering: jsonText((row: Peering) => peeringView(row, base, kindPrefix)),
    network: jsonText((row: Network) => networkView(row, base, kindPrefix, activeConnectionTypes)),
    gateway: jsonText((row: Network) => gatewayView(row, base)),
    environment: jsonText((row: Environment) => environmentView(row, base)),
    organization: jsonText((row: Organization) => organizationView(row, base)),
  }
}

export type Views = ReturnType<typeof createViews>

const KEPT_BASES = 16
const kept = new Map<string, Views>()

/** The views of one base and one set of switches; the texts they remember live as long as the rows. */
export const viewsAt = (base: string, settings: ConfluentSettings): Views => {
  const key = `${base} ${settings.qualifiedKinds} ${settings.activeConnectionTypes}`
  let views = kept.get(key)
  if (!views) {
    if (kept.size === KEPT_BASES) kept.delete(kept.keys().next().value!)
    kept.set(key, (views = createViews(base, settings)))
  }
  return views
}

/** What a list of networking/v1 tells about itself: `next` is empty on the last page, never null. */
interface ListMetadata {
  readonly first: string
  readonly next: string
  readonly total_size: number
}

export const networkingList = (kind: string, items: readonly string[], metadata: ListMetadata) =>
  `{"api_version":"networking/v1","data":[${items.join(',')}],"kind":"${kind}","metadata":${JSON.stringify(metadata)}}`

/** A list of org/v2: its metadata is empty unless there is a next page. */
export const orgList = (kind: string, items: readonly string[], next: string) =>
  `{"api_version":"org/v2","data":[${items.join(',')}],"kind":"${kind}","metadata":` +
  `${JSON.stringify(next === '' ? {} : { next })}}`
