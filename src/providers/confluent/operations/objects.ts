import type { Ids } from '../../../core/ids.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import type { Table } from '../../../world/table.ts'
import { problems } from '../errors/index.ts'
import { type Access, type Described, environments, quotas } from '../records.ts'
import { settingsOf } from '../settings.ts'

// ids of the service use these characters only
const ALPHABET = '0123456789degjklmnopqrvwxyz'

/** A free id of a kind, such as `peer-gez27g`. */
export const newId = (ids: Ids, stream: string, prefix: string, taken: (id: string) => boolean): string => {
  for (;;) {
    const id = prefix + ids.text(stream, ALPHABET, 6)
    if (!taken(id)) return id
  }
}

/** Whether a table has an id. */
export const takenIn =
  (table: Pick<Table, 'get'>) =>
  (id: string): boolean =>
    table.get(id) !== undefined

/** Metadata of an object that is made now. */
export const described = (tx: Tx, stream: string, crn: string): Described => {
  const micros = tx.ids.number(`${stream}/created`, 2) % 1_000
  return { createdAt: tx.now, touchedAt: tx.now, micros, crn }
}

const sees = (access: Access, id: string): boolean => access.environments === null || access.environments.includes(id)

/** Whether an environment exists as far as a credential can know. */
export const isVisible = (tx: Tx, access: Access, id: string): boolean =>
  sees(access, id) && tx.table(environments).get(id) !== undefined

/** Refuses what happens in an environment that the credential does not see. */
export const enterEnvironment = (tx: Tx, access: Access, id: string): void => {
  if (isVisible(tx, access, id)) return
  throw settingsOf(tx).unknownEnvironment === 403 ? problems.forbidden() : problems.resourceNotFound()
}

export const refuseReadOnly = (access: Access): void => {
  if (access.readOnly) throw problems.forbidden()
}

/** The limit of a quota in this world: a fixture's, else the setting's; 0 is none. */
export const limitOf = (tx: Tx, quota: string, setting: number): number => tx.table(quotas).get(quota)?.limit ?? setting
