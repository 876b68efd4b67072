import { type Cidr, cidr } from '../../../core/cidr.ts'
import type { Millis } from '../../../core/clock.ts'
import { memoizeByRow } from '../../../core/memo.ts'
import { type Row, defineTable } from '../../../world/table.ts'
import type { HopKind } from './hops.ts'
import type { Tagged } from './tags.ts'

/** Where a resource lives: no other account and no other region sees it. */
export interface Place {
  readonly uin: number
  /** Short region code. */
  readonly region: string
}

export const placeKey = ({ uin, region }: Place): string => `${uin} ${region}`

/** A resource of the old days has two ids; both work everywhere. */
export interface Owned extends Row, Place {
  readonly oldId: string
  readonly createdAt: Millis
}

/** What can be chosen about a VPC besides its name and block. */
export interface VpcOptions {
  readonly dnsServers: readonly string[]
  readonly domainName: string
  readonly multicast: boolean
  /** Whether a Cloud Connect Network hears of the whole block instead of each subnet. */
  readonly publishesBlock: boolean
  readonly publishesIpv6Block: boolean
}

export interface Vpc extends Owned, Tagged {
  readonly name: string
  readonly cidr: string
  readonly options: VpcOptions
}

/** The block of a VPC. */
export const rangeOf: (vpc: Vpc) => Cidr = memoizeByRow((vpc) => cidr(vpc.cidr))

export interface Subnet extends Owned, Tagged {
  readonly vpcId: string
  readonly name: string
  readonly cidr: string
  readonly zoneId: number
  readonly zone: string
  readonly routeTableId: string
  readonly broadcast: boolean
}

export interface RouteTable extends Owned, Tagged {
  readonly vpcId: string
  readonly name: string
  /** The table that new subnets join. */
  readonly main: boolean
}

/** v2 never shows a route's ids. */
export interface Route extends Row {
  /** The id of the older kind, unlike that of any other route. */
  readonly number: number
  readonly routeTableId: string
  /** Host bits cleared. */
  readonly cidr: string
  readonly kind: HopKind
  readonly hub: string
  /** The hub's old id, or its only one. */
  readonly oldHub: string
  readonly description: string | null
  /** One that is not takes no traffic, and keeps no other from its destination. */
  readonly enabled: boolean
  readonly createdAt: Millis
}

export const spotKey = (routeTableId: string, cidr: string): string => `${routeTableId} ${cidr}`

export const vpcs = defineTable<Vpc>()({
  name: 'tencent/vpc',
  indexes: {
    oldId: (row) => row.oldId,
    place: placeKey,
    name: (row) => `${placeKey(row)} ${row.name}`,
  },
})

export const subnets = defineTable<Subnet>()({
  name: 'tencent/subnet',
  indexes: {
    oldId: (row) => row.oldId,
    place: placeKey,
    vpc: (row) => row.vpcId,
    routeTable: (row) => row.routeTableId,
  },
})

export const routeTables = defineTable<RouteTable>()({
  name: 'tencent/route_table',
  indexes: {
    oldId: (row) => row.oldId,
    place: placeKey,
    vpc: (row) => row.vpcId,
    main: (row) => (row.main ? row.vpcId : undefined),
  },
})

export const routes = defineTable<Route>()({
  name: 'tencent/route',
  indexes: {
    number: (row) => String(row.number),
    routeTable: (row) => row.routeTableId,
    spot: (row) => spotKey(row.routeTableId, row.cidr),
    hub: (row) => row.hub,
  },
})
