import { problems } from '../errors/index.ts'
import type { Violation } from '../errors/refusal.ts'
import type { CreateNetwork } from '../schemas.ts'
import { PLACEHOLDER_CIDR, networkRangeViolation } from './clouds.ts'

type Spec = CreateNetwork['spec']

const NETWORK_PREFIX = 16
const ZONE_PREFIX = 27
const RESERVED_PREFIX = 24

/** Refuses what no schema can say about a network: all wrong fields at once, then a missing or superfluous range. */
export const refuseNetwork = (spec: Spec, status: number): void => {
  const violations = [...duplicates(spec), ...wrongRanges(spec), ...misplaced(spec)]
  if (violations.length > 0) throw problems.invalid(violations, status)
  refuseCidr(spec)
}

const duplicates = ({ connection_types: types, zones, zones_info: infos }: Spec): Violation[] => {
  const lists: [string, readonly unknown[] | undefined][] = [
    ['/spec/connection_types', types],
    ['/spec/zones', zones],
    ['/spec/zones_info', infos?.map((info) => JSON.stringify(info))],
  ]
  return lists
    .filter(([, list]) => list !== undefined && new Set(list).size < list.length)
    .map(([pointer]) => ({ pointer, detail: `The property '${pointer}' contained duplicated array values` }))
}

/** The range that a client asks for: beside `zones_info`, the placeholder of an earlier answer is none. */
const askedRange = ({ cidr, zones_info: infos }: Spec): string | undefined =>
  infos && cidr === PLACEHOLDER_CIDR ? undefined : cidr

const wrongRanges = (spec: Spec): Violation[] => {
  const { cloud, zones_info: infos = [], reserved_cidr: reserved } = spec
  const cidr = askedRange(spec)
  const found = infos.map((info, at) =>
    networkRangeViolation(cloud, { pointer: `/spec/zones_info/${at}/cidr`, text: info.cidr }, ZONE_PREFIX),
  )
  if (cidr !== undefined)
    found.unshift(networkRangeViolation(cloud, { pointer: '/spec/cidr', text: cidr }, NETWORK_PREFIX))
  if (reserved !== undefined && !reserved.endsWith(`/${RESERVED_PREFIX}`))
    found.push({
      pointer: '/spec/reserved_cidr',
      detail: `The CIDR block ${reserved} must be a /${RESERVED_PREFIX}`,
    })
  return found.filter((violation) => violation !== undefined)
}

const misplaced = (spec: Spec): Violation[] => {
  const { cloud, connection_types: types } = spec
  const found: Violation[] = []
  const only = (pointer: string, given: boolean, where: string): void => {
    if (given) found.push({ pointer, detail: `The property '${pointer}' is only allowed for ${where} networks` })
  }
  const shared = types.includes('PEERING') || types.includes('TRANSITGATEWAY')
  only('/spec/zones', spec.zones !== undefined && cloud === 'AZURE', 'AWS and GCP')
  only('/spec/dns_config', spec.dns_config !== undefined && !types.includes('PRIVATELINK'), 'PRIVATELINK')
  only(
    '/spec/reserved_cidr',
    spec.reserved_cidr !== undefined && (cloud !== 'AWS' || !shared),
    'AWS PEERING and TRANSITGATEWAY',
  )
  return found
}

const refuseCidr = (spec: Spec): void => {
  const { cloud, connection_types: types, zones_info: infos } = spec
  const cidr = askedRange(spec)
  const needs = types.find((type) => type === 'PEERING' || (type === 'TRANSITGATEWAY' && cloud === 'AWS'))
  if (needs && cidr === undefined && infos === undefined) throw problems.cidrMissing(needs)
  if (cidr !== undefined && types.every((type) => type === 'PRIVATELINK')) throw problems.cidrNotAllowed('PRIVATELINK')
}
