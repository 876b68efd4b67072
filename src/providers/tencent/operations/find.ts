import type { Tx } from '../../../world/unit-of-work.ts'
import type { Row, TableDef } from '../../../world/table.ts'
import type { Problem } from '../../../core/problem.ts'
import { problems } from '../errors/index.ts'
import {
  type Owned,
  type Place,
  type RouteTable,
  type Subnet,
  type Vpc,
  routeTables,
  subnets,
  vpcs,
} from '../records/networks.ts'
import { settingsOf } from '../settings.ts'

/** A row by its new or old id, wherever it lives. */
export const findAny = <T extends Row>(tx: Tx, def: TableDef<T, 'oldId'>, id: string): T | undefined =>
  tx.table(def).get(id) ?? tx.table(def).by('oldId', id)[0]

/** A row by either id, where the caller can see it. */
export const find = <T extends Owned>(tx: Tx, { uin, region }: Place, def: TableDef<T, 'oldId'>, id: string) => {
  const row = findAny(tx, def, id)
  return row?.uin === uin && row.region === region ? row : undefined
}

const NUMBER = /^\d+$/

/** A VPC by its new or old id, or by the number in the old one. */
export const findVpc = (tx: Tx, place: Place, id: string): Vpc | undefined =>
  find(tx, place, vpcs, NUMBER.test(id) ? `${place.region}_vpc_${id}` : id)

export const getVpc = (tx: Tx, place: Place, id: string): Vpc => {
  const vpc = findVpc(tx, place, id)
  if (!vpc) throw problems.vpcNotFound()
  return vpc
}

/** What a filter names: undefined where it names nothing, null where that is not there. Refuses the latter if the setting says so. */
export const named = <T>(
  tx: Tx,
  id: string | undefined,
  findOne: (id: string) => T | undefined,
  refusal: () => Problem,
): T | null | undefined => {
  if (id === undefined) return undefined
  const row = findOne(id)
  if (row === undefined && settingsOf(tx).unknownIds === 'refuse') throw refusal()
  return row ?? null
}

/** The VPC that a filter names. */
export const namedVpc = (tx: Tx, place: Place, id: string | undefined): Vpc | null | undefined =>
  named(tx, id, (one) => findVpc(tx, place, one), problems.vpcNotFound)

/** Something in a VPC, which v2 wants to be named as well. */
interface InVpc {
  readonly vpc?: string | undefined
}

export interface OneRouteTable extends InVpc {
  readonly table: string
}

/** A route table; where a VPC is named, of that one, which is missed first. */
export const getRouteTable = (tx: Tx, place: Place, { vpc: vpcId, table: id }: OneRouteTable): RouteTable => {
  const vpc = vpcId === undefined ? undefined : getVpc(tx, place, vpcId)
  const table = find(tx, place, routeTables, id)
  if (!table || (vpc && table.vpcId !== vpc.id)) throw problems.routeTableNotFound()
  return table
}

export interface OneSubnet extends InVpc {
  readonly subnet: string
}

/** A subnet; where a VPC is named, of that one, which is missed first. */
export const getSubnet = (tx: Tx, place: Place, { vpc: vpcId, subnet: id }: OneSubnet): Subnet => {
  const vpc = vpcId === undefined ? undefined : getVpc(tx, place, vpcId)
  const subnet = find(tx, place, subnets, id)
  if (!subnet || (vpc && subnet.vpcId !== vpc.id)) throw problems.subnetNotFound()
  return subnet
}

/** The VPC of something that lies in one. */
export const vpcOf = (tx: Tx, { vpcId }: { readonly vpcId: string }): Vpc => tx.table(vpcs).get(vpcId)!
