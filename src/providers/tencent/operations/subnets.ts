import { type Cidr, cidr, contains, network, overlaps, readAddress, readCidr } from '../../../core/cidr.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import { newId, oldId } from '../records/ids.ts'
import { type Device, devices } from '../records/gateways.ts'
import {
  type Place,
  type RouteTable,
  type Subnet,
  type Vpc,
  placeKey,
  rangeOf,
  routeTables,
  subnets,
  vpcs,
} from '../records/networks.ts'
import { findZone } from '../records/regions.ts'
import { NO_TAGS, type Tag } from '../records/tags.ts'
import { settingsOf } from '../settings.ts'
import { type OneSubnet, find, getRouteTable, getSubnet, getVpc, named, namedVpc } from './find.ts'
import { type Condition, type Listed, type Paging, fitting, isBlock, pageOf, tagTests, tooLong } from './lists.ts'
import { refuseTags } from './tags.ts'

const SHORTEST = 16
const LONGEST = 28

export interface NewSubnet {
  readonly name: string
  readonly cidr: string
  /** A zone by its number or name. */
  readonly zone: string
  /** A route table of the VPC; its default one, where none is named. */
  readonly table?: string | undefined
}

export const createSubnets = (
  tx: Tx,
  place: Place,
  input: { readonly vpc: string; readonly subnets: readonly NewSubnet[]; readonly tags?: readonly Tag[] | undefined },
): SubnetSummary[] => {
  const vpc = getVpc(tx, place, input.vpc)
  refuseTags(input.tags)
  return addSubnets(tx, vpc, input.subnets, input.tags).map((subnet) => summaryOf(tx, subnet))
}

/** Adds a batch, all with the same tags. */
export const addSubnets = (tx: Tx, vpc: Vpc, batch: readonly NewSubnet[], tags?: readonly Tag[]): Subnet[] =>
  batch.map((item) => {
    const table = item.table === undefined ? undefined : getRouteTable(tx, vpc, { vpc: vpc.id, table: item.table })
    return addSubnet(tx, vpc, item, { table, tags })
  })

export const addSubnet = (
  tx: Tx,
  vpc: Vpc,
  input: NewSubnet,
  given: {
    readonly id?: string | undefined
    readonly oldId?: string | undefined
    readonly table?: RouteTable | undefined
    readonly tags?: readonly Tag[] | undefined
  } = {},
): Subnet => {
  if (tooLong(input.name)) throw problems.subnetNameInvalid()
  const range = readRange(vpc, input.cidr)
  const zone = findZone(vpc.region, input.zone)
  if (!zone) throw problems.zoneNotFound()
  const others = tx.table(subnets).by('vpc', vpc.id)
  if (others.some((other) => overlaps(cidr(other.cidr), range))) throw problems.subnetConflict()
  const { subnetQuota } = settingsOf(tx)
  if (others.length >= subnetQuota) throw problems.subnetLimit(subnetQuota)
  return tx.table(subnets).insert({
    id: given.id ?? newId(tx, 'subnet'),
    oldId: given.oldId ?? oldId(tx, subnets, `${vpc.region}_subnet_`),
    uin: vpc.uin,
    region: vpc.region,
    vpcId: vpc.id,
    name: input.name,
    cidr: network(range),
    zoneId: zone.id,
    zone: zone.name,
    routeTableId: (given.table ?? tx.table(routeTables).by('main', vpc.id)[0]!).id,
    broadcast: false,
    tags: given.tags ?? NO_TAGS,
    createdAt: tx.now,
  })
}

const readRange = (vpc: Vpc, text: string): Cidr => {
  const range = readCidr(text)
  if (range?.canonical !== true) throw problems.subnetCidrMalformed()
  const fits = range.prefix >= SHORTEST && range.prefix <= LONGEST && contains(rangeOf(vpc), range)
  if (!fits) throw problems.subnetCidrInvalid()
  return range
}

/** A subnet with its surroundings. */
export interface SubnetSummary {
  readonly subnet: Subnet
  readonly vpc: Vpc
  readonly table: RouteTable
  readonly devices: number
}

const summaryOf = (tx: Tx, subnet: Subnet): SubnetSummary => ({
  subnet,
  vpc: tx.table(vpcs).get(subnet.vpcId)!,
  table: tx.table(routeTables).get(subnet.routeTableId)!,
  devices: devicesIn(tx, subnet),
})

const devicesIn = (tx: Tx, subnet: Subnet): number => {
  const { first, last } = cidr(subnet.cidr)
  const inside = ({ address }: Device): boolean => {
    const { value } = readAddress(address)!
    return first <= value && value <= last
  }
  return tx.table(devices).by('vpc', subnet.vpcId).filter(inside).length
}

/** A subnet, which is missed before its VPC is. */
export const describeSubnet = (tx: Tx, place: Place, one: OneSubnet): SubnetSummary => {
  if (!find(tx, place, subnets, one.subnet)) throw problems.subnetNotFound()
  return summaryOf(tx, getSubnet(tx, place, one))
}

const TESTS = {
  ...tagTests,
  id: ({ id }: Subnet, value: string) => id === value,
  vpc: ({ vpcId }: Subnet, value: string) => vpcId === value,
  cidr: ({ cidr }: Subnet, value: string) => isBlock(cidr, value),
  name: ({ name }: Subnet, value: string) => name === value,
  partOfName: ({ name }: Subnet, value: string) => name.includes(value),
  /** A zone by its number or name. */
  zone: ({ zone, zoneId }: Subnet, value: string) => zone === value || String(zoneId) === value,
  // what no subnet here is or has
  notHere: (_: Subnet, value: string) => value === 'false' || value === '0',
  nothing: () => false,
}

export interface SubnetFilter extends Paging {
  readonly vpc?: string | undefined
  readonly subnet?: string | undefined
  /** Subnets that have to be there. */
  readonly ids?: readonly string[] | undefined
  readonly conditions?: readonly Condition<keyof typeof TESTS>[] | undefined
}

export const describeSubnets = (tx: Tx, place: Place, filter: SubnetFilter): Listed<SubnetSummary> => {
  const { ids, conditions } = filter
  for (const subnet of ids ?? []) getSubnet(tx, place, { subnet })
  const all = subnetsOf(tx, place, filter).filter((subnet) => !ids || ids.includes(subnet.id))
  const page = pageOf(all.filter(fitting(TESTS, conditions)), filter)
  return { ...page, items: page.items.map((subnet) => summaryOf(tx, subnet)) }
}

const subnetsOf = (tx: Tx, place: Place, { vpc: vpcId, subnet: subnetId }: SubnetFilter): Subnet[] => {
  const vpc = namedVpc(tx, place, vpcId)
  const subnet = named(tx, subnetId, (id) => find(tx, place, subnets, id), problems.subnetNotFound)
  if (vpc === null || subnet === null) return []
  if (subnet) return !vpc || subnet.vpcId === vpc.id ? [subnet] : []
  return vpc ? tx.table(subnets).by('vpc', vpc.id) : tx.table(subnets).by('place', placeKey(place))
}

export interface SubnetChange extends OneSubnet {
  readonly name?: string | undefined
  readonly broadcast?: boolean | undefined
}

export const modifySubnet = (tx: Tx, place: Place, input: SubnetChange): void => {
  const subnet = getSubnet(tx, place, input)
  const { name = subnet.name, broadcast = subnet.broadcast } = input
  if (tooLong(name)) throw problems.subnetNameInvalid()
  tx.table(subnets).update(subnet.id, { name, broadcast })
}

export const deleteSubnet = (tx: Tx, place: Place, input: OneSubnet): void => {
  const subnet = getSubnet(tx, place, input)
  if (devicesIn(tx, subnet) > 0) throw problems.subnetInUse()
  tx.table(subnets).delete(subnet.id)
}
