import type { Peering, ReachRules, RouteTable } from './topology.ts'
import { type Stop, type Trip, idOf, labelOf } from './way.ts'

/** The refusal of a peering that passes no traffic in its state. */
export const stateRefusal = ({ states }: ReachRules, peering: Peering): Stop => {
  const rule = states.find(({ state }) => state === peering.state)
  return {
    reason: rule?.refusal ?? 'peering_state',
    at: idOf('peering', peering),
    says: `the peering ${labelOf(peering)} is ${peering.state}${rule ? `: ${rule.says}` : ''}`,
  }
}

/** Addresses for which a table has no route. */
interface Missed {
  readonly table: RouteTable
  readonly target: string
  /** A route of the table would lead there, if it were enabled. */
  readonly disabled: boolean
}

/** Why nothing leads from one network to the other: what is missing first. */
export const diagnose = (trip: Trip, missed: Missed | null): Stop => {
  const { world, from, to } = trip
  const { topology, rules } = world
  const between = peeringsBetween(trip)
  const [own] = [...between.filter(({ ends }) => ends[0] === from.id), ...between]
  const here = idOf('network', from)
  if (rules.needsRouter && !topology.routers.some(({ networks }) => networks.includes(from.id)))
    return { reason: 'no_router', at: here, says: `${labelOf(from)} has no router` }
  if (!own) {
    const middle = commonPeer(trip)
    if (middle !== undefined && missed && rules.transits) return noRoute(missed)
    return middle === undefined
      ? { reason: 'no_peering', at: here, says: `nothing joins ${labelOf(from)} and ${labelOf(to)}` }
      : {
          reason: 'not_transitive',
          at: here,
          says: `${labelOf(from)} and ${labelOf(to)} are both peered with ${middle}, and with each other they are not`,
        }
  }
  const passing = between.find(({ passes, oneWay, ends }) => passes && (!oneWay || ends[0] === from.id))
  if (!passing || !missed) return stateRefusal(rules, own)
  return to.external
    ? {
        reason: 'not_announced',
        at: idOf('peering', passing),
        says: `the peering ${labelOf(passing)} does not name ${missed.target}`,
      }
    : noRoute(missed)
}

const noRoute = ({ table, target, disabled }: Missed): Stop => ({
  reason: 'no_route',
  at: idOf('table', table),
  says: `the table ${labelOf(table)} has no route to ${target}${disabled ? ' that is enabled' : ''}`,
})

/** The peerings of two networks with each other, those that pass traffic first. */
const peeringsBetween = ({ world, from, to }: Trip): Peering[] => {
  const all = world.topology.peerings.filter(({ ends }) => ends.includes(from.id) && ends.includes(to.id))
  return [...all.filter(({ passes }) => passes), ...all.filter(({ passes }) => !passes)]
}

/** A network that is peered with both. */
const commonPeer = ({ world, from, to }: Trip): string | undefined => {
  const { peerings, networks } = world.topology
  const peersOf = (id: string): string[] =>
    peerings.filter(({ ends, passes }) => passes && ends.includes(id)).map(({ ends: [a, b] }) => (a === id ? b : a))
  const near = new Set(peersOf(from.id))
  const middle = peersOf(to.id).find((id) => near.has(id))
  const found = networks.find(({ id }) => id === middle)
  return found && labelOf(found)
}
