import { type Cidr, addressText, network as blockText, readCidr } from '../../core/cidr.ts'
import type { End, ReachWorld } from './ends.ts'
import { type Taken, lookup } from './lookup.ts'
import { diagnose, stateRefusal } from './refusals.ts'
import type { Network, NextHop, Peering, RefusalReason, Route, RouteTable } from './topology.ts'
import { type Hop, type Labelled, type Stop, type Trip, type Way, idOf, labelOf, otherEnd } from './way.ts'

/** Addresses of one end, with the table that serves them; null where nothing is known of that. */
interface Spot {
  readonly table: RouteTable | null
  readonly range: Cidr | null
}

/** Walks from one end to the other. Of several ways the first that stops counts, else the first. */
export const walk = (world: ReachWorld, from: End, to: End): Way => {
  const start = startOf(from)
  if (from.network.id === to.network.id) return { hops: [start], stop: null }
  const goals = spotsOf(world, to)
  const pairs = sources(spotsOf(world, from)).flatMap((source) =>
    goals.filter((goal) => meets(source, goal)).map((goal) => [source, goal] as const),
  )
  const trip = { world, from: from.network, to: to.network, start, goal: goalOf(to) }
  if (pairs.length === 0)
    return stopped(trip, [], { reason: 'family', at: idOf('network', to.network), says: familyText(from, to) })
  let first: Way | undefined
  for (const [source, goal] of pairs) {
    const way = lead(trip, source, goal.range)
    if (way.stop) return way
    first ??= way
  }
  return first!
}

const lead = (trip: Trip, { table }: Spot, range: Cidr | null): Way => {
  const { world, to } = trip
  if (!table) return leadFromOutside(trip)
  const whole = ({ next }: { readonly next: NextHop }): boolean => otherEnd(trip, peeringOf(world, next)) === to.id
  if (range === null) {
    const route = table.routes.find((one) => one.destination === null && whole(one))
    return follow(trip, table, { first: 0n, last: 0n, route }, null)
  }
  let first: Way | undefined
  for (const taken of lookup(working(world, table), range, whole)) {
    const way = follow(trip, table, taken, range)
    if (way.stop) return way
    first ??= way
  }
  return first!
}

/** A table without the routes that take no traffic; one over a peering that passes none still leads there. */
const working = (world: ReachWorld, table: RouteTable): RouteTable => ({
  ...table,
  routes: table.routes.filter(
    ({ enabled, next }) => enabled || (next.kind === 'peering' && !peeringOf(world, next)?.passes),
  ),
})

const covers = ({ destination }: Route, first: bigint, last: bigint, range: Cidr | null): boolean => {
  const to = destination === null ? undefined : readCidr(destination)
  return to !== undefined && to.family === range?.family && to.first <= first && last <= to.last
}

/** Nobody here knows the routes of a network outside; a peering that passes traffic is enough. */
const leadFromOutside = (trip: Trip): Way => {
  const peering = trip.world.topology.peerings.find((one) => one.passes && otherEnd(trip, one) === trip.to.id)
  if (!peering) return stopped(trip, [], diagnose(trip, null))
  return { hops: [trip.start, peeringHop(peering), trip.goal], stop: null }
}

const follow = (trip: Trip, table: RouteTable, { first, last, route }: Taken, range: Cidr | null): Way => {
  const { world, to } = trip
  const target = range === null ? to.name : textOf(first, last, range)
  if (!route) {
    const disabled = table.routes.some((one) => !one.enabled && covers(one, first, last, range))
    return stopped(trip, [], diagnose(trip, { table, target, disabled }))
  }
  const { next } = route
  const through = tableHop(table, `${route.destination ?? 'whatever the other end has'} goes ${nextText(world, next)}`)
  const stop = (reason: RefusalReason, at: Stop['at'], says: string): Way =>
    stopped(trip, [through], { reason, at, says })
  switch (next.kind) {
    case 'local':
      return stop('overlap', idOf('table', table), `${target} is also in ${labelOf(trip.from)}, where it stays`)
    case 'gateway':
    case 'server':
      return stop(
        'leads_out',
        idOf('table', table),
        `${target} goes ${nextText(world, next)}, beyond which nothing is known`,
      )
    case 'router': {
      const router = world.topology.routers.find(({ id }) => id === next.id)
      if (router?.networks.includes(to.id))
        return {
          hops: [trip.start, through, { ...idOf('router', router), says: 'joins its networks' }, trip.goal],
          stop: null,
        }
      return stop('overlap', idOf('table', table), `${target} is also in another network of the router`)
    }
  }
  const peering = peeringOf(world, next)
  if (!peering)
    return stop('no_peering', idOf('table', table), `${target} goes to the peering ${next.id}, which is gone`)
  if (!peering.passes) return stopped(trip, [through], stateRefusal(world.rules, peering))
  const other = otherEnd(trip, peering)
  if (other === to.id) return { hops: [trip.start, through, peeringHop(peering), trip.goal], stop: null }
  const reached = world.topology.networks.find(({ id }) => id === other)
  if (reached && world.rules.transits) {
    const onward = passOn(trip, reached, range && { ...range, first, last })
    return { hops: [trip.start, through, peeringHop(peering), ...onward.hops], stop: onward.stop }
  }
  const says = `${target} goes over ${labelOf(peering)} to ${reached ? labelOf(reached) : other}, and is not there`
  return stop('not_transitive', idOf('peering', peering), says)
}

/** A network between the two ends passes on what arrives. */
const passOn = (trip: Trip, from: Network, range: Cidr | null): Way => {
  const passed = [...(trip.passed ?? []), trip.from.id]
  const start: Hop = { ...idOf('network', from), says: 'passes it on' }
  const table = mainTableOf(trip.world, from)
  const onward = { ...trip, from, start, passed }
  if (!passed.includes(from.id)) return lead(onward, { table, range }, range)
  return stopped(onward, [], {
    reason: 'no_route',
    at: table ? idOf('table', table) : idOf('network', from),
    says: `what is for ${labelOf(trip.to)} goes round in circles, and comes back to ${labelOf(from)}`,
  })
}

const mainTableOf = ({ topology }: ReachWorld, { id }: Network): RouteTable | null =>
  topology.tables.find((table) => table.network === id && table.main) ?? null

const stopped = ({ start }: Trip, hops: readonly Hop[], stop: Stop): Way => ({ hops: [start, ...hops], stop })

/** The addresses of an end, each with its table. */
const spotsOf = (world: ReachWorld, { network, subnet, range }: End): Spot[] => {
  const { topology } = world
  const tables = new Map(topology.tables.map((table) => [table.id, table]))
  const main = mainTableOf(world, network)
  const spots = (ranges: readonly string[], table: RouteTable | null): Spot[] =>
    ranges.flatMap((text) => {
      const own = readCidr(text)
      return own ? [{ table, range: own }] : []
    })
  if (range) return [{ table: subnet ? (tables.get(subnet.table) ?? main) : main, range }]
  if (subnet) return spots(subnet.ranges, tables.get(subnet.table) ?? main)
  const subnets = topology.subnets.filter((one) => one.network === network.id)
  if (subnets.length > 0) return subnets.flatMap((one) => spots(one.ranges, tables.get(one.table) ?? main))
  return network.ranges.length > 0 ? spots(network.ranges, main) : [{ table: main, range: null }]
}

/** One spot of each table and family: where a way leads does not depend on more. */
const sources = (spots: readonly Spot[]): Spot[] => [
  ...new Map(spots.map((spot) => [`${spot.table?.id} ${spot.range?.family}`, spot])).values(),
]

const meets = (source: Spot, goal: Spot): boolean =>
  source.range === null || goal.range === null || source.range.family === goal.range.family

const familyText = ({ network: from }: End, { network: to }: End): string =>
  `${labelOf(from)} and ${labelOf(to)} have no address family in common`

const peeringOf = ({ topology }: ReachWorld, { kind, id }: NextHop): Peering | undefined =>
  kind === 'peering' ? topology.peerings.find((one) => one.id === id) : undefined

const startOf = ({ network, subnet }: End): Hop => ({
  ...(subnet ? idOf('subnet', subnet) : idOf('network', network)),
  says: subnet ? `of ${labelOf(network)}` : network.ranges.join(', '),
})
const goalOf = startOf

const tableHop = (table: RouteTable, says: string): Hop => ({ ...idOf('table', table), says })
const peeringHop = (peering: Peering): Hop => ({ ...idOf('peering', peering), says: `is ${peering.state}` })

const nextText = ({ topology }: ReachWorld, { kind, id }: NextHop): string => {
  if (kind === 'local') return 'nowhere else'
  const there = { peering: topology.peerings, router: topology.routers }[kind as 'peering' | 'router'] as
    | readonly Labelled[]
    | undefined
  const found = there?.find((one) => one.id === id)
  return `to the ${kind} ${found ? labelOf(found) : id}`
}

const textOf = (first: bigint, last: bigint, range: Cidr): string => {
  if (first === range.first && last === range.last)
    return range.first === range.last ? addressText(range.family, first) : blockText(range)
  return `${addressText(range.family, first)} to ${addressText(range.family, last)}`
}
