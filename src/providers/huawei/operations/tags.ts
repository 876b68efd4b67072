import type { Tx } from '../../../world/unit-of-work.ts'
import { vpcProblems as problems } from '../errors/index.ts'
import { type Tag, subnets, vpcs } from '../records.ts'
import { isUuid } from '../schemas/ids.ts'

/** What can carry tags. */
export type Tagged = 'vpc' | 'subnet'

const TAG_LIMIT = 10

interface TaggedRow {
  readonly id: string
  readonly projectId: string
  readonly tags: readonly Tag[]
}

export const tagsOf = (tx: Tx, kind: Tagged, projectId: string, id: string): readonly Tag[] =>
  rowOf(tx, kind, projectId, id).tags

const rowOf = (tx: Tx, kind: Tagged, projectId: string, id: string): TaggedRow => {
  if (!isUuid(id)) throw problems.tagIdInvalid()
  const row: TaggedRow | undefined =
    kind === 'vpc' ? tx.table(vpcs).get(id.toLowerCase()) : tx.table(subnets).get(id.toLowerCase())
  if (row?.projectId !== projectId) throw problems.taggedNotFound(kind)
  return row
}

const store = (tx: Tx, kind: Tagged, id: string, tags: readonly Tag[]): void => {
  if (kind === 'vpc') tx.table(vpcs).update(id, { tags })
  else tx.table(subnets).update(id, { tags })
}

/** Adds tags; a value that is there already is replaced. */
export const addTags = (tx: Tx, kind: Tagged, projectId: string, id: string, given: readonly Tag[]): void => {
  const row = rowOf(tx, kind, projectId, id)
  if (new Set(given.map(({ key }) => key)).size < given.length) throw problems.tagKeyRepeated()
  const tags = new Map([...row.tags, ...given].map((tag) => [tag.key, tag]))
  if (tags.size > TAG_LIMIT) throw problems.tagsTooMany()
  store(tx, kind, row.id, [...tags.values()])
}

/** Removes tags; one that is not there counts as removed. */
export const removeTags = (tx: Tx, kind: Tagged, projectId: string, id: string, keys: readonly string[]): void => {
  const row = rowOf(tx, kind, projectId, id)
  store(
    tx,
    kind,
    row.id,
    row.tags.filter(({ key }) => !keys.includes(key)),
  )
}

/** All keys in use in a project, each with its values. */
export const keysInUse = (tx: Tx, kind: Tagged, projectId: string): { key: string; values: string[] }[] => {
  const found = new Map<string, Set<string>>()
  const rows: readonly TaggedRow[] =
    kind === 'vpc' ? tx.table(vpcs).by('project', projectId) : tx.table(subnets).by('project', projectId)
  for (const { key, value } of rows.flatMap((row) => row.tags)) {
    const values = found.get(key) ?? new Set()
    found.set(key, values.add(value))
  }
  return Array.from(found, ([key, values]) => ({ key, values: [...values] }))
}
