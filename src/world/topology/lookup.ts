import { type Cidr, readCidr } from '../../core/cidr.ts'
import type { Route, RouteTable } from './topology.ts'

/** Some addresses, and the route that they take; undefined where there is none. */
export interface Taken {
  readonly first: bigint
  readonly last: bigint
  readonly route: Route | undefined
}

interface Candidate {
  readonly route: Route
  readonly first: bigint
  readonly last: bigint
  readonly prefix: number
}

/**
 * The routes that a range takes out of a table: local ones before all others, then those of the longest prefix, of equals the
 * first. `whole` says of a route without a destination whether it leads there.
 */
export const lookup = ({ routes }: RouteTable, range: Cidr, whole: (route: Route) => boolean): Taken[] => {
  const candidates = routes.flatMap((route) => candidateOf(route, range, whole))
  const starts = new Set([range.first])
  for (const { first, last } of candidates) {
    if (first > range.first) starts.add(first)
    if (last < range.last) starts.add(last + 1n)
  }
  const ordered = [...starts].sort((a, b) => (a < b ? -1 : 1))
  return ordered.map((first, i) => {
    const last = (ordered[i + 1] ?? range.last + 1n) - 1n
    const fitting = candidates.filter((one) => one.first <= first && one.last >= last)
    return { first, last, route: best(fitting)?.route }
  })
}

const candidateOf = (route: Route, range: Cidr, whole: (route: Route) => boolean): Candidate[] => {
  if (route.destination === null)
    return whole(route) ? [{ route, first: range.first, last: range.last, prefix: -1 }] : []
  const to = readCidr(route.destination)
  const meets = to !== undefined && to.family === range.family && to.first <= range.last && range.first <= to.last
  return meets ? [{ route, first: to.first, last: to.last, prefix: to.prefix }] : []
}

const isLocal = ({ route }: Candidate): boolean => route.next.kind === 'local'

const best = (candidates: readonly Candidate[]): Candidate | undefined =>
  candidates.find(isLocal) ??
  candidates.reduce<Candidate | undefined>((one, other) => (one && one.prefix >= other.prefix ? one : other), undefined)
