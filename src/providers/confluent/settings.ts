import { type SettingsOf, defineSettings } from '../../core/settings.ts'

export const settings = defineSettings('confluent', {
  publicBase: { about: 'scheme and host of self, related and Location; empty for those of the request', default: '' },
  qualifiedKinds: {
    about: 'show cloud kinds as networking.v1.AwsPeering, as recordings up to 2023 do',
    default: false,
  },
  strictImmutable: { about: 'refuse a PATCH that carries an immutable field instead of ignoring it', default: false },
  validationStatus: { about: 'status of schema violations', default: 422, values: [422, 400] },
  createStatus: { about: 'status of an accepted create in networking/v1', default: 202, values: [202, 201] },
  missingNetwork: { about: 'status of a peering on a missing network', default: 400, values: [400, 404] },
  unknownEnvironment: { about: 'status of networking/v1 in an unknown environment', default: 403, values: [403, 404] },
  deleteAgain: { about: 'status of DELETE while DEPROVISIONING', default: 204, values: [204, 404] },
  errorMembers: {
    about: 'documented: with code and title; recorded: only id, status, detail and source',
    default: 'documented',
    values: ['documented', 'recorded'],
  },
  activeConnectionTypes: {
    about:
      'active_connection_types of a network. ready: none before READY, then the requested ones; ' +
      'requested: always those, as the published schema asks for one at least; recorded: never any',
    default: 'ready',
    values: ['ready', 'requested', 'recorded'],
  },
  duplicatePeerings: { about: 'a second peering with one target', default: 'refuse', values: ['refuse', 'allow'] },
  acceptance: {
    about: 'auto: the customer accepts by itself after 2 s; manual: PENDING_ACCEPT waits for the control API',
    default: 'auto',
    values: ['auto', 'manual'],
  },
  azureAcceptance: {
    about: 'pending: Azure peerings wait in PENDING_ACCEPT too; direct: permissions were granted up front',
    default: 'pending',
    values: ['pending', 'direct'],
  },
  peeringQuota: { about: 'peerings per network, 0 for no limit', default: 25 },
  networkQuota: { about: 'networks per environment, 0 for no limit', default: 0 },
  environmentQuota: { about: 'environments per organization, 0 for no limit', default: 25 },
  rateLimit: { about: 'requests per credential and window', default: 1_000 },
  rateWindow: { about: 'seconds of a rate window', default: 60 },
})

export type ConfluentSettings = SettingsOf<typeof settings>

export const settingsOf = settings.of
