import { Ids } from '../../core/ids.ts'
import type { Tx } from '../../world/unit-of-work.ts'
import { newSubnet } from './operations/subnets.ts'
import { type Token, networks, routers, tokens, users } from './records/index.ts'
import { settingsOf } from './settings.ts'
import { CROCKFORD } from './records/ulid.ts'
import { zones } from './records/zones.ts'

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

const seedNetworks = (tx: Tx): void => {
  const withRouters = settingsOf(tx).builtInNetworks === 'full'
  for (const [index, { id: zone }] of zones.entries()) {
    const router = withRouters ? wellKnownRouter(tx, zone) : null
    const add = (type: 'public' | 'utility', number: number, address: string): void => {
      const nn = String(number).padStart(2, '0')
      const id = `03000000-0000-4000-80${nn}-000000000000`
      const subnet = newSubnet({ address, family: 'IPv4', dhcp: true, dhcp_default_route: type === 'public' })
      const name = `${type === 'public' ? 'Public' : 'Private'} ${address}`
      const attached = type === 'utility' ? router : null
      const row = {
        id,
        account: null,
        name,
        type,
        zone,
        router: attached,
        ipNetworks: [subnet],
        labels: [],
        servers: [],
      }
      tx.table(networks).insert(row)
      if (attached !== null) tx.table(routers).update(attached, { networks: [id] })
    }
    add('public', index + 1, `94.237.${index * 4}.0/22`)
    add('utility', index + 51, `10.${index + 1}.0.0/22`)
  }
}

const wellKnownRouter = (tx: Tx, zone: string): string => {
  const name = `Utility network router for zone ${zone}`
  const row = { account: null, name, type: 'service', labels: [], staticRoutes: [], networks: [] } as const
  return tx.table(routers).insert({ id: new Ids('upcloud', zone).uuid('router', '04'), ...row }).id
}
