import { nearest } from '../../core/nearest.ts'
import { ConfigError, configShape } from '../../core/config.ts'
import { type Infer, schema } from '../../core/schema.ts'
import type { Tx } from '../../world/unit-of-work.ts'
import { type Vpc, created, members, pairOf, peerings, tokens, vpcs } from './records/index.ts'
import { chooseRange } from './operations/ranges.ts'
import { findRegion, regions } from './records/regions.ts'

/** Records of a fixture file. */
export const Fixtures = schema((z) => {
  const vpc = z.string().describe('id or name')
  return z.strictObject({
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
          id: z.guid().optional(),
          name: z.string(),
          description: z.string().default(''),
          region: z.string(),
          ip_range: z.cidrv4().optional(),
          default: z.boolean().default(false),
        }),
      )
      .default([]),
    vpc_peerings: z
      .array(
        z.strictObject({
          id: z.guid().optional(),
          name: z.string(),
          vpc_ids: z.tuple([vpc, vpc]),
          status: z.enum(['PROVISIONING', 'ACTIVE', 'ERROR', 'DELETING']).default('ACTIVE'),
        }),
      )
      .default([]),
    members: z
      .array(
        z.strictObject({
          vpc_id: vpc,
          urn: z
            .string()
            .regex(/^do:[a-z_]+:.+$/)
            .optional(),
          name: z.string(),
          created_at: z.iso.datetime().optional(),
          status: z.enum(['JOINING', 'LISTED', 'LEAVING']).default('LISTED'),
        }),
      )
      .default([]),
  })
})
export type Fixtures = Infer<typeof Fixtures>

const slugs = regions.map(({ slug }) => slug)

type Place = readonly (string | number)[]

/** A mistake in a record that only the other records show. */
const wrong = (place: Place, message: string): ConfigError =>
  new ConfigError(`fixtures.digitalocean.${place.join('.')}: ${message}`, ['digitalocean', ...place])

/** The VPC that a record refers to, by its id or by its name. */
const vpcAt = (tx: Tx, asked: string, place: Place): Vpc => {
  const byId = tx.table(vpcs).get(asked)
  const [found, ...others] = byId ? [byId] : tx.table(vpcs).by('name', asked)
  if (others.length > 0) throw wrong(place, `several VPCs are named '${asked}'; say which by its id`)
  if (found) return found
  const looksLikeId = /^[0-9a-f-]{30,}$/i.test(asked)
  const known = Array.from(tx.table(vpcs).all(), ({ id, name }) => (looksLikeId ? id : name))
  throw wrong(place, `there is no VPC '${asked}'${nearest(asked, known)}`)
}

/** Loads the records of a fixture file. Throws a ConfigError that names the wrong place. */
export const load = (tx: Tx, records: unknown): void => {
  const given = configShape(records, Fixtures, 'fixtures.digitalocean')
  for (const { name, token, scopes, read_only } of given.tokens) {
    tx.table(tokens).delete(name)
    tx.table(tokens).insert({ id: name, secret: token, scopes: scopes ?? null, readOnly: read_only })
  }
  for (const [n, vpc] of given.vpcs.entries()) loadVpc(tx, vpc, ['vpcs', n])
  for (const [n, peering] of given.vpc_peerings.entries()) loadPeering(tx, peering, ['vpc_peerings', n])
  for (const [n, member] of given.members.entries()) loadMember(tx, member, ['members', n])
}

const loadVpc = (tx: Tx, given: Fixtures['vpcs'][number], place: Place): void => {
  const { id = tx.ids.uuid('digitalocean/vpc'), name, description, region: slug, default: isDefault } = given
  const region = findRegion(slug)
  if (!region) throw wrong([...place, 'region'], `'${slug}' is no region${nearest(slug, slugs)}`)
  if (tx.table(vpcs).get(id)) throw wrong([...place, 'id'], `${id} is taken`)
  const ipRange = given.ip_range ?? chooseRange(tx, region, undefined)
  const times = created(tx, 'digitalocean/vpc/created')
  tx.table(vpcs).insert({ id, name, description, region: slug, ipRange, isDefault, ...times })
}

const loadPeering = (tx: Tx, given: Fixtures['vpc_peerings'][number], place: Place): void => {
  const { id = tx.ids.uuid('digitalocean/vpc_peering'), name, vpc_ids, status: state } = given
  if (tx.table(peerings).get(id)) throw wrong([...place, 'id'], `${id} is taken`)
  const [a, b] = vpc_ids.map((asked, n) => vpcAt(tx, asked, [...place, 'vpc_ids', n])) as [Vpc, Vpc]
  const pair = pairOf(a, b)
  if (tx.table(peerings).count('pair', pair) > 0) throw wrong([...place, 'vpc_ids'], 'the pair is already peered')
  const vpcIds: [string, string] = a.id < b.id ? [a.id, b.id] : [b.id, a.id]
  tx.create(peerings, { id, name, vpcIds, pair, state, ...created(tx, 'digitalocean/vpc_peering/created') })
}

const loadMember = (tx: Tx, given: Fixtures['members'][number], place: Place): void => {
  const { urn = `do:droplet:${tx.ids.number('digitalocean/member', 4)}`, name, created_at: time, status: state } = given
  const { id: vpcId } = vpcAt(tx, given.vpc_id, [...place, 'vpc_id'])
  if (tx.table(members).get(urn)) throw wrong([...place, 'urn'], `${urn} is a member already`)
  const createdAt = time === undefined ? tx.now : Date.parse(time)
  tx.create(members, { id: urn, vpcId, urn, name, createdAt, state })
}
