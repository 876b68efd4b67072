import type { ReachWorld } from './ends.ts'
import type { Network, Peering, RefusalReason } from './topology.ts'

/** One step of a way. */
export interface Hop {
  readonly kind: 'subnet' | 'network' | 'table' | 'peering' | 'router'
  readonly id: string
  readonly name: string
  /** What happens there. */
  readonly says: string
}

/** Where a way ends before its goal, and why. */
export interface Stop {
  readonly reason: RefusalReason
  readonly at: Omit<Hop, 'says'>
  readonly says: string
}

/** A way from one end to the other, as far as it leads. */
export interface Way {
  readonly hops: readonly Hop[]
  readonly stop: Stop | null
}

/** What stays the same on one walk. */
export interface Trip {
  readonly world: ReachWorld
  readonly from: Network
  readonly to: Network
  readonly start: Hop
  readonly goal: Hop
  /** The ids of the networks behind it, where others pass on what arrives. */
  readonly passed?: readonly string[]
}

/** What has an id, and may have a name. */
export interface Labelled {
  readonly id: string
  readonly name: string
}

/** A name, or the id of what has none. */
export const labelOf = ({ id, name }: Labelled): string => (name === '' ? id : name)

export const idOf = <K extends Hop['kind']>(kind: K, { id, name }: Labelled) => ({ kind, id, name })

/** The network at the other side of a peering, for who comes from here; undefined where it does not lead away. */
export const otherEnd = ({ from }: Pick<Trip, 'from'>, peering: Peering | undefined): string | undefined => {
  if (!peering) return undefined
  const [one, other] = peering.ends
  if (one === from.id) return other
  return other === from.id && !peering.oneWay ? one : undefined
}
