import { Ids } from '../../core/ids.ts'
import type { Tx } from '../../world/unit-of-work.ts'
import { tokens } from './records/index.ts'
import { createVpc } from './operations/vpcs.ts'
import { regions } from './records/regions.ts'
import { settingsOf } from './settings.ts'

// the same in every world and run, so that a shell profile can hold them
const wellKnown = new Ids('digitalocean')
const secretOf = (name: string): string => `dop_v1_${wellKnown.hex(name, 64)}`

/** The full-access token of a fresh world. */
export const FULL_TOKEN = secretOf('full-access')
/** The token that may only read. */
export const READ_TOKEN = secretOf('read-only')

export const seed = (tx: Tx): void => {
  tx.table(tokens).insert({ id: 'full-access', secret: FULL_TOKEN, scopes: null, readOnly: false })
  tx.table(tokens).insert({ id: 'read-only', secret: READ_TOKEN, scopes: null, readOnly: true })
  if (!settingsOf(tx).defaultVpcs) return
  for (const { slug, available } of regions) {
    if (available) createVpc(tx, { name: `default-${slug}`, region: slug, description: undefined, ip_range: undefined })
  }
}
