import { type SettingsOf, defineSettings } from '../../core/settings.ts'

export const settings = defineSettings('digitalocean', {
  defaultVpcs: { about: 'seed one default VPC per region; false is a fresh account', default: true },
  reservedRanges: {
    about: 'refuse ranges that DigitalOcean reserves',
    default: 'enforce',
    values: ['enforce', 'ignore'],
  },
  notFoundText: { about: 'wording of a 404 for a peering', default: 'live', values: ['live', 'documented'] },
  nestedEnvelope: {
    about: 'envelope of /v2/vpcs/{id}/peerings',
    default: 'live',
    values: ['live', 'documented', 'both'],
  },
  createdAt: {
    about: 'live: nanoseconds in the create answer, whole seconds later; full or seconds: always so',
    default: 'live',
    values: ['live', 'full', 'seconds'],
  },
  peeringQuota: { about: 'peerings per team, 0 for none', default: 0 },
  hourlyLimit: { about: 'requests per token and hour', default: 5_000 },
  burstLimit: { about: 'requests per token and minute', default: 250 },
})

export type DigitalOceanSettings = SettingsOf<typeof settings>

export const settingsOf = settings.of
