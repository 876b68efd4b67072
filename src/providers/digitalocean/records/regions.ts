import { type Cidr, block, cidr } from '../../../core/cidr.ts'

export interface Region {
  readonly slug: string
  readonly name: string
  readonly available: boolean
  /** Ranges that no VPC here, and no VPC peered with one here, may touch. */
  readonly reserved: readonly Cidr[]
  /** Where the generated /20 ranges begin. */
  readonly base: bigint
}

const region = (slug: string, name: string, base: string | null, reserved: string | null): Region => ({
  slug,
  name,
  available: base !== null,
  reserved: reserved ? [cidr(reserved)] : [],
  base: base ? cidr(`${base}/32`).first : 0n,
})

/** The published list, in its order; the last two are retired. */
export const regions: readonly Region[] = [
  region('nyc1', 'New York 1', '10.116.0.0', '10.10.0.0/16'),
  region('nyc2', 'New York 2', '10.112.0.0', '10.13.0.0/16'),
  region('nyc3', 'New York 3', '10.108.0.0', '10.17.0.0/16'),
  region('sfo2', 'San Francisco 2', '10.120.0.0', '10.46.0.0/16'),
  region('sfo3', 'San Francisco 3', '10.124.0.0', '10.48.0.0/16'),
  region('ams3', 'Amsterdam 3', '10.110.0.0', '10.18.0.0/16'),
  region('sgp1', 'Singapore 1', '10.104.0.0', '10.15.0.0/16'),
  region('lon1', 'London 1', '10.106.0.0', '10.16.0.0/16'),
  region('fra1', 'Frankfurt 1', '10.114.0.0', '10.19.0.0/16'),
  region('tor1', 'Toronto 1', '10.118.0.0', '10.29.0.0/16'),
  region('blr1', 'Bangalore 1', '10.122.0.0', '10.47.0.0/16'),
  region('syd1', 'Sydney 1', '10.126.0.0', '10.49.0.0/16'),
  region('atl1', 'Atlanta 1', '10.128.0.0', '10.50.0.0/16'),
  region('ric1', 'Richmond 1', '10.130.0.0', null),
  region('sfo1', 'San Francisco 1', null, '10.12.0.0/16'),
  region('ams2', 'Amsterdam 2', null, '10.14.0.0/16'),
]

const bySlug = new Map(regions.map((one) => [one.slug, one]))

export const findRegion = (slug: string): Region | undefined => bySlug.get(slug)

/** Ranges that are reserved in every region. */
export const reservedEverywhere: readonly Cidr[] = [
  '10.244.0.0/16',
  '10.245.0.0/16',
  '10.246.0.0/24',
  '10.229.0.0/16',
].map(cidr)

export const privateRanges: readonly Cidr[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(cidr)

/** The /20 ranges that a region hands out by itself, lowest first. */
export const generatedRanges = function* (one: Region): Generator<Cidr> {
  for (let n = 0n; n < 512n; n++) yield block(4, one.base + (n << 12n), 20)
}
