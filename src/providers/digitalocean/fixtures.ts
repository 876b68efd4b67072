import { nearest } from '../../core/nearest.ts'
import { ConfigError, configShape } from '../../core/config.ts'
import { schema } from '../../core/schema.ts'
import type { Tx } from '../../world/unit-of-work.ts'
import { type Vpc, created, members, pairOf, peerings, tokens, vpcs } from './records/index.ts'
import { findRegion, regions } from './records/regions.ts'

/** Records of a fixture file. */
export const Fixtures = schema((z) =>
  z.strictObject({
    tokens: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          token: z.string().regex(/^\S+$/),
          scopes: z.array(z.string()).optional(),
          read_only: z.boolean().default(false),
        }),
      )
      .default([]),
    vpcs: z
      .array(
        z.strictObject({
          id: z.guid(),
          name: z.string(),
          description: z.string().default(''),
          region: z.string(),
          ip_range: z.cidrv4(),
          default: z.boolean().default(false),
        }),
      )
      .default([]),
    vpc_peerings: z
      .array(
        z.strictObject({
          id: z.guid(),
          name: z.string(),
          vpc_ids: z.tuple([z.guid(), z.guid()]),
          status: z.enum(['PROVISIONING', 'ACTIVE', 'ERROR', 'DELETING']).default('ACTIVE'),
        }),
      )
      .default([]),
    members: z
      .array(
        z.strictObject({
          vpc_id: z.guid(),
          urn: z.string().regex(/^do:[a-z_]+:.+$/),
          name: z.string(),
          created_at: z.iso.datetime().optional(),
          status: z.enum(['JOINING', 'LISTED', 'LEAVING']).default('LISTED'),
        }),
      )
      .default([]),
  }),
)

const slugs = regions.map(({ slug }) => slug)

/** A mistake in a record that only the other records show. */
const wrong = (kind: string, n: number, message: string): ConfigError =>
  new ConfigError(`fixtures.digitalocean.${kind}.${n}: ${message}`, ['digitalocean', kind, n])

/** Loads the records of a fixture file. Throws a ConfigError that names the wrong place. */
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
  for (const [n, { vpc_id, urn, name, created_at, status }] of given.members.entries()) {
    if (!tx.table(vpcs).get(vpc_id)) throw wrong('members', n, `there is no VPC ${vpc_id}`)
    if (tx.table(members).get(urn)) throw wrong('members', n, `${urn} is a member already`)
    const createdAt = created_at === undefined ? tx.now : Date.parse(created_at)
    tx.create(members, { id: urn, vpcId: vpc_id, urn, name, createdAt, state: status })
  }
}
