import type { Tx } from '../../../world/unit-of-work.ts'
import type { TableDef } from '../../../world/table.ts'
import { type Access, type InEnvironment, type Network, type Peering, networks, peerings } from '../records.ts'
import { enterEnvironment } from './objects.ts'
import { type Listed, type Page, cut } from './pages.ts'

/** A filter of a list: an exact match with any of the values given. */
interface Filter<T> {
  /** The documentation's own sample joins the values with commas, though only some parameters can bear that. */
  readonly commas: boolean
  readonly ignoreCase: boolean
  readonly of: (row: T) => string | readonly string[]
}

const filter = <T>(of: Filter<T>['of'], more: Partial<Filter<T>> = {}): Filter<T> => ({
  commas: false,
  ignoreCase: false,
  of,
  ...more,
})

/** Filters by the name of their parameter. */
type Filters<T> = Readonly<Record<string, Filter<T>>>

export const peeringFilters: Filters<Peering> = {
  'spec.display_name': filter((row) => row.displayName),
  'status.phase': filter((row) => row.state, { commas: true }),
  'spec.network': filter((row) => row.networkId, { commas: true }),
}

export const networkFilters: Filters<Network> = {
  'spec.display_name': filter((row) => row.displayName),
  'spec.cloud': filter((row) => row.cloud),
  'spec.region': filter((row) => row.region),
  // lower case in the documented example, upper case in the CLI
  'spec.connection_types': filter((row) => row.connectionTypes, { ignoreCase: true }),
  'spec.cidr': filter((row) => row.cidr ?? []),
  'status.phase': filter((row) => row.state, { commas: true }),
}

/** What a list is asked for. */
export interface ListRequest {
  readonly environment: string
  /** The values given to filters, by parameter; none is no filter. */
  readonly wanted: Readonly<Record<string, readonly string[]>>
  readonly page: Page
}

// sorting that many rows of an index costs less than walking past those of other environments
const FEW = 500

const listIn = <T extends InEnvironment & { readonly ord: number }>(
  tx: Tx,
  def: TableDef<T, 'environment'>,
  filters: Filters<T>,
  { environment, wanted, page }: ListRequest,
): Listed<T> => {
  const table = tx.table(def)
  const total = table.count('environment', environment)
  const rows = total > FEW ? table.all() : table.by('environment', environment)
  const matchers = Object.entries(filters).flatMap(([parameter, one]) => {
    const values = wanted[parameter] ?? []
    return values.length > 0 ? [matcher(one, values)] : []
  })
  const fits = (row: T): boolean => row.environmentId === environment && matchers.every((matches) => matches(row))
  return cut(rows, page, { fits, total: matchers.length === 0 ? total : undefined })
}

const matcher = <T>({ commas, ignoreCase, of }: Filter<T>, given: readonly string[]): ((row: T) => boolean) => {
  const fold = (text: string): string => (ignoreCase ? text.toUpperCase() : text)
  const values = new Set((commas ? given.flatMap((value) => value.split(',')) : given).map(fold))
  return (row) => {
    const own = of(row)
    return typeof own === 'string' ? values.has(fold(own)) : own.some((value) => values.has(fold(value)))
  }
}

export const listPeerings = (tx: Tx, access: Access, request: ListRequest): Listed<Peering> => {
  enterEnvironment(tx, access, request.environment)
  return listIn(tx, peerings, peeringFilters, request)
}

export const listNetworks = (tx: Tx, access: Access, request: ListRequest): Listed<Network> => {
  enterEnvironment(tx, access, request.environment)
  return listIn(tx, networks, networkFilters, request)
}
