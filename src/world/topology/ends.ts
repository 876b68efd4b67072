import { ConfigError } from '../../core/config.ts'
import { type Cidr, block, contains, readAddress, readCidr } from '../../core/cidr.ts'
import { nearest } from '../../core/nearest.ts'
import type { ReachRules, Network, Subnet, Topology } from './topology.ts'

/** A provider's world, with its rules about reaching things in it. */
export interface ReachWorld {
  readonly provider: string
  readonly topology: Topology
  readonly rules: ReachRules
}

/** One end of a question: a network, or a part of it. */
export interface End {
  readonly network: Network
  /** Null where the whole network is meant, or no subnet holds the range. */
  readonly subnet: Subnet | null
  /** What is meant of it; null for all that it has. */
  readonly range: Cidr | null
}

/** Two ends in one world. */
export interface Ends {
  readonly world: ReachWorld
  readonly from: End
  readonly to: End
}

/** Finds both ends in one of the worlds. Throws a ConfigError for what is unknown, ambiguous, or of two providers. */
export const findEnds = (worlds: readonly ReachWorld[], from: string, to: string): Ends => {
  const starts = worlds.map((world) => endsOf(world.topology, from))
  const goals = worlds.map((world) => endsOf(world.topology, to))
  for (const [text, found] of [
    [from, starts],
    [to, goals],
  ] as const)
    if (found.every((ends) => ends.length === 0)) throw unknown(text, worlds)
  const both = worlds.flatMap((world, i) =>
    starts[i]!.flatMap((start) => goals[i]!.map((goal) => ({ world, from: start, to: goal }))),
  )
  if (both.length === 0) {
    const [of, other] = [starts, goals].map((found) => providersOf(worlds, found))
    throw new ConfigError(`'${from}' is of ${of} and '${to}' of ${other}: both ends must be of one provider`)
  }
  for (const [text, found] of [
    [from, starts],
    [to, goals],
  ] as const)
    refuseAmbiguous(text, worlds, found, both)
  return both[0]!
}

const providersOf = (worlds: readonly ReachWorld[], found: readonly (readonly End[])[]): string =>
  worlds
    .filter((_, i) => found[i]!.length > 0)
    .map(({ provider }) => provider)
    .join(', ')

const MOST_NAMED = 5

const refuseAmbiguous = (
  text: string,
  worlds: readonly ReachWorld[],
  found: readonly (readonly End[])[],
  both: readonly Ends[],
): void => {
  const possible = worlds.flatMap((world, i) =>
    both.some((ends) => ends.world === world) ? found[i]!.map((end) => `${world.provider} ${endText(end)}`) : [],
  )
  if (possible.length < 2) return
  const more = possible.length > MOST_NAMED ? `, and ${possible.length - MOST_NAMED} more` : ''
  throw new ConfigError(
    `'${text}' may be ${possible.slice(0, MOST_NAMED).join(', ')}${more}: say an id, or NETWORK@ADDRESS`,
  )
}

/** A network or subnet in words. */
const endText = ({ network, subnet }: End): string => {
  const { id, name } = subnet ?? network
  return `${subnet ? 'subnet' : 'network'} ${name === '' || name === id ? id : `${name} (${id})`}`
}

const unknown = (text: string, worlds: readonly ReachWorld[]): ConfigError => {
  const names = worlds.flatMap(({ topology: { networks, subnets } }) =>
    [...networks, ...subnets].flatMap(({ id, name, ranges }) => [name, id, ...ranges]),
  )
  const valid = [...new Set(names)].filter((name) => name !== '')
  if (valid.length === 0) return new ConfigError(`there is no network '${text}', and none at all`)
  return new ConfigError(`there is no network, subnet or range '${text}'${nearest(text, valid)}`)
}

/** What a text may mean in a world: an id before a name, a name before a range. */
const endsOf = (topology: Topology, text: string): End[] => {
  const named = namedIn(topology, text)
  if (named.length > 0) return named
  const range = readRange(text)
  if (range) return rangedIn(topology, range)
  const at = text.lastIndexOf('@')
  const part = at > 0 ? readRange(text.slice(at + 1)) : undefined
  if (!part) return []
  return namedIn(topology, text.slice(0, at)).flatMap((end) => partOf(topology, end, part))
}

/** An address as the block of it alone, or a block. */
const readRange = (text: string): Cidr | undefined => {
  const address = readAddress(text)
  return address ? block(address.family, address.value, address.family === 4 ? 32 : 128) : readCidr(text)
}

const namedIn = ({ networks, subnets }: Topology, text: string): End[] => {
  const ends = [
    ...networks.map((network): End => ({ network, subnet: null, range: null })),
    ...subnets.flatMap((subnet): End[] => {
      const network = networks.find(({ id }) => id === subnet.network)
      return network ? [{ network, subnet, range: null }] : []
    }),
  ]
  const byId = ends.filter(({ network, subnet }) => (subnet ?? network).id === text)
  return byId.length > 0 ? byId : ends.filter(({ network, subnet }) => (subnet ?? network).name === text)
}

const rangedIn = (topology: Topology, range: Cidr): End[] =>
  topology.networks.flatMap((network) => {
    const end = within(topology, network, range)
    return end.subnet || holds(network.ranges, range) ? [end] : []
  })

const holds = (ranges: readonly string[], range: Cidr): boolean =>
  ranges.some((one) => {
    const own = readCidr(one)
    return own !== undefined && contains(own, range)
  })

const within = ({ subnets }: Topology, network: Network, range: Cidr): End => ({
  network,
  subnet: subnets.find((subnet) => subnet.network === network.id && holds(subnet.ranges, range)) ?? null,
  range,
})

/** A part of a network. What lies outside may have more than is known of it. */
const partOf = (topology: Topology, { network, subnet }: End, range: Cidr): End[] => {
  if (subnet) return holds(subnet.ranges, range) ? [{ network, subnet, range }] : []
  const end = within(topology, network, range)
  return network.external || end.subnet || holds(network.ranges, range) ? [end] : []
}
