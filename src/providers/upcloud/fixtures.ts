import { nearest } from '../../core/nearest.ts'
import { cidr } from '../../core/cidr.ts'
import { ConfigError, configShape } from '../../core/config.ts'
import { type Infer, schema } from '../../core/schema.ts'
import type { Tx } from '../../world/unit-of-work.ts'
import { placePeering } from './operations/peerings.ts'
import { newSubnet } from './operations/subnets.ts'
import { attachments, networks, routers, users } from './records/index.ts'
import { followNetwork, peeringFrom, peerings } from './records/peerings.ts'
import { isZone, zonesIn } from './records/zones.ts'
import { DEFAULT_ACCOUNT, token } from './seed.ts'

/** Records of a fixture file, in the service's own names. */
export const Fixtures = schema((z) => {
  const label = z.strictObject({ key: z.string(), value: z.string() })
  const labels = z.array(label).default([])
  const account = z.string().min(1).optional()
  const families = z.enum(['IPv4', 'IPv6'])
  const cidrs = z.union([z.cidrv4(), z.cidrv6()])
  return z.strictObject({
    users: z
      .array(
        z.strictObject({
          username: z.string().min(1),
          password: z.string().min(1),
          account,
          valid: z.boolean().default(true),
          read_only: z.boolean().default(false),
        }),
      )
      .default([]),
    tokens: z
      .array(
        z.strictObject({
          token: z.string().regex(/^\S+$/),
          username: z.string().min(1),
          account,
          name: z.string().default('fixture'),
          can_create_tokens: z.boolean().default(true),
          expires_at: z.iso.datetime().optional(),
          valid: z.boolean().default(true),
          read_only: z.boolean().default(false),
        }),
      )
      .default([]),
    routers: z
      .array(
        z.strictObject({
          uuid: z.guid().toLowerCase().optional(),
          account,
          name: z.string(),
          labels,
          static_routes: z
            .array(
              z.strictObject({
                name: z.string(),
                nexthop: z.string(),
                route: z.string(),
                type: z.enum(['user', 'service']).default('user'),
              }),
            )
            .default([]),
        }),
      )
      .default([]),
    networks: z
      .array(
        z.strictObject({
          uuid: z.guid().toLowerCase().optional(),
          account,
          name: z.string(),
          zone: z.string(),
          type: z.enum(['private', 'public', 'utility']).default('private'),
          router: z.guid().toLowerCase().optional(),
          address: cidrs.optional(),
          family: families.default('IPv4'),
          ip_networks: z
            .array(z.strictObject({ address: cidrs, family: families }))
            .min(1)
            .max(2)
            .optional(),
          labels,
          servers: z.array(z.strictObject({ title: z.string(), uuid: z.guid() })).default([]),
        }),
      )
      .default([]),
    network_peerings: z
      .array(
        z.strictObject({
          uuid: z.guid().toLowerCase().optional(),
          account,
          name: z.string().min(1),
          configured_status: z.enum(['active', 'disabled']).default('active'),
          network: z.guid().toLowerCase(),
          peer_network: z.guid().toLowerCase(),
          labels,
          state: z.enum(['error']).optional(),
        }),
      )
      .default([]),
  })
})

const wrong = (kind: string, about: string): ConfigError =>
  new ConfigError(`fixtures.upcloud.${kind}: ${about}`, [kind])

/** Loads the records of a fixture file. Throws a ConfigError that names the wrong place. */
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
  for (const { uuid, account = DEFAULT_ACCOUNT, name, labels, static_routes: staticRoutes } of given.routers) {
    const id = uuid ?? tx.ids.uuid('upcloud/router', '04')
    tx.table(routers).insert({ id, account, name, type: 'normal', labels, staticRoutes })
  }
  for (const row of given.networks) loadNetwork(tx, row)
  for (const row of given.network_peerings) loadPeering(tx, row)
}

type Given = Infer<typeof Fixtures>

const loadNetwork = (tx: Tx, row: Given['networks'][number]): void => {
  const { uuid, name, zone, type, router = null, labels, servers } = row
  if (!isZone(tx, zone)) {
    const known = zonesIn(tx).map(({ id }) => id)
    throw wrong('networks', `'${zone}' is no zone${nearest(zone, known)}`)
  }
  const given = row.ip_networks ?? (row.address === undefined ? [] : [{ address: row.address, family: row.family }])
  if (given.length === 0) throw wrong('networks', `${name} has neither address nor ip_networks`)
  for (const { address, family } of given)
    if (cidr(address).family !== (family === 'IPv4' ? 4 : 6))
      throw wrong('networks', `${address} is no ${family} block`)
  const id = uuid ?? tx.ids.uuid('upcloud/network', '03')
  const account = type === 'private' ? (row.account ?? DEFAULT_ACCOUNT) : null
  const ipNetworks = given.map(({ address, family }) => newSubnet({ address, family, dhcp: true }))
  tx.table(networks).insert({ id, account, name, type, zone, router, ipNetworks, labels, servers })
  if (router === null) return
  if (!tx.table(routers).get(router)) throw wrong('networks', `no router ${router}`)
  tx.table(attachments).insert({ id, router })
}

// what a fixture describes has been there for a while, so nothing in it is still on its way up
const loadPeering = (tx: Tx, row: Given['network_peerings'][number]): void => {
  const { name, configured_status: configuredStatus, network: local, peer_network: peer, labels, state } = row
  const id = row.uuid ?? tx.ids.uuid('upcloud/network_peering', '0f')
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
