import { type SettingsOf, defineSettings } from '../../core/settings.ts'

export const settings = defineSettings('tencent', {
  exampleVpc: { about: 'seed the VPC, route table and gateways of the CreateRoute example', default: true },
  authentication: {
    about: 'verify: check the signature of known SecretIds; lenient: of nobody; off: ask for no common parameter',
    default: 'verify',
    values: ['verify', 'lenient', 'off'],
  },
  timestampWindow: {
    about: 'how far Timestamp may be off; mode: 2h, and 5m when --auth is strict',
    default: 'mode',
    values: ['mode', '2h', '5m', 'off'],
  },
  nonceReplay: {
    about: 'refuse a repeated Nonce; mode: only when --auth is strict',
    default: 'mode',
    values: ['mode', 'on', 'off'],
  },
  httpsOnly: { about: 'refuse plain HTTP with 4600', default: false },
  language: { about: 'language of messages and of the default route table', default: 'en', values: ['en', 'zh'] },
  docTypes: { about: 'quote numbers where the documentation does: peerings, tasks, NAT gateways', default: false },
  codeDesc: { about: 'codeDesc of a success', default: 'Success', values: ['Success', 'empty', 'omit'] },
  codes: { about: 'numeric codes by codeDesc: RouteAlreadyExists=5101,InvalidVpc.NotFound=5001', default: '' },
  unknownIds: { about: 'a describe list of an unknown id', default: 'empty', values: ['empty', 'refuse'] },
  absentRoute: { about: 'DeleteRoute of a route that is not there', default: 'refuse', values: ['refuse', 'succeed'] },
  inactivePeering: {
    about: 'a peering that is not connected as next hop',
    default: 'refuse',
    values: ['refuse', 'accept'],
  },
  vpcRange: {
    about: 'wide: any private range, as the examples of the documentation have; documented: its three /16 blocks',
    default: 'wide',
    values: ['wide', 'documented'],
  },
  vpcQuota: { about: 'VPCs per region', default: 5 },
  subnetQuota: { about: 'subnets per VPC', default: 10 },
  routeTableQuota: { about: 'route tables per VPC', default: 10 },
  routeQuota: { about: 'routes per table, without the Local one', default: 50 },
  peeringQuota: { about: 'waiting or connected peerings per VPC', default: 10 },
  peeringTotalQuota: { about: 'peerings per VPC, whatever their state', default: 100 },
  natQuota: { about: 'NAT gateways per VPC', default: 3 },
  vpnQuota: { about: 'VPN gateways per VPC, as DescribeVpcLimit tells', default: 10 },
  rateLimit: { about: 'requests per SecretId and second', default: 100 },
})

export type TencentSettings = SettingsOf<typeof settings>

export const settingsOf = settings.of
