import { Ids } from '../../core/ids.ts'
import { nearest } from '../../core/nearest.ts'
import { ConfigError, configShape } from '../../core/config.ts'
import type { Tx } from '../../world/unit-of-work.ts'
import { created } from './operations/created.ts'
import { createVpc } from './operations/vpcs.ts'
import { type Vpc, members, pairOf, peerings, tokens, vpcs } from './records.ts'
import { findRegion, regions } from './regions.ts'
import { Fixtures } from './schemas.ts'
import { settingsOf } from './settings.ts'

// the same in every world and run, so that a shell profile can hold them
const wellKnown = new Ids('digitalocean')
const secretOf = (name: string): string => `dop_v1_${wellKnown.hex(name, 64)}`

/** The full-access token of a fresh world. */
export const FULL_TOKEN = secretOf('full-access')
/** The token that may only read. */
export const READ_TOKEN = secretOf('read-only')

const slugs = regions.map(({ slug }) => slug)

export const seed = (tx: Tx): void => {
  tx.table(tokens).insert({ id: 'full-access', secret: FULL_TOKEN, scopes: null, readOnly: false })
  tx.table(tokens).insert({ id: 'read-only', secret: READ_TOKEN, scopes: null, readOnly: true })
  if (!settingsOf(tx).defaultVpcs) return
  for (const { slug, available } of regions) {
    if (available) createVpc(tx, { name: `default-${slug}`, region: slug, description: undefined, ip_range: undefined })
  }
}

/** A mistake in a record that only the other records show. */
const wrong = (kind: string, n: number, message: string): ConfigError =>
  new ConfigError(`fixtures.digitalocean.${kind}.${n}: ${message}`, ['digitalocean', kind, n])

export const load = (tx: Tx, records: unknown): void => {
  const given = configShape(records, Fixtures, 'fixtures.digitalocean')
  for (const { name, token, scopes, read_only } of given.tokens) {
    tx.table(tokens).delete(name)
    tx.table(tokens).insert({ id: name, secret: token, scopes: scopes ?? null, readOnly: read_only })
  }
  for (const [n, vpc] of given.vpcs.entries()) {
    const { id, name, description, region, ip_range: ipRange, default: isDefault } = vpc
    if (!findRegion(region)) throw wrong('vpcs', n, `'${region}' is no region${nearest(region, slugs)}`)
    if (tx.table(vpcs).get(id)) throw wrong('vpcs', n, `the id ${id} is taken`)
    tx.table(vpcs).insert({
      id,
      name,
      description,
      region,
      ipRange,
      isDefault,
      ...created(tx, 'digitalocean/vpc/created'),
    })
  }
  for (const [n, { id, name, vpc_ids, status }] of given.vpc_peerings.entries()) {
    const [a, b] = vpc_ids
    const ends = vpc_ids.map((end) => {
      const vpc = tx.table(vpcs).get(end)
      if (!vpc) throw wrong('vpc_peerings', n, `there is no VPC ${end}`)
      return vpc
    }) as [Vpc, Vpc]
    const vpcIds: [string, string] = a < b ? [a, b] : [b, a]
    if (tx.table(peerings).get(id)) throw wrong('vpc_peerings', n, `the id ${id} is taken`)
    const pair = pairOf(...ends)
    if (tx.table(peerings).count('pair', pair) > 0) throw wrong('vpc_peerings', n, 'the pair is already peered')
    tx.create(peerings, { id, name, vpcIds, pair, state: status, ...created(tx, 'digitalocean/vpc_peering/created') })
  }
  for (const [n, { vpc_id, urn, name, created_at }] of given.members.entries()) {
    if (!tx.table(vpcs).get(vpc_id)) throw wrong('members', n, `there is no VPC ${vpc_id}`)
    if (tx.table(members).get(urn)) throw wrong('members', n, `${urn} is a member already`)
    const createdAt = created_at === undefined ? tx.now : Date.parse(created_at)
    tx.table(members).insert({ id: urn, vpcId: vpc_id, urn, name, createdAt })
  }
}
