import { addressText, cidr, contains, network, overlaps, readAddress, readCidr } from '../../../core/cidr.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { vpcProblems as problems } from '../errors/vpc.ts'
import { type Subnet, type SubnetV6, type Vpc, blocksOf, subnets, vpcs } from '../records/index.ts'
import type { CreateSubnet, UpdateSubnet } from '../schemas/subnets.ts'
import { settingsOf } from '../settings.ts'
import { type Filters, type Page, type PageQuery, isWhole, pageOf, underAny } from './lists.ts'
import { isUuid } from '../schemas/ids.ts'
import { defaultTableOf } from './routes.ts'

const NAME = /^[\p{Script=Han}A-Za-z0-9_.-]{1,64}$/u
const LONGEST_MASK = 28

export const getSubnet = (tx: Tx, projectId: string, id: string): Subnet => {
  if (!isUuid(id)) throw problems.subnetInvalid('id')
  const subnet = tx.table(subnets).get(id.toLowerCase())
  if (subnet?.projectId !== projectId) throw problems.subnetNotFound(id)
  return subnet
}

export const listSubnets = (tx: Tx, projectId: string, filters: Filters<'vpc_id'>, page: PageQuery): Page<Subnet> => {
  const table = tx.table(subnets)
  if (isWhole(filters)) return pageOf(table.filed('project', projectId), page)
  const rows = underAny(filters.vpc_id ?? [], (vpc) => table.by('vpc', vpc))
  return pageOf(
    rows.filter((subnet) => subnet.projectId === projectId),
    page,
  )
}

/** A subnet as the path of a change names it. */
interface SubnetPath {
  readonly vpcId: string
  readonly id: string
}

/** A subnet reached through its VPC; through any other VPC it is refused. */
const getSubnetOf = (tx: Tx, projectId: string, { vpcId, id }: SubnetPath): Subnet => {
  if (tx.table(vpcs).get(vpcId.toLowerCase())?.projectId !== projectId) throw problems.vpcNotFound()
  const subnet = getSubnet(tx, projectId, id)
  if (subnet.vpcId !== vpcId.toLowerCase()) throw problems.subnetOfOtherVpc()
  return subnet
}

const refuseAttributes = ({ name, description = '' }: { name: string; description?: string | undefined }): void => {
  if (!NAME.test(name)) throw problems.subnetInvalid('name')
  if (Array.from(description).length > 255 || /[<>]/.test(description)) throw problems.subnetInvalid('description')
}

interface GivenDns {
  readonly primary_dns?: string | undefined
  readonly secondary_dns?: string | undefined
  readonly dnsList?: readonly string[] | undefined
}

type Dns = Pick<Subnet, 'dns' | 'primaryDns' | 'secondaryDns'>

/** The servers of a subnet: the list and the two follow from each other, and what nobody names stays as it is in `before`. */
const dnsOf = ({ primary_dns, secondary_dns, dnsList }: GivenDns, before: readonly string[]): Dns => {
  const [first, second, ...more] = before
  const pair = [primary_dns ?? first, secondary_dns ?? second]
  const dns = dnsList ?? [...pair, ...more].filter((server) => server !== undefined && server !== '')
  return {
    dns: dns as readonly string[],
    primaryDns: (dnsList ? primary_dns : undefined) ?? dns[0] ?? '',
    secondaryDns: (dnsList ? secondary_dns : undefined) ?? dns[1] ?? '',
  }
}

const namesDns = ({ primary_dns, secondary_dns, dnsList }: GivenDns): boolean =>
  primary_dns !== undefined || secondary_dns !== undefined || dnsList !== undefined

/** An IPv6 side with a block of its own. */
const drawV6 = (tx: Tx): SubnetV6 => {
  const digits = tx.ids.hex('huawei/cidr_v6', 8)
  const block = cidr(`2001:db8:${digits.slice(0, 4)}:${digits.slice(4)}::/64`)
  return {
    neutronSubnetId: tx.ids.uuid('huawei/neutron_subnet_v6'),
    cidr: network(block),
    gatewayIp: addressText(6, block.first + 1n),
  }
}

export const createSubnet = (tx: Tx, projectId: string, input: CreateSubnet): Subnet => {
  refuseAttributes(input)
  const vpc = tx.table(vpcs).get(input.vpc_id.toLowerCase())
  if (vpc?.projectId !== projectId) throw problems.vpcNotFound()
  const range = readCidr(input.cidr)
  if (range?.family !== 4 || !range.canonical || range.prefix > LONGEST_MASK) throw problems.subnetCidrInvalid()
  if (!blocksOf(vpc).some((block) => contains(cidr(block), range))) throw problems.subnetOutsideVpc()
  const gateway = readAddress(input.gateway_ip)
  if (gateway?.family !== 4 || gateway.value <= range.first || gateway.value >= range.last)
    throw problems.subnetInvalid('gateway_ip')
  const isTaken = (other: Subnet): boolean => overlaps(cidr(other.cidr), range)
  if (tx.table(subnets).by('vpc', vpc.id).some(isTaken)) throw problems.subnetOverlaps()
  const { subnetQuota } = settingsOf(tx)
  if (subnetQuota >= 0 && tx.table(subnets).count('project', projectId) >= subnetQuota) throw problems.subnetQuota()
  return insertSubnet(tx, vpc, {
    ...input,
    id: tx.ids.uuid('huawei/subnet'),
    tableId: defaultTableOf(tx, vpc.id).id,
    state: 'UNKNOWN',
  })
}

type NewSubnet = Omit<CreateSubnet, 'vpc_id'> & Pick<Subnet, 'id' | 'tableId' | 'state'>

/** Adds a subnet to a VPC. */
export const insertSubnet = (tx: Tx, { id: vpcId, projectId }: Vpc, input: NewSubnet): Subnet => {
  const { id, name, description = '', cidr, gateway_ip: gatewayIp, tableId, state } = input
  return tx.create(subnets, {
    id,
    name,
    description,
    cidr,
    gatewayIp,
    vpcId,
    projectId,
    tableId,
    neutronSubnetId: tx.ids.uuid('huawei/neutron_subnet'),
    v6: input.ipv6_enable ? drawV6(tx) : null,
    dhcp: input.dhcp_enable ?? true,
    ...dnsOf(input, []),
    availabilityZone: input.availability_zone ?? '',
    dhcpOptions: input.extra_dhcp_opts ?? [],
    tags: input.tags ?? [],
    createdAt: tx.now,
    updatedAt: tx.now,
    state,
  })
}

export const updateSubnet = (tx: Tx, projectId: string, path: SubnetPath, input: UpdateSubnet): Subnet => {
  const subnet = getSubnetOf(tx, projectId, path)
  refuseAttributes(input)
  if (subnet.v6 && input.ipv6_enable === false) throw problems.subnetInvalid('ipv6_enable')
  return tx.table(subnets).update(subnet.id, {
    name: input.name,
    description: input.description ?? subnet.description,
    v6: subnet.v6 ?? (input.ipv6_enable ? drawV6(tx) : null),
    dhcp: input.dhcp_enable ?? subnet.dhcp,
    ...(namesDns(input) && dnsOf(input, subnet.dns)),
    dhcpOptions: input.extra_dhcp_opts ?? subnet.dhcpOptions,
    updatedAt: tx.now,
  })
}

export const deleteSubnet = (tx: Tx, projectId: string, path: SubnetPath): void => {
  tx.fire(subnets, getSubnetOf(tx, projectId, path), 'delete')
}
