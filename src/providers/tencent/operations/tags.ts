import type { Tx } from '../../../world/unit-of-work.ts'
import type { Row, TableDef } from '../../../world/table.ts'
import { problems } from '../errors/index.ts'
import { type Place, routeTables, subnets, vpcs } from '../records/networks.ts'
import { peerings } from '../records/peerings.ts'
import type { Tag, Tagged } from '../records/tags.ts'

const KEY_LIMIT = 127
const VALUE_LIMIT = 255
const LIMIT = 50
const RESERVED = /^(?:qcloud|tencent|project)/i

/** Refuses tags that no resource can have. */
export const refuseTags = (tags: readonly Tag[] = []): void => {
  const keys = tags.map(({ key }) => key)
  if (new Set(keys).size < keys.length) throw problems.tagKeyRepeated()
  if (keys.some((key) => key === '')) throw problems.tagKeyEmpty()
  if (keys.some((key) => key.length > KEY_LIMIT)) throw problems.tagKeyTooLong()
  if (keys.some((key) => RESERVED.test(key))) throw problems.tagKeyReserved()
  if (tags.some(({ value }) => value.length > VALUE_LIMIT)) throw problems.tagValueTooLong()
  if (tags.length > LIMIT) throw problems.tagLimit(LIMIT)
}

type TaggedRow = Row & Tagged

/** The kinds of resources that have tags. */
export type TaggedKind = 'vpc' | 'subnet' | 'route_table' | 'peering'

const TABLES = { vpc: vpcs, subnet: subnets, route_table: routeTables, peering: peerings } as unknown as Readonly<
  Record<TaggedKind, TableDef<TaggedRow>>
>

const ownedBy = (uin: number, row: TaggedRow | undefined): row is TaggedRow =>
  row !== undefined && (row as TaggedRow & { readonly uin: number }).uin === uin

/** A tag with the resource that has it. */
export interface Attached {
  readonly id: string
  readonly tag: Tag
}

export interface TagFilter {
  readonly kind: TaggedKind
  readonly ids: readonly string[]
  readonly offset?: number | undefined
  readonly limit?: number | undefined
}

const PAGE = 15

/** The tags of resources, one after the other; what is not there has none. */
export const describeTags = (tx: Tx, { uin }: Place, { kind, ids, offset = 0, limit = PAGE }: TagFilter) => {
  const rows = ids.map((id) => tx.table(TABLES[kind]).get(id)).filter((row) => ownedBy(uin, row))
  const all = rows.flatMap(({ id, tags }) => tags.map((tag): Attached => ({ id, tag })))
  return { items: all.slice(offset, offset + limit), total: all.length, offset, limit }
}

export interface TagChange {
  readonly kind: TaggedKind
  readonly id: string
  readonly put: readonly Tag[]
  /** Keys. */
  readonly drop: readonly string[]
}

/** Puts and drops tags of a resource. */
export const modifyTags = (tx: Tx, { uin }: Place, { kind, id, put, drop }: TagChange): void => {
  const table = tx.table(TABLES[kind])
  const row = table.get(id)
  if (!ownedBy(uin, row)) throw problems.taggedNotFound()
  if (put.some(({ key }) => drop.includes(key))) throw problems.tagKeyDropped()
  const kept = row.tags.filter(({ key }) => !drop.includes(key) && put.every((tag) => tag.key !== key))
  const tags = [...kept, ...put]
  refuseTags(tags)
  table.update(id, { tags })
}
