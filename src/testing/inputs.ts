import type { NamespaceRequest, RequestQuery, SnapshotInfo } from './answers.ts'

/** The name of a snapshot. */
export const nameOf = (snapshot: SnapshotInfo | string): string =>
  typeof snapshot === 'string' ? snapshot : snapshot.name

/** What is asked of a namespace, as the control API has it. */
export const bodyOf = ({ rateLimits: rate_limits, ...rest }: NamespaceRequest): object => ({ ...rest, rate_limits })

/** The query that tells apart resources with the same id. */
export const typeQuery = (type: string | undefined): string =>
  type === undefined ? '' : `?type=${encodeURIComponent(type)}`

/** A filter of the journal, which has provider and operation apart. */
export const filterOf = ({ op, ...rest }: RequestQuery): object => {
  if (op === undefined) return rest
  const slash = op.indexOf('/')
  return slash < 0 ? { ...rest, op } : { ...rest, provider: op.slice(0, slash), op: op.slice(slash + 1) }
}
