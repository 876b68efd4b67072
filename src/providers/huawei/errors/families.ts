import type { Call } from '../../../http/call.ts'

/** The form of an error body, which the path decides. */
export type Family = 'neutron' | 'vpc' | 'vpcV3' | 'keystone'

const V3_VPC = /^\/v3\/[^/]+\/vpc(?:\/|$)/
const TAGS = /^\/v2\.0\/(?!vpc\/)[^/]+\/(?:vpcs|subnets)(?:\/|$)/

/** Which of the APIs on this one host a request is for. */
export const familyOf = ({ path }: Pick<Call, 'path'>): Family => {
  if (path.startsWith('/v2.0')) return TAGS.test(path) ? 'vpc' : 'neutron'
  if (path.startsWith('/v1')) return 'vpc'
  if (path.startsWith('/v3')) return V3_VPC.test(path) ? 'vpcV3' : 'keystone'
  return 'neutron'
}
