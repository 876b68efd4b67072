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
  routeTables,
  subnets,
  vpcs,
} from '../records/networks.ts'
import { findZone } from '../records/regions.ts'
import { settingsOf } from '../settings.ts'
import { find, getSubnet, getVpc, named, namedVpc } from './find.ts'
import { type Listed, type Paging, pageOf, tooLong } from './lists.ts'

const PAGE_LIMIT = 100
const SHORTEST = 16
const LONGEST = 28

export interface NewSubnet {
  readonly name: string
  readonly cidr: string
  /** A zone by its number or name. */
  readonly zone: string
}

export const createSubnets = (
  tx: Tx,
  place: Place,
  { vpc, subnets }: { readonly vpc: string; readonly subnets: readonly NewSubnet[] },
): SubnetSummary[] => addSubnets(tx, getVpc(tx, place, vpc), subnets).map((subnet) => summaryOf(tx, subnet))

/** Adds a batch; new subnets join the default route table. */
export const addSubnets = (tx: Tx, vpc: Vpc, batch: readonly NewSubnet[]): Subnet[] =>
  batch.map((item) => addSubnet(tx, vpc, item))

export const addSubnet = (
  tx: Tx,
  vpc: Vpc,
  input: NewSubnet,
  given: { readonly id?: string | undefined; readonly oldId?: string | undefined; readonly table?: RouteTable } = {},
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
    createdAt: tx.now,
  })
}

const readRange = (vpc: Vpc, text: string): Cidr => {
  const range = readCidr(text)
  const fits =
    range?.canonical === true && range.prefix >= SHORTEST && range.prefix <= LONGEST && contains(cidr(vpc.cidr), range)
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

export interface OneSubnet {
  readonly vpc: string
  readonly subnet: string
}

/** A subnet, which is missed before its VPC is. */
export const describeSubnet = (tx: Tx, place: Place, { vpc, subnet }: OneSubnet): SubnetSummary => {
  if (!find(tx, place, subnets, subnet)) throw problems.subnetNotFound()
  return summaryOf(tx, getSubnet(tx, getVpc(tx, place, vpc), subnet))
}

export interface SubnetFilter extends Paging {
  readonly vpc?: string | undefined
  readonly subnet?: string | undefined
  /** A part of the name. */
  readonly name?: string | undefined
  /** Zones by their number or name. */
  readonly zones?: readonly string[] | undefined
}

export const describeSubnets = (tx: Tx, place: Place, filter: SubnetFilter): Listed<SubnetSummary> => {
  const { name = '', zones } = filter
  const found = subnetsOf(tx, place, filter).filter(
    (subnet) =>
      subnet.name.includes(name) && (!zones || zones.includes(String(subnet.zoneId)) || zones.includes(subnet.zone)),
  )
  const page = pageOf(found, filter, PAGE_LIMIT)
  return { ...page, items: page.items.map((subnet) => summaryOf(tx, subnet)) }
}

const subnetsOf = (tx: Tx, place: Place, { vpc: vpcId, subnet: subnetId }: SubnetFilter): Subnet[] => {
  const vpc = namedVpc(tx, place, vpcId)
  const subnet = named(tx, subnetId, (id) => find(tx, place, subnets, id), problems.subnetNotFound)
  if (vpc === null || subnet === null) return []
  if (subnet) return !vpc || subnet.vpcId === vpc.id ? [subnet] : []
  return vpc ? tx.table(subnets).by('vpc', vpc.id) : tx.table(subnets).by('place', placeKey(place))
}

export const renameSubnet = (tx: Tx, place: Place, input: OneSubnet & { readonly name: string }): void => {
  const subnet = getSubnet(tx, getVpc(tx, place, input.vpc), input.subnet)
  if (tooLong(input.name)) throw problems.subnetNameInvalid()
  tx.table(subnets).update(subnet.id, { name: input.name })
}

export const deleteSubnet = (tx: Tx, place: Place, input: OneSubnet): void => {
  const subnet = getSubnet(tx, getVpc(tx, place, input.vpc), input.subnet)
  if (devicesIn(tx, subnet) > 0) throw problems.subnetInUse()
  tx.table(subnets).delete(subnet.id)
}
