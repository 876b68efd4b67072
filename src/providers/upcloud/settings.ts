import { type SettingsOf, defineSettings } from '../../core/settings.ts'

export const settings = defineSettings('upcloud', {
  provisioningMs: { about: 'emulated milliseconds until a complete peering is active', default: 2_000 },
  disableMs: { about: 'emulated milliseconds until an active peering is disabled', default: 2_000 },
  notDisabledStatus: {
    about: 'status of PEERING_NOT_DISABLED',
    default: 409,
    values: [400, 403, 409],
  },
  peeringBodies: {
    about:
      'unwrapped: requests may, and single answers do, leave out the network_peering wrapper, as generated clients expect',
    default: 'wrapped',
    values: ['wrapped', 'unwrapped'],
  },
  zoneMatching: {
    about: 'strict: peers, and networks on one router, must be in the same zone',
    default: 'off',
    values: ['off', 'strict'],
  },
  peerAccounts: {
    about: 'own: a peer network of another account is refused',
    default: 'any',
    values: ['any', 'own'],
  },
  timestamps: { about: 'show created_at and updated_at of peerings', default: true },
  peeringsInNetworks: { about: 'show the peerings of a network in it', default: true },
  accept: { about: 'answer 406 when Accept excludes JSON', default: 'enforce', values: ['enforce', 'ignore'] },
  unknownCredentials: {
    about: 'separate: each unknown user or token is an account of its own; shared: all act as the default account',
    default: 'separate',
    values: ['separate', 'shared'],
  },
  builtInNetworks: {
    about: 'seed public and utility networks and a private zone; full: with service routers as well',
    default: 'full',
    values: ['networks', 'full', 'none'],
  },
  peeringQuota: { about: 'peerings per account, 0 for none', default: 0 },
  staticRouteLimit: { about: 'static routes per router', default: 100 },
  credits: { about: 'credits of an account; with 0 nothing can be created', default: 9972.2324 },
})

export type UpCloudSettings = SettingsOf<typeof settings>

export const settingsOf = settings.of
