import { type Cidr, block, cidr, contains, network, overlaps, readCidr } from '../../../core/cidr.ts'
import { memoizeByRow } from '../../../core/memo.ts'
import type { Violation } from '../errors/refusal.ts'
import type { CloudName, ConnectionType, Network, PeeringCloud } from '../records.ts'

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map(cidr)
const BENCHMARK = cidr('198.18.0.0/15')

/** Recorded in the place of the cidr of a network that has `zones_info`; clients send it back. */
export const PLACEHOLDER_CIDR = '255.254.0.0/16'

const allowed: Readonly<Record<CloudName, readonly Cidr[]>> = {
  AWS: [...PRIVATE, BENCHMARK],
  GCP: [...PRIVATE, BENCHMARK],
  AZURE: PRIVATE,
}

/** Ranges that Confluent's own side of a cloud already uses. */
const refused: Readonly<Record<CloudName, readonly Cidr[]>> = {
  AWS: ['10.100.0.0/16', '10.255.0.0/16', '172.17.0.0/16', '172.20.0.0/16', '172.31.0.0/16'].map(cidr),
  GCP: [cidr('172.17.0.0/16')],
  AZURE: ['10.253.0.0/16', '10.254.0.0/16', '172.17.0.0/16', '172.30.0.0/16', '172.31.0.0/16'].map(cidr),
}

const within = (ranges: readonly Cidr[], one: Cidr): boolean => ranges.some((range) => contains(range, one))

/** A range in the body of a request. */
export interface GivenRange {
  readonly pointer: string
  readonly text: string
}

const violationOf = ({ pointer, text }: GivenRange, wrong: string): Violation => ({
  pointer,
  detail: `The CIDR block ${text} ${wrong}`,
})

/** What is wrong with a block for a network in a cloud. */
export const networkRangeViolation = (cloud: CloudName, given: GivenRange, prefix: number): Violation | undefined => {
  const range = readCidr(given.text)
  if (!range?.canonical) return violationOf(given, 'is not valid')
  if (range.prefix !== prefix) return violationOf(given, `must be a /${prefix}`)
  if (!within(allowed[cloud], range)) return violationOf(given, `is not in a private range allowed on ${cloud}`)
  if (refused[cloud].some((one) => overlaps(one, range))) return violationOf(given, `is reserved on ${cloud}`)
  return undefined
}

/** A customer's route, read; without a range when it is none. */
export interface GivenRoute {
  /** Its place among the routes. */
  readonly at: number
  readonly text: string
  readonly range: Cidr | undefined
}

/** The customer's routes of a cloud that has some. */
export const routesOf = (cloud: PeeringCloud): readonly GivenRoute[] =>
  cloud.kind === 'AwsPeering' ? cloud.routes.map((text, at) => ({ at, text, range: readCidr(text) })) : []

const wrongRoute = ({ at, text }: GivenRoute, wrong: string): Violation =>
  violationOf({ pointer: `/spec/cloud/routes/${at}`, text }, wrong)

/** What is wrong with a customer's route by itself. */
export const routeViolation = (given: GivenRoute): Violation | undefined => {
  if (!given.range) return wrongRoute(given, 'is not valid')
  return within(allowed.AWS, given.range) ? undefined : wrongRoute(given, 'is not in a private range')
}

/** A block that a network has taken. */
export interface TakenBlock {
  readonly text: string
  readonly range: Cidr
}

/** The blocks of a network, but for those within one before them: what overlaps these is said to overlap that one. */
export const blocksOf = memoizeByRow(({ cidr: own, zonesInfo = [] }: Network): readonly TakenBlock[] => {
  const zones = zonesInfo.map((zone) => zone.cidr)
  const blocks = (own === undefined ? zones : [own, ...zones]).map((text) => ({ text, range: cidr(text) }))
  return blocks.filter(({ range }, at) => !blocks.slice(0, at).some((before) => contains(before.range, range)))
})

/** What is wrong with a customer's route that is one, beside the blocks that a network has taken. */
export const overlapViolation = (given: GivenRoute, taken: readonly TakenBlock[]): Violation | undefined => {
  const hit = taken.find(({ range }) => overlaps(range, given.range!))
  return hit && wrongRoute(given, `overlaps with the Confluent Cloud network CIDR block ${hit.text}`)
}

/** The first three /27 of a block. */
export const zoneBlocks = (text: string): string[] => {
  const { first } = cidr(text)
  return [0n, 1n, 2n].map((n) => network(block(4, first + n * 32n, 27)))
}

const DIRECTIONS = /north|south|east|west|central/g

/** `us-east-1` as in the ids of its zones: `use1`. */
const compressed = (region: string): string =>
  region
    .split('-')
    .map((part, at) => (at === 0 ? part : part.replace(DIRECTIONS, (direction) => direction[0]!)))
    .join('')

/** The zones of a region, in the order in which the service chooses among them; no network has more than three. */
export const zonesOf = (cloud: CloudName, region: string): string[] => {
  switch (cloud) {
    case 'AWS':
      return [1, 2, 3, 4, 5, 6].map((n) => `${compressed(region)}-az${n}`)
    case 'GCP':
      return ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `${region}-${letter}`)
    case 'AZURE':
      return ['1', '2', '3']
  }
}

/** The types a network can serve: one with PEERING or TRANSITGATEWAY on AWS serves both. */
export const supportedTypes = (cloud: CloudName, requested: readonly ConnectionType[]): ConnectionType[] => {
  if (cloud !== 'AWS') return [...requested]
  const shared = requested.some((type) => type !== 'PRIVATELINK')
  return [
    ...(shared ? (['PEERING', 'TRANSITGATEWAY'] as const) : []),
    ...requested.filter((type) => type === 'PRIVATELINK'),
  ]
}

export const cloudOf: Readonly<Record<PeeringCloud['kind'], CloudName>> = {
  AwsPeering: 'AWS',
  GcpPeering: 'GCP',
  AzurePeering: 'AZURE',
}
