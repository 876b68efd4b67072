import { type Cidr, cidr, contains, network, readCidr } from '../../../core/cidr.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import { newId, oldId } from '../records/ids.ts'
import { devices, gateways, nats } from '../records/gateways.ts'
import {
  type Place,
  type RouteTable,
  type Subnet,
  type Vpc,
  placeKey,
  routeTables,
  subnets,
  vpcs,
} from '../records/networks.ts'
import { peerings } from '../records/peerings.ts'
import { settingsOf } from '../settings.ts'
import { getVpc, namedVpc } from './find.ts'
import { type Listed, type Paging, pageOf, tooLong } from './lists.ts'
import { insertRouteTable, removeRouteTable } from './route-tables.ts'
import { type NewSubnet, addSubnets } from './subnets.ts'

const PAGE_LIMIT = 100
const RANGES = {
  documented: ['10.0.0.0/16', '172.16.0.0/16', '192.168.0.0/16'].map(cidr),
  wide: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(cidr),
}
const SHORTEST = 16
const LONGEST = 28

export interface CreatedVpc {
  readonly vpc: Vpc
  readonly table: RouteTable
  /** Null when no subnets were asked for. */
  readonly subnets: readonly Subnet[] | null
}

export interface NewVpc {
  readonly name: string
  readonly cidr: string
  readonly subnets?: readonly NewSubnet[] | undefined
}

export const createVpc = (tx: Tx, place: Place, input: NewVpc): CreatedVpc => {
  refuseName(tx, place, input.name)
  const range = readRange(tx, input.cidr)
  const { vpcQuota } = settingsOf(tx)
  if (tx.table(vpcs).count('place', placeKey(place)) >= vpcQuota) throw problems.vpcLimit(vpcQuota)
  const { vpc, table } = insertVpc(tx, place, { name: input.name, cidr: network(range) })
  return { vpc, table, subnets: input.subnets ? addSubnets(tx, vpc, input.subnets) : null }
}

/** A VPC with its default route table. */
export const insertVpc = (
  tx: Tx,
  { uin, region }: Place,
  given: Pick<Vpc, 'name' | 'cidr'> & {
    readonly id?: string | undefined
    readonly oldId?: string | undefined
    readonly routeTableId?: string | undefined
  },
): { vpc: Vpc; table: RouteTable } => {
  const vpc = tx.table(vpcs).insert({
    id: given.id ?? newId(tx, 'vpc'),
    oldId: given.oldId ?? oldId(tx, vpcs, `${region}_vpc_`),
    uin,
    region,
    name: given.name,
    cidr: given.cidr,
    createdAt: tx.now,
  })
  const name = settingsOf(tx).language === 'zh' ? '默认' : 'default'
  return { vpc, table: insertRouteTable(tx, vpc, { id: given.routeTableId, name, main: true }) }
}

const refuseName = (tx: Tx, place: Place, name: string, self?: Vpc): void => {
  if (tooLong(name)) throw problems.vpcNameInvalid()
  const others = tx.table(vpcs).by('name', `${placeKey(place)} ${name}`)
  if (others.some((other) => other.id !== self?.id)) throw problems.vpcNameTaken()
}

const readRange = (tx: Tx, text: string): Cidr => {
  const blocks = RANGES[settingsOf(tx).vpcRange]
  const range = readCidr(text)
  const fits =
    range?.canonical === true &&
    range.prefix >= SHORTEST &&
    range.prefix <= LONGEST &&
    blocks.some((block) => contains(block, range))
  if (!fits) throw problems.vpcCidrInvalid()
  return range
}

/** A VPC with what lies in it, in numbers. */
export interface VpcSummary {
  readonly vpc: Vpc
  readonly subnets: number
  readonly routeTables: number
  readonly vpnGateways: number
  readonly peerings: number
  readonly nats: number
  readonly devices: number
}

export interface VpcFilter extends Paging {
  readonly vpc?: string | undefined
  /** A part of the name. */
  readonly name?: string | undefined
}

export const describeVpcs = (tx: Tx, place: Place, filter: VpcFilter): Listed<VpcSummary> => {
  const { vpc: id, name = '' } = filter
  const named = vpcsOf(tx, place, id).filter((vpc) => vpc.name.includes(name))
  const page = pageOf(named, filter, PAGE_LIMIT)
  return { ...page, items: page.items.map((vpc) => summaryOf(tx, vpc)) }
}

const vpcsOf = (tx: Tx, place: Place, id: string | undefined): Vpc[] => {
  const vpc = namedVpc(tx, place, id)
  if (vpc === undefined) return tx.table(vpcs).by('place', placeKey(place))
  return vpc === null ? [] : [vpc]
}

const HIDDEN: readonly string[] = ['CREATING', 'DELETED']

const summaryOf = (tx: Tx, vpc: Vpc): VpcSummary => ({
  vpc,
  subnets: tx.table(subnets).count('vpc', vpc.id),
  routeTables: tx.table(routeTables).count('vpc', vpc.id),
  vpnGateways: tx
    .table(gateways)
    .by('vpc', vpc.id)
    .filter(({ kind }) => kind === 'vpn').length,
  peerings: tx
    .table(peerings)
    .by('vpc', vpc.id)
    .filter(({ state }) => !HIDDEN.includes(state)).length,
  nats: tx.table(nats).count('vpc', vpc.id),
  devices: tx.table(devices).count('vpc', vpc.id),
})

export interface OneVpc {
  readonly vpc: string
}

export const describeVpc = (tx: Tx, place: Place, { vpc }: OneVpc): VpcSummary => summaryOf(tx, getVpc(tx, place, vpc))

export const renameVpc = (tx: Tx, place: Place, input: OneVpc & { readonly name: string }): void => {
  const vpc = getVpc(tx, place, input.vpc)
  refuseName(tx, place, input.name, vpc)
  tx.table(vpcs).update(vpc.id, { name: input.name })
}

/** Deletes a VPC that holds nothing but its default route table. */
export const deleteVpc = (tx: Tx, place: Place, input: OneVpc): void => {
  const vpc = getVpc(tx, place, input.vpc)
  const tables = tx.table(routeTables).by('vpc', vpc.id)
  const held =
    tx.table(subnets).count('vpc', vpc.id) +
    tx.table(gateways).count('vpc', vpc.id) +
    tx.table(nats).count('vpc', vpc.id) +
    tx.table(peerings).count('vpc', vpc.id)
  if (tables.length > 1 || held > 0) throw problems.vpcInUse()
  for (const table of tables) removeRouteTable(tx, table)
  tx.table(vpcs).delete(vpc.id)
}
