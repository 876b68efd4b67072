import type { Credentials } from '../../core/provider.ts'
import { tokens } from './records.ts'

const BEARER = /^bearer +(\S+)$/i

/** One full-access token per namespace. */
export const credentials: Credentials = {
  mint(tx, ids) {
    const secret = `dop_v1_${ids.hex('digitalocean/token', 64)}`
    const table = tx.table(tokens)
    if (table.count('secret', secret) === 0)
      table.insert({ id: `namespace-${secret.slice(7, 23)}`, secret, scopes: null, readOnly: false })
    return { credential: { token: secret }, keys: [secret] }
  },
  identify: (parts) => BEARER.exec(parts.header('authorization') ?? '')?.[1],
}
