import { cidr, contains, overlaps, readAddress, readCidr } from '../../../core/cidr.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { vpcProblems as problems } from '../errors/vpc.ts'
import { type Subnet, subnets, vpcs } from '../records/index.ts'
import type { CreateSubnet, UpdateSubnet } from '../schemas/subnets.ts'
import { settingsOf } from '../settings.ts'
import { type Filters, type Page, type PageQuery, fits, pageOf } from './lists.ts'
import { isUuid } from '../schemas/ids.ts'

const NAME = /^[\p{Script=Han}A-Za-z0-9_.-]{1,64}$/u
const LONGEST_MASK = 28

export const getSubnet = (tx: Tx, projectId: string, id: string): Subnet => {
  if (!isUuid(id)) throw problems.subnetInvalid('id')
  const subnet = tx.table(subnets).get(id.toLowerCase())
  if (subnet?.projectId !== projectId) throw problems.subnetNotFound(id)
  return subnet
}

export const listSubnets = (tx: Tx, projectId: string, filters: Filters<'vpc_id'>, page: PageQuery): Page<Subnet> => {
  const rows = tx.table(subnets).by('project', projectId)
  return pageOf(
    rows.filter(({ vpcId }) => fits(filters.vpc_id, vpcId)),
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

export const createSubnet = (tx: Tx, projectId: string, input: CreateSubnet): Subnet => {
  refuseAttributes(input)
  const vpc = tx.table(vpcs).get(input.vpc_id.toLowerCase())
  if (vpc?.projectId !== projectId) throw problems.vpcNotFound()
  const range = readCidr(input.cidr)
  if (range?.family !== 4 || !range.canonical || range.prefix > LONGEST_MASK) throw problems.subnetCidrInvalid()
  if (vpc.cidr === '' || !contains(cidr(vpc.cidr), range)) throw problems.subnetOutsideVpc()
  const gateway = readAddress(input.gateway_ip)
  if (gateway?.family !== 4 || gateway.value <= range.first || gateway.value >= range.last)
    throw problems.subnetInvalid('gateway_ip')
  const isTaken = (other: Subnet): boolean => overlaps(cidr(other.cidr), range)
  if (tx.table(subnets).by('vpc', vpc.id).some(isTaken)) throw problems.subnetOverlaps()
  const { subnetQuota } = settingsOf(tx)
  if (subnetQuota >= 0 && tx.table(subnets).count('project', projectId) >= subnetQuota) throw problems.subnetQuota()
  const { primary_dns = '', secondary_dns = '' } = input
  return tx.create(subnets, {
    id: tx.ids.uuid('huawei/subnet'),
    name: input.name,
    description: input.description ?? '',
    cidr: input.cidr,
    gatewayIp: input.gateway_ip,
    vpcId: vpc.id,
    projectId,
    neutronSubnetId: tx.ids.uuid('huawei/neutron_subnet'),
    ipv6: input.ipv6_enable ?? false,
    dhcp: input.dhcp_enable ?? true,
    dns: input.dnsList ?? [primary_dns, secondary_dns].filter((server) => server !== ''),
    primaryDns: primary_dns,
    secondaryDns: secondary_dns,
    availabilityZone: input.availability_zone ?? '',
    dhcpOptions: input.extra_dhcp_opts ?? [],
    tags: (input.tags ?? []).map((text) => {
      const [key = '', ...value] = text.split('*')
      return { key, value: value.join('*') }
    }),
    createdAt: tx.now,
    updatedAt: tx.now,
  })
}

export const updateSubnet = (tx: Tx, projectId: string, path: SubnetPath, input: UpdateSubnet): Subnet => {
  const subnet = getSubnetOf(tx, projectId, path)
  refuseAttributes(input)
  return tx.table(subnets).update(subnet.id, {
    name: input.name,
    description: input.description ?? subnet.description,
    dhcp: input.dhcp_enable ?? subnet.dhcp,
    primaryDns: input.primary_dns ?? subnet.primaryDns,
    secondaryDns: input.secondary_dns ?? subnet.secondaryDns,
    dns: input.dnsList ?? subnet.dns,
    dhcpOptions: input.extra_dhcp_opts ?? subnet.dhcpOptions,
    updatedAt: tx.now,
  })
}

export const deleteSubnet = (tx: Tx, projectId: string, path: SubnetPath): void => {
  tx.fire(subnets, getSubnetOf(tx, projectId, path), 'delete')
}
