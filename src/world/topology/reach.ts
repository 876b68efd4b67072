import { type End, type ReachWorld, findEnds } from './ends.ts'
import type { RefusalReason, Rule } from './topology.ts'
import { walk } from './walk.ts'
import type { Hop, Stop, Way } from './way.ts'

/** What is asked: two ends by id, name, block, address, or `NETWORK@ADDRESS`. */
export interface ReachQuestion {
  readonly from: string
  readonly to: string
  readonly port?: number | undefined
}

/** The first hop that refuses, on the way there or on the way back, with the provider's rule behind it. */
export interface Refusal extends Stop {
  readonly reason: RefusalReason
  readonly on: 'there' | 'back'
  readonly rule: Rule
}

/** An end as it was found. */
export interface EndView {
  readonly network: string
  readonly name: string
  readonly subnet: string | null
}

export interface Reach {
  readonly provider: string
  readonly from: EndView
  readonly to: EndView
  readonly port: number | null
  readonly reaches: boolean
  readonly there: readonly Hop[]
  /** Empty where the way there ends before its goal. */
  readonly back: readonly Hop[]
  readonly refusal: Refusal | null
}

/** Whether one end reaches the other and hears its answer. Throws a ConfigError for ends that are unknown or ambiguous. */
export const reach = (worlds: readonly ReachWorld[], { from, to, port }: ReachQuestion): Reach => {
  const ends = findEnds(worlds, from, to)
  const there = walk(ends.world, ends.from, ends.to)
  const back = there.stop ? undefined : walk(ends.world, ends.to, ends.from)
  const refusal = refusalOf(ends.world, 'there', there) ?? (back && refusalOf(ends.world, 'back', back)) ?? null
  return {
    provider: ends.world.provider,
    from: viewOf(ends.from),
    to: viewOf(ends.to),
    port: port ?? null,
    reaches: refusal === null,
    there: there.hops,
    back: back?.hops ?? [],
    refusal,
  }
}

const viewOf = ({ network, subnet }: End): EndView => ({
  network: network.id,
  name: (subnet ?? network).name,
  subnet: subnet?.id ?? null,
})

const refusalOf = ({ provider, rules }: ReachWorld, on: Refusal['on'], { stop }: Way): Refusal | undefined => {
  if (!stop) return undefined
  const rule = rules.refusals[stop.reason]
  if (!rule) throw new Error(`${provider} has no rule for ${stop.reason}: ${stop.says}`)
  return { ...stop, on, rule }
}

/** An answer for people. */
export const reachText = ({ provider, from, to, reaches, there, back, refusal }: Reach): string => {
  const lines = (title: string, hops: readonly Hop[]): string[] =>
    hops.map(
      (hop, i) => `${(i === 0 ? title : '').padEnd(6)} ${hop.kind} ${hop.name === '' ? hop.id : hop.name}: ${hop.says}`,
    )
  const stop = refusal
    ? [
        `${''.padEnd(6)} ${refusal.reason}: ${refusal.says}`,
        `${''.padEnd(6)} ${refusal.rule.says} (${refusal.rule.evidence})`,
      ]
    : []
  return `${[
    `${from.name} ${reaches ? 'reaches' : 'does not reach'} ${to.name} (${provider})`,
    ...lines('there', there),
    ...(refusal?.on === 'there' ? stop : []),
    ...lines('back', back),
    ...(refusal?.on === 'back' ? stop : []),
  ].join('\n')}\n`
}
