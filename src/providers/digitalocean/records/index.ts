import { type Cidr, cidr, dotted } from '../../../core/cidr.ts'
import type { Millis } from '../../../core/clock.ts'
import type { Stateful } from '../../../world/lifecycle.ts'
import { type Tx, defineStateful } from '../../../world/unit-of-work.ts'
import { memoizeByRow } from '../../../core/memo.ts'
import { type Row, defineTable } from '../../../world/table.ts'
import { type MemberState, type PeeringState, memberMachine, peeringMachine } from '../lifecycle.ts'

/** When something was made: the service keeps nanoseconds, of which only the create answer shows more than seconds. */
export interface Created {
  readonly createdAt: Millis
  /** Nanoseconds beyond the millisecond. */
  readonly nanos: number
}

export interface Peering extends Stateful<PeeringState>, Created {
  readonly name: string
  /** Ascending. */
  readonly vpcIds: readonly [string, string]
  /** The two VPCs by their numbers, see {@link pairOf}: a short key, because each peering is looked up and filed under it. */
  readonly pair: string
}

export interface Vpc extends Row, Created {
  readonly name: string
  readonly description: string
  readonly region: string
  readonly ipRange: string
  readonly isDefault: boolean
}

/** A resource inside a VPC; droplets and the like are out of scope, so members only come from fixtures. */
export interface Member extends Stateful<MemberState> {
  readonly vpcId: string
  readonly urn: string
  readonly name: string
  readonly createdAt: Millis
}

export interface Token extends Row {
  readonly secret: string
  /** null grants everything. */
  readonly scopes: readonly string[] | null
  readonly readOnly: boolean
}

/** What a peering of two VPCs is filed under, whichever of them comes first. */
export const pairOf = ({ ord: a }: Vpc, { ord: b }: Vpc): string => (a < b ? `${a}+${b}` : `${b}+${a}`)

/** The addresses of a VPC. */
export const rangeOf: (vpc: Vpc) => Cidr = memoizeByRow((vpc) => cidr(vpc.ipRange))

/** The /16 that holds an `ip_range`: ranges are /16 to /28, so two that overlap share it. */
const blockOf = (ipRange: string): string => dotted((cidr(ipRange).first >> 16n) << 16n)

export const peerings = defineStateful<Peering>()({
  name: 'digitalocean/vpc_peering',
  machine: peeringMachine,
  indexes: {
    name: (row) => row.name,
    vpc: (row) => row.vpcIds,
    pair: (row) => row.pair,
  },
})

export const vpcs = defineTable<Vpc>()({
  name: 'digitalocean/vpc',
  indexes: {
    name: (row) => row.name,
    region: (row) => row.region,
    block: (row) => blockOf(row.ipRange),
    default: (row) => (row.isDefault ? [row.region, 'any'] : 'none'),
  },
})

export const members = defineStateful<Member>()({
  name: 'digitalocean/vpc_member',
  machine: memberMachine,
  indexes: { vpc: (row) => row.vpcId },
})

export const tokens = defineTable<Token>()({
  name: 'digitalocean/token',
  indexes: { secret: (row) => row.secret },
})

const STEP = 5
const MILLISECOND = 1_000_000

/**
 * The present, with the seeded nanoseconds that a create answer shows. They grow with the numbers of the rows, and carry over
 * into milliseconds, so that of any two resources the later one is the younger, also on a standing clock.
 */
export const created = (tx: Tx, stream: `${string}/created`): Created => {
  const number = tx.table(vpcs).nextOrd + tx.table(peerings).nextOrd
  const nanos = number * STEP + (tx.ids.number(stream, 1) % STEP)
  return { createdAt: tx.now + Math.floor(nanos / MILLISECOND), nanos: nanos % MILLISECOND }
}
