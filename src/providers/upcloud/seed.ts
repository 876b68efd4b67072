import { Ids } from '../../core/ids.ts'
import type { Tx } from '../../world/unit-of-work.ts'
import { newSubnet } from './operations/subnets.ts'
import { type Family, type Token, attachments, networks, routers, tokens, users } from './records/index.ts'
import { settingsOf } from './settings.ts'
import { CROCKFORD } from './records/ulid.ts'
import { publicZones } from './records/zones.ts'

// the same in every world and run, so that a shell profile can hold them
const wellKnown = new Ids('upcloud')

/** The account of a fresh world, and the name of its main user. */
export const DEFAULT_ACCOUNT = 'peertwin'
export const DEFAULT_PASSWORD = wellKnown.hex('password', 24)
export const DEFAULT_TOKEN = `ucat_${wellKnown.text('token', CROCKFORD, 26)}`

export const token = (tx: Tx, draft: Pick<Token, 'id' | 'account' | 'username' | 'secret'> & Partial<Token>): void => {
  tx.table(tokens).insert({
    name: 'default',
    type: 'workspace',
    canCreateTokens: true,
    allowedIpRanges: ['0.0.0.0/0', '::/0'],
    createdAt: tx.now,
    expiresAt: null,
    lastUsedAt: null,
    gui: false,
    valid: true,
    readOnly: false,
    ...draft,
  })
}

export const seed = (tx: Tx): void => {
  const account = DEFAULT_ACCOUNT
  tx.table(users).insert({ id: account, account, password: DEFAULT_PASSWORD, valid: true, readOnly: false })
  const id = new Ids('upcloud').uuid('token-id', '0c')
  token(tx, { id, account, username: account, secret: DEFAULT_TOKEN })
  if (settingsOf(tx).builtInNetworks !== 'none') seedNetworks(tx)
}

const RESOLVERS = { IPv4: ['94.237.127.9', '94.237.40.9'], IPv6: ['2a04:3540:53::1', '2a04:3544:53::1'] } as const

/** A built-in network of a zone; the number stands in its uuid. */
interface BuiltIn {
  readonly number: number
  readonly type: 'public' | 'utility'
  readonly zone: string
  readonly address: string
  readonly family: Family
}

const seedNetworks = (tx: Tx): void => {
  for (const [index, { id: zone }] of publicZones.entries()) {
    const [v4, v6] = [`94.237.${index * 4}.0/22`, `2a04:3540:1000:${(0x300 + index).toString(16)}::/64`]
    add(tx, { number: index + 1, type: 'public', zone, address: v4, family: 'IPv4' })
    add(tx, { number: index + 21, type: 'public', zone, address: v6, family: 'IPv6' })
    add(tx, { number: index + 51, type: 'utility', zone, address: `10.${index + 1}.0.0/22`, family: 'IPv4' })
  }
}

const add = (tx: Tx, { number, type, zone, address, family }: BuiltIn): void => {
  const id = `03000000-0000-4000-80${String(number).padStart(2, '0')}-000000000000`
  const isPublic = type === 'public'
  const more = isPublic
    ? { dhcp_default_route: true, dhcp_dns: [...RESOLVERS[family]] }
    : { dhcp_routes: ['10.0.0.0/8'] }
  const ipNetworks = [newSubnet({ address, family, dhcp: true, ...more })]
  const router = !isPublic && settingsOf(tx).builtInNetworks === 'full' ? serviceRouter(tx, zone) : null
  const name = `${isPublic ? 'Public' : 'Private'} ${address}`
  tx.table(networks).insert({ id, account: null, name, type, zone, router, ipNetworks, labels: [], servers: [] })
  if (router !== null) tx.table(attachments).insert({ id, router })
}

const serviceRouter = (tx: Tx, zone: string): string => {
  const name = `Utility network router for zone ${zone}`
  const row = { account: null, name, type: 'service', labels: [], staticRoutes: [] } as const
  return tx.table(routers).insert({ id: new Ids('upcloud', zone).uuid('router', '04'), ...row }).id
}
