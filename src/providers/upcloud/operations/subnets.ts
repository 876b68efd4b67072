import { addressText, block, contains, network, readAddress, readCidr } from '../../../core/cidr.ts'
import { problems } from '../errors/index.ts'
import type { AutoRoutes, IpNetwork } from '../records/index.ts'
import type { IpNetworkInput } from '../schemas.ts'

const NO_AUTO_ROUTES: AutoRoutes = {
  enabled: false,
  excludeBySource: [],
  filterByDestination: [],
  filterByRouteType: [],
}

const mergeAutoRoutes = (before: AutoRoutes, input: IpNetworkInput): AutoRoutes => {
  const given = input.dhcp_routes_configuration?.effective_routes_auto_population
  return {
    enabled: given?.enabled ?? before.enabled,
    excludeBySource: given?.exclude_by_source ?? before.excludeBySource,
    filterByDestination: given?.filter_by_destination ?? before.filterByDestination,
    filterByRouteType: given?.filter_by_route_type ?? before.filterByRouteType,
  }
}

/** The first usable address of a subnet; one without room for a gateway gives its only one. */
const firstUsable = (address: string): string => {
  const { family, first, last } = readCidr(address)!
  return addressText(family, last - first > 1n ? first + 1n : first)
}

const checkGateway = (address: string, gateway: string): string => {
  const { family, value } = readAddress(gateway)!
  if (!contains(readCidr(address)!, block(family, value, family === 4 ? 32 : 128)))
    throw problems.attributeInvalid('gateway')
  return gateway
}

/** The subnet of a new network. */
export const newSubnet = (input: IpNetworkInput): IpNetwork => {
  const { address, family, dhcp } = input
  if (address === undefined) throw problems.addressMissing()
  if (family === undefined) throw problems.attributeInvalid('family')
  if (readCidr(address)!.family !== (family === 'IPv4' ? 4 : 6)) throw problems.addressInvalid()
  if (dhcp === undefined) throw problems.attributeInvalid('dhcp')
  return {
    address,
    block: network(readCidr(address)!),
    family,
    dhcp,
    dhcpDefaultRoute: input.dhcp_default_route ?? false,
    dhcpDns: input.dhcp_dns ?? [],
    dhcpRoutes: input.dhcp_routes ?? [],
    gateway: input.gateway === undefined ? firstUsable(address) : checkGateway(address, input.gateway),
    autoRoutes: mergeAutoRoutes(NO_AUTO_ROUTES, input),
  }
}

/** Subnets with changes merged in, each into the one of its family, or of its position when it names none. */
export const mergeSubnet = (before: readonly IpNetwork[], changes: readonly IpNetworkInput[]): IpNetwork[] => {
  const merged = [...before]
  for (const [position, change] of changes.entries()) {
    const at =
      change.family === undefined ? position : before.findIndex((candidate) => candidate.family === change.family)
    const subnet = merged[at]
    if (!subnet) throw problems.attributeInvalid('ip_network')
    if (change.address !== undefined && change.address !== subnet.address) throw problems.addressInvalid()
    merged[at] = {
      ...subnet,
      dhcp: change.dhcp ?? subnet.dhcp,
      dhcpDefaultRoute: change.dhcp_default_route ?? subnet.dhcpDefaultRoute,
      dhcpDns: change.dhcp_dns ?? subnet.dhcpDns,
      dhcpRoutes: change.dhcp_routes ?? subnet.dhcpRoutes,
      gateway: change.gateway === undefined ? subnet.gateway : checkGateway(subnet.address, change.gateway),
      autoRoutes: mergeAutoRoutes(subnet.autoRoutes, change),
    }
  }
  return merged
}
