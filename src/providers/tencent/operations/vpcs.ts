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
import type { CreateVpc, DescribeVpcEx, ModifyVpcAttribute } from '../schemas/v2/networks.ts'
import { settingsOf } from '../settings.ts'
import { find, getVpc } from './find.ts'
import { type Listed, pageOf, tooLong } from './lists.ts'
import { insertRouteTable, removeRouteTable } from './route-tables.ts'
import { addSubnets } from './subnets.ts'

const PAGE_LIMIT = 100
const RANGES = {
  documented: { blocks: ['10.0.0.0/16', '172.16.0.0/16', '192.168.0.0/16'].map(cidr), shortest: 16 },
  wide: { blocks: ['10.0.0.0/12', '172.16.0.0/12', '192.168.0.0/16'].map(cidr), shortest: 12 },
}
const LONGEST = 28

export interface CreatedVpc {
  readonly vpc: Vpc
  readonly table: RouteTable
  /** Null when no subnets were asked for. */
  readonly subnets: readonly Subnet[] | null
}

export const createVpc = (tx: Tx, place: Place, { vpcName, cidrBlock, subnetSet }: CreateVpc): CreatedVpc => {
  refuseName(tx, place, vpcName)
  const range = readRange(tx, cidrBlock)
  const { vpcQuota } = settingsOf(tx)
  if (tx.table(vpcs).count('place', placeKey(place)) >= vpcQuota) throw problems.vpcLimit(vpcQuota)
  const { vpc, table } = insertVpc(tx, place, vpcName, network(range))
  return { vpc, table, subnets: subnetSet ? addSubnets(tx, vpc, subnetSet) : null }
}

/** A VPC with its default route table. */
export const insertVpc = (
  tx: Tx,
  { uin, region }: Place,
  name: string,
  block: string,
  given: { readonly id?: string; readonly oldId?: string | undefined; readonly routeTableId?: string | undefined } = {},
): { vpc: Vpc; table: RouteTable } => {
  const vpc = tx.table(vpcs).insert({
    id: given.id ?? newId(tx, 'vpc'),
    oldId: given.oldId ?? oldId(tx, vpcs, `${region}_vpc_`),
    uin,
    region,
    name,
    cidr: block,
    createdAt: tx.now,
  })
  const tableName = settingsOf(tx).language === 'zh' ? '默认' : 'default'
  return { vpc, table: insertRouteTable(tx, vpc, tableName, true, { id: given.routeTableId }) }
}

const refuseName = (tx: Tx, place: Place, name: string, self?: Vpc): void => {
  if (tooLong(name)) throw problems.vpcNameInvalid()
  const others = tx.table(vpcs).by('name', `${placeKey(place)} ${name}`)
  if (others.some((other) => other.id !== self?.id)) throw problems.vpcNameTaken()
}

const readRange = (tx: Tx, text: string): Cidr => {
  const { blocks, shortest } = RANGES[settingsOf(tx).vpcRange]
  const range = readCidr(text)
  const fits =
    range?.canonical === true &&
    range.prefix >= shortest &&
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

export const describeVpcs = (tx: Tx, place: Place, input: DescribeVpcEx): Listed<VpcSummary> => {
  const { vpcId, vpcName = '', orderField } = input
  const named = vpcsOf(tx, place, vpcId).filter((vpc) => vpc.name.includes(vpcName))
  const page = pageOf(named, input, PAGE_LIMIT, orderField === 'vpcName' ? (vpc) => vpc.name : undefined)
  return { ...page, items: page.items.map((vpc) => summaryOf(tx, vpc)) }
}

const vpcsOf = (tx: Tx, place: Place, id: string | undefined): Vpc[] => {
  if (id === undefined) return tx.table(vpcs).by('place', placeKey(place))
  const vpc = settingsOf(tx).unknownIds === 'refuse' ? getVpc(tx, place, id) : find(tx, place, vpcs, id)
  return vpc ? [vpc] : []
}

const HIDDEN: readonly string[] = ['CREATING', 'DELETED']

export const summaryOf = (tx: Tx, vpc: Vpc): VpcSummary => ({
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

export const renameVpc = (tx: Tx, place: Place, { vpcId, vpcName }: ModifyVpcAttribute): void => {
  const vpc = getVpc(tx, place, vpcId)
  refuseName(tx, place, vpcName, vpc)
  tx.table(vpcs).update(vpc.id, { name: vpcName })
}

/** Deletes a VPC that holds nothing but its default route table. */
export const deleteVpc = (tx: Tx, place: Place, vpcId: string): void => {
  const vpc = getVpc(tx, place, vpcId)
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
