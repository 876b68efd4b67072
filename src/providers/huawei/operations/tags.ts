import type { Tx } from '../../../world/unit-of-work.ts'
import { vpcProblems as problems } from '../errors/vpc.ts'
import { type Tag, subnets, vpcs } from '../records/index.ts'
import { isUuid } from '../schemas/ids.ts'

/** What can carry tags. */
export type TaggedKind = 'vpc' | 'subnet'

/** A resource of a project that carries tags. */
export interface Tagged {
  readonly kind: TaggedKind
  readonly projectId: string
  readonly id: string
}

const TAG_LIMIT = 10

interface TaggedRow {
  readonly ord: number
  readonly id: string
  readonly projectId: string
  readonly tags: readonly Tag[]
}

export const tagsOf = (tx: Tx, tagged: Tagged): readonly Tag[] => rowOf(tx, tagged).tags

const rowOf = (tx: Tx, { kind, projectId, id }: Tagged): TaggedRow => {
  if (!isUuid(id)) throw problems.tagIdInvalid()
  const row: TaggedRow | undefined =
    kind === 'vpc' ? tx.table(vpcs).get(id.toLowerCase()) : tx.table(subnets).get(id.toLowerCase())
  if (row?.projectId !== projectId) throw problems.taggedNotFound(kind)
  return row
}

const store = (tx: Tx, kind: TaggedKind, id: string, tags: readonly Tag[]): void => {
  if (kind === 'vpc') tx.table(vpcs).update(id, { tags })
  else tx.table(subnets).update(id, { tags })
}

/** Adds tags; a value that is there already is replaced. */
export const addTags = (tx: Tx, tagged: Tagged, given: readonly Tag[]): void => {
  const row = rowOf(tx, tagged)
  if (new Set(given.map(({ key }) => key)).size < given.length) throw problems.tagKeyRepeated()
  const tags = new Map([...row.tags, ...given].map((tag) => [tag.key, tag]))
  if (tags.size > TAG_LIMIT) throw problems.tagsTooMany()
  store(tx, tagged.kind, row.id, [...tags.values()])
}

/** Removes tags; one that is not there counts as removed. */
export const removeTags = (tx: Tx, tagged: Tagged, keys: readonly string[]): void => {
  const row = rowOf(tx, tagged)
  const tags = row.tags.filter(({ key }) => !keys.includes(key))
  store(tx, tagged.kind, row.id, tags)
}

/** All keys in use in a project, each with its values. */
export const keysInUse = (tx: Tx, kind: TaggedKind, projectId: string): { key: string; values: string[] }[] => {
  const found = new Map<string, Set<string>>()
  const rows: readonly TaggedRow[] =
    kind === 'vpc' ? tx.table(vpcs).by('project', projectId) : tx.table(subnets).by('project', projectId)
  for (const { key, value } of rows.toSorted((a, b) => a.ord - b.ord).flatMap((row) => row.tags)) {
    const values = found.get(key) ?? new Set()
    found.set(key, values.add(value))
  }
  return Array.from(found, ([key, values]) => ({ key, values: [...values] }))
}
