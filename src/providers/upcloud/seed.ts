import { configShape } from '../../core/config.ts'
import { cidr } from '../../core/cidr.ts'
import { Ids } from '../../core/ids.ts'
import { ConfigError } from '../../core/settings.ts'
import type { Tx } from '../../world/store.ts'
import { Fixtures } from './fixtures.ts'
import { followNetwork, peeringFrom, peerings } from './records/peerings.ts'
import { placePeering } from './operations/peerings.ts'
import { newSubnet } from './operations/subnets.ts'
import { type Token, networks, routers, tokens, users } from './records/index.ts'
import { settingsOf } from './settings.ts'
import { CROCKFORD } from './records/ulid.ts'
import { isZone, zones } from './records/zones.ts'

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

const wrong = (kind: string, about: string): ConfigError =>
  new ConfigError(`fixtures.upcloud.${kind}: ${about}`, [kind])

export const load = (tx: Tx, records: unknown): void => {
  const given = configShape(records, Fixtures, 'fixtures.upcloud')
  for (const { username, password, account = username, valid, read_only: readOnly } of given.users) {
    tx.table(users).delete(username)
    tx.table(users).insert({ id: username, account, password, valid, readOnly })
  }
  for (const row of given.tokens) {
    const { username, account = tx.table(users).get(username)?.account ?? username, name, valid } = row
    const expiresAt = row.expires_at === undefined ? null : Date.parse(row.expires_at)
    const flags = { canCreateTokens: row.can_create_tokens, expiresAt, valid, readOnly: row.read_only }
    token(tx, { id: tx.ids.uuid('upcloud/token', '0c'), account, username, secret: row.token, name, ...flags })
  }
  for (const { uuid: id, account = DEFAULT_ACCOUNT, name, labels, static_routes: staticRoutes } of given.routers)
    tx.table(routers).insert({ id, account, name, type: 'normal', labels, staticRoutes, networks: [] })
  for (const row of given.networks) loadNetwork(tx, row)
  for (const row of given.network_peerings) loadPeering(tx, row)
}

type Given = ReturnType<ReturnType<typeof Fixtures>['parse']>

const loadNetwork = (tx: Tx, row: Given['networks'][number]): void => {
  const { uuid: id, name, zone, type, router = null, address, family, labels, servers } = row
  if (!isZone(zone)) throw wrong('networks', `'${zone}' is no zone`)
  if (cidr(address).family !== (family === 'IPv4' ? 4 : 6)) throw wrong('networks', `${address} is no ${family} block`)
  const account = type === 'private' ? (row.account ?? DEFAULT_ACCOUNT) : null
  const ipNetworks = [newSubnet({ address, family, dhcp: true })]
  tx.table(networks).insert({ id, account, name, type, zone, router, ipNetworks, labels, servers })
  if (router === null) return
  const attached = tx.table(routers).get(router)
  if (!attached) throw wrong('networks', `no router ${router}`)
  tx.table(routers).update(router, { networks: [...attached.networks, id] })
}

// what a fixture describes has been there for a while, so nothing in it is still on its way up
const loadPeering = (tx: Tx, row: Given['network_peerings'][number]): void => {
  const { uuid: id, name, configured_status: configuredStatus, network: local, peer_network: peer, labels, state } = row
  const subnetsOf = (uuid: string) => {
    const found = tx.table(networks).get(uuid)
    if (!found) throw wrong('network_peerings', `no network ${uuid}`)
    return found.ipNetworks.map(({ address, family }) => ({ address, family }))
  }
  const [localSubnets, peerSubnets] = [subnetsOf(local), subnetsOf(peer)]
  if (peeringFrom(tx, local, peer)) throw wrong('network_peerings', `${id} repeats a pair`)
  const account = row.account ?? tx.table(networks).get(local)!.account ?? DEFAULT_ACCOUNT
  placePeering(tx, { id, account, name, configuredStatus, labels, local, peer, localSubnets, peerSubnets })
  for (const placed of [peeringFrom(tx, local, peer), peeringFrom(tx, peer, local)])
    if (placed?.state === 'provisioning') tx.enter(peerings, placed, 'active')
  if (state) tx.enter(peerings, tx.table(peerings).get(id)!, state)
  followNetwork(tx, local)
}
