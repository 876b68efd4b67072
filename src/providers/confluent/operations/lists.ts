import type { Tx } from '../../../world/unit-of-work.ts'
import type { TableDef } from '../../../world/table.ts'
import { type Listed, type Page, cut } from '../paging.ts'
import { type Access, type Network, type Peering, networks, peerings } from '../records.ts'
import { enterEnvironment } from './objects.ts'

/** A filter of a list: an exact match with any of the values given. */
export interface Filter<T> {
  readonly parameter: string
  /** The documentation's own sample joins the values with commas, though only some parameters can bear that. */
  readonly commas: boolean
  readonly ignoreCase: boolean
  readonly of: (row: T) => string | readonly string[]
}

const filter = <T>(parameter: string, of: Filter<T>['of'], more: Partial<Filter<T>> = {}): Filter<T> => ({
  parameter,
  commas: false,
  ignoreCase: false,
  of,
  ...more,
})

export const peeringFilters: readonly Filter<Peering>[] = [
  filter('spec.display_name', (row) => row.displayName),
  filter('status.phase', (row) => row.state, { commas: true }),
  filter('spec.network', (row) => row.networkId, { commas: true }),
]

export const networkFilters: readonly Filter<Network>[] = [
  filter('spec.display_name', (row) => row.displayName),
  filter('spec.cloud', (row) => row.cloud),
  filter('spec.region', (row) => row.region),
  // lower case in the documented example, upper case in the CLI
  filter('spec.connection_types', (row) => row.connectionTypes, { ignoreCase: true }),
  filter('spec.cidr', (row) => row.cidr ?? []),
  filter('status.phase', (row) => row.state, { commas: true }),
]

/** The values that a request gives to filters, by parameter. */
export type Wanted = Readonly<Record<string, readonly string[]>>

interface Scoped {
  readonly id: string
  readonly ord: number
  readonly environmentId: string
}

// sorting that many rows of an index costs less than walking past those of other environments
const FEW = 500

const listIn = <T extends Scoped>(
  tx: Tx,
  def: TableDef<T, 'environment'>,
  filters: readonly Filter<T>[],
  environmentId: string,
  wanted: Wanted,
  page: Page,
): Listed<T> => {
  const table = tx.table(def)
  const total = table.count('environment', environmentId)
  const rows = total > FEW ? table.all() : table.by('environment', environmentId)
  const active = filters.filter(({ parameter }) => (wanted[parameter]?.length ?? 0) > 0)
  const tests = active.map((one) => matcher(one, wanted[one.parameter]!))
  const fits = (row: T): boolean => row.environmentId === environmentId && tests.every((test) => test(row))
  return cut(rows, page, fits, tests.length === 0 ? total : undefined)
}

const matcher = <T>({ commas, ignoreCase, of }: Filter<T>, given: readonly string[]): ((row: T) => boolean) => {
  const fold = (text: string): string => (ignoreCase ? text.toUpperCase() : text)
  const values = new Set((commas ? given.flatMap((value) => value.split(',')) : given).map(fold))
  return (row) => {
    const own = of(row)
    return typeof own === 'string' ? values.has(fold(own)) : own.some((value) => values.has(fold(value)))
  }
}

export const listPeerings = (tx: Tx, access: Access, environmentId: string, wanted: Wanted, page: Page) => {
  enterEnvironment(tx, access, environmentId)
  return listIn(tx, peerings, peeringFilters, environmentId, wanted, page)
}

export const listNetworks = (tx: Tx, access: Access, environmentId: string, wanted: Wanted, page: Page) => {
  enterEnvironment(tx, access, environmentId)
  return listIn(tx, networks, networkFilters, environmentId, wanted, page)
}
