import { Ids } from '../../core/ids.ts'
import type { Tx } from '../../world/unit-of-work.ts'
import { newId, takenIn } from './operations/objects.ts'
import { addEnvironment } from './operations/organization.ts'
import { addUser } from './operations/sessions.ts'
import { apiKeys, environments } from './records.ts'

export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
export const MIXED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

// the same in every world and run, so that a shell profile can hold them
const wellKnown = new Ids('confluent')
const keyOf = (name: string): { key: string; secret: string } => ({
  key: wellKnown.text(`${name}/key`, UPPER, 16),
  secret: wellKnown.text(`${name}/secret`, MIXED, 64),
})

/** The Cloud API key of a fresh world. */
export const FULL_KEY = keyOf('full-access')
/** The Cloud API key that may only read. */
export const READ_KEY = keyOf('read-only')

/** The user of a fresh world, as whom the CLI logs in. */
export const USER = { email: 'admin@example.com', password: wellKnown.text('password', MIXED, 20) }

export const everything = { readOnly: false, environments: null, revoked: false, rate: null, userId: null }

export const seed = (tx: Tx): void => {
  const id = newId(tx.ids, 'confluent/environment', 'env-', takenIn(tx.table(environments)))
  addEnvironment(tx, { id, displayName: 'default', package: 'ESSENTIALS' })
  addUser(tx, USER)
  for (const [name, { key, secret }, readOnly] of [
    ['full-access', FULL_KEY, false],
    ['read-only', READ_KEY, true],
  ] as const)
    tx.table(apiKeys).insert({ id: name, secret: `${key}:${secret}`, kind: 'cloud', ...everything, readOnly })
}
