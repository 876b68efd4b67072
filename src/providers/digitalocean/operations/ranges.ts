import { type Cidr, contains, dotted, network, overlaps, readCidr } from '../../../core/cidr.ts'
import { memoizeByRow } from '../../../core/memo.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import { type Vpc, rangeOf, vpcs } from '../records/index.ts'
import { type Region, generatedRanges, privateRanges, regions, reservedEverywhere } from '../records/regions.ts'
import { settingsOf } from '../settings.ts'

const reservedIn = (region: Region, range: Cidr): boolean => region.reserved.some((other) => overlaps(range, other))

const reserved = (tx: Tx, region: Region, range: Cidr): boolean =>
  settingsOf(tx).reservedRanges === 'enforce' &&
  (reservedIn(region, range) || reservedEverywhere.some((other) => overlaps(range, other)))

const occupant = (tx: Tx, range: Cidr): Vpc | undefined =>
  tx
    .table(vpcs)
    .by('block', dotted((range.first >> 16n) << 16n))
    .find((vpc) => overlaps(range, rangeOf(vpc)))

/** The requested range of a new VPC, or a free one of its region. Throws the provider's own refusal. */
export const chooseRange = (tx: Tx, region: Region, wanted: string | undefined): string => {
  if (wanted !== undefined) return checkRange(tx, region, wanted)
  for (const range of generatedRanges(region))
    if (!reserved(tx, region, range) && !occupant(tx, range)) return network(range)
  throw problems.ipRangesExhausted(region.slug)
}

const checkRange = (tx: Tx, region: Region, wanted: string): string => {
  const range = readCidr(wanted)
  if (range?.family !== 4 || !range.canonical) throw problems.ipRangeInvalid()
  if (!privateRanges.some((outer) => contains(outer, range))) throw problems.ipRangePublic()
  if (range.prefix < 16 || range.prefix > 28) throw problems.ipRangeSize()
  const other = occupant(tx, range)
  if (other) throw problems.ipRangeOverlaps(other.name, other.ipRange)
  if (reserved(tx, region, range)) throw problems.ipRangeReserved()
  return wanted
}

const reserving = memoizeByRow((vpc: Vpc) =>
  regions.filter((region) => reservedIn(region, rangeOf(vpc))).map(({ slug }) => slug),
)

/** Whether the range of a VPC is reserved in a region, apart from what is reserved everywhere. */
export const reservedForPeers = (tx: Tx, region: string, vpc: Vpc): boolean =>
  settingsOf(tx).reservedRanges === 'enforce' && reserving(vpc).includes(region)
