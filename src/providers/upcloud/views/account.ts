import type { Millis } from '../../../core/clock.ts'
import type { Token } from '../records/index.ts'
import type { UpCloudSettings } from '../settings.ts'

/** `GET /1.3/account`: what clients log in with. */
export const accountView = ({ credits, peeringQuota }: UpCloudSettings, username: string) => ({
  account: {
    credits,
    resource_limits: {
      cores: 200,
      detached_floating_ips: 10,
      gpus: 8,
      load_balancers: 50,
      managed_object_storages: 7,
      memory: 1_048_576,
      network_peerings: peeringQuota > 0 ? peeringQuota : 100,
      networks: 100,
      ntp_excess_gib: 20_000,
      public_ipv4: 100,
      public_ipv6: 100,
      storage_hdd: 10_240,
      storage_maxiops: 10_240,
      storage_ssd: 10_240,
    },
    username,
  },
})

const typeOf = (username: string, account: string): 'main' | 'sub' => (username === account ? 'main' : 'sub')

/** `GET /1.3/account/details/{username}`. */
export const accountDetailsView = (username: string, account: string) => ({
  account: {
    address: '',
    allow_api: 'yes',
    allow_gui: 'yes',
    campaigns: { campaign: [] },
    city: '',
    company: '',
    country: 'FIN',
    currency: 'EUR',
    email: `${username}@example.com`,
    enable_3rd_party_services: 'yes',
    first_name: '',
    ip_filters: { ip_filter: [] },
    language: 'en',
    last_name: '',
    main_account: account,
    network_access: { network: ['*'] },
    phone: '',
    postal_code: '',
    roles: { role: [] },
    server_access: { server: [{ storage: 'yes', uuid: '*' }] },
    simple_backup: 'yes',
    state: '',
    storage_access: { storage: ['*'] },
    tag_access: { tag: [{ name: '*', storage: 'yes' }] },
    timezone: 'UTC',
    type: typeOf(username, account),
    username,
    vat_number: '',
  },
})

/** `GET /1.3/account/list`. */
export const accountListView = (usernames: readonly string[], account: string) => ({
  accounts: {
    account: usernames.map((username) => ({ roles: { role: [] }, type: typeOf(username, account), username })),
  },
})

// the newer services trim the fraction of a second, and leave an empty one out
const instant = (at: Millis): string => new Date(at).toISOString().replace(/\.?0*Z$/, 'Z')

/** A token; its secret only in the answer that made it. */
export const tokenView = (row: Token, secret: boolean) => ({
  id: row.id,
  name: row.name,
  type: row.type,
  ...(secret && { token: row.secret }),
  can_create_tokens: row.canCreateTokens,
  allowed_ip_ranges: row.allowedIpRanges,
  created_at: instant(row.createdAt),
  ...(row.expiresAt !== null && { expires_at: instant(row.expiresAt) }),
  ...(row.lastUsedAt !== null && { last_used_at: instant(row.lastUsedAt) }),
  gui: row.gui,
})
