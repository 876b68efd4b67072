import { type SettingsOf, defineSettings } from '../../core/settings.ts'

export const settings = defineSettings('huawei', {
  region: { about: 'region of the catalogue, and the name of the seeded projects', default: 'eu-de' },
  tokenHours: { about: 'hours until an issued token expires', default: 24 },
  duplicateStatus: {
    about: 'status for a route or a peering that exists already under /v2.0',
    default: 409,
    values: [409, 400],
  },
  routeTwinStatus: {
    about: 'status of VPC.2812, a destination that a v1 route table has already',
    default: 400,
    values: [400, 409],
  },
  inactiveNexthop: {
    about: 'a route through a peering that is not ACTIVE',
    default: 'refuse',
    values: ['refuse', 'allow'],
  },
  localRoutes: {
    about: 'a destination that overlaps a subnet or a system route',
    default: 'refuse',
    values: ['refuse', 'ignore'],
  },
  links: {
    about: 'members of a peerings_links or routes_links entry beside rel',
    default: 'both',
    values: ['both', 'href', 'marker'],
  },
  changeBy: { about: 'who may update or delete a peering', default: 'either', values: ['either', 'requester'] },
  rejectedPair: {
    about: 'whether a REJECTED or EXPIRED peering blocks another one between its VPCs',
    default: 'free',
    values: ['free', 'blocked'],
  },
  peeredVpcDelete: {
    about: 'deleting a VPC that has peerings but no routes through them',
    default: 'allow',
    values: ['allow', 'refuse'],
  },
  tagsActionStatus: { about: 'success status of tags/action', default: 204, values: [204, 200] },
  vpcRanges: {
    about: 'private: a VPC lies in 10/8, 172.16/12 or 192.168/16 with a mask up to 24; any: no such rule',
    default: 'private',
    values: ['private', 'any'],
  },
  vpcQuota: { about: 'VPCs per project, -1 for no limit', default: 150 },
  peeringQuota: { about: 'peerings per project, -1 for no limit', default: 50 },
  subnetQuota: { about: 'subnets per project, -1 for no limit', default: 400 },
  routeTableQuota: { about: 'route tables per VPC, the default one included, -1 for no limit', default: 5 },
  routeQuota: { about: 'routes per route table, -1 for no limit', default: 200 },
  requestsPerSecond: { about: 'requests per user and second, where rate limits are enforced', default: 200 },
})

export type HuaweiSettings = SettingsOf<typeof settings>

export const settingsOf = settings.of
