import type { Tx } from '../../../world/unit-of-work.ts'
import type { Row, TableDef } from '../../../world/table.ts'
import { type Access, type InEnvironment, type Network, type Peering, networks, peerings } from '../records.ts'
import { enterEnvironment } from './objects.ts'
import { type Listed, type Page, cut, cutList } from './pages.ts'

/** A filter of a list: an exact match with any of the values given. */
interface Filter<T, I extends string = string> {
  /** The documentation's own sample joins the values with commas, though only some parameters can bear that. */
  readonly commas: boolean
  readonly ignoreCase: boolean
  readonly of: (row: T) => string | readonly string[]
  /** The index that files rows under just this value. */
  readonly index?: I
}

const filter = <T, I extends string = never>(of: Filter<T>['of'], more: Partial<Filter<T, I>> = {}): Filter<T, I> => ({
  commas: false,
  ignoreCase: false,
  of,
  ...more,
})

/** Filters by the name of their parameter. */
type Filters<T, I extends string = never> = Readonly<Record<string, Filter<T, I>>>

export const peeringFilters: Filters<Peering, 'network'> = {
  'spec.display_name': filter((row) => row.displayName),
  'status.phase': filter((row) => row.state, { commas: true }),
  'spec.network': filter((row) => row.networkId, { commas: true, index: 'network' }),
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
  /** The values given to filters, by parameter; what is not given does not filter. */
  readonly wanted: Readonly<Record<string, readonly string[]>>
  readonly page: Page
}

const listIn = <T extends InEnvironment & Row, I extends string>(
  tx: Tx,
  def: TableDef<T, I | 'environment'>,
  filters: Filters<T, I>,
  { environment, wanted, page }: ListRequest,
): Listed<T> => {
  const table = tx.table(def)
  const given = Object.entries(wanted).map(([parameter, values]) => {
    const one = filters[parameter]!
    return { ...one, values: valuesOf(one, values) }
  })
  if (given.length === 0) return cut(table.filed('environment', environment), page)
  const indexed = given.find(({ index }) => index !== undefined)
  const rows = indexed
    ? Array.from(indexed.values, (value) => table.by(indexed.index!, value)).flat()
    : table.by('environment', environment)
  const fits = (row: T): boolean => row.environmentId === environment && given.every((one) => matches(one, row))
  const found = rows.filter(fits)
  return cutList(indexed ? found.sort((a, b) => a.ord - b.ord) : found, page)
}

const folded = ({ ignoreCase }: { readonly ignoreCase: boolean }, text: string): string =>
  ignoreCase ? text.toUpperCase() : text

const valuesOf = <T>(filter: Filter<T>, given: readonly string[]): ReadonlySet<string> =>
  new Set((filter.commas ? given.flatMap((value) => value.split(',')) : given).map((value) => folded(filter, value)))

const matches = <T>(filter: Filter<T> & { readonly values: ReadonlySet<string> }, row: T): boolean => {
  const own = filter.of(row)
  const fits = (value: string): boolean => filter.values.has(folded(filter, value))
  return typeof own === 'string' ? fits(own) : own.some(fits)
}

export const listPeerings = (tx: Tx, access: Access, request: ListRequest): Listed<Peering> => {
  enterEnvironment(tx, access, request.environment)
  return listIn(tx, peerings, peeringFilters, request)
}

export const listNetworks = (tx: Tx, access: Access, request: ListRequest): Listed<Network> => {
  enterEnvironment(tx, access, request.environment)
  return listIn(tx, networks, networkFilters, request)
}
