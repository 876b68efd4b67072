import { type Cidr, block, cidr, contains, network, overlaps, readCidr } from '../../core/cidr.ts'
import type { CloudName, ConnectionType, PeeringCloud } from './records.ts'

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map(cidr)
const BENCHMARK = cidr('198.18.0.0/15')

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

/** What is wrong with a block for a network in a cloud, as text, or undefined. */
export const networkRangeFault = (cloud: CloudName, text: string, prefix: number): string | undefined => {
  const range = readCidr(text)
  if (!range?.canonical) return `The CIDR block ${text} is not valid`
  if (range.prefix !== prefix) return `The CIDR block ${text} must be a /${prefix}`
  if (!within(allowed[cloud], range)) return `The CIDR block ${text} is not in a private range allowed on ${cloud}`
  if (refused[cloud].some((one) => overlaps(one, range))) return `The CIDR block ${text} is reserved on ${cloud}`
  return undefined
}

/** What is wrong with a customer's route, as text, or undefined. */
export const routeFault = (text: string): string | undefined => {
  const range = readCidr(text)
  if (!range) return `The CIDR block ${text} is not valid`
  return within(allowed.AWS, range) ? undefined : `The CIDR block ${text} is not in a private range`
}

export const blocksOverlap = (a: string, b: string): boolean => overlaps(cidr(a), cidr(b))

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

/** The three zones that the service chooses by itself. */
export const defaultZones = (cloud: CloudName, region: string): string[] => {
  switch (cloud) {
    case 'AWS':
      return [1, 2, 3].map((n) => `${compressed(region)}-az${n}`)
    case 'GCP':
      return ['a', 'b', 'c'].map((letter) => `${region}-${letter}`)
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
