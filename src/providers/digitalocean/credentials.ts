import type { Credentials } from '../../core/provider.ts'
import { tokens } from './records.ts'

const BEARER = /^bearer +(\S+)$/i

/** One full-access token per namespace. */
export const credentials: Credentials = {
  mint(ids) {
    const token = `dop_v1_${ids.hex('digitalocean/token', 64)}`
    return { credential: { token }, keys: [token] }
  },
  admit(tx, { token: secret = '' }) {
    const table = tx.table(tokens)
    if (table.count('secret', secret) > 0) return
    table.insert({ id: `namespace-${secret.slice(7, 23)}`, secret, scopes: null, readOnly: false })
  },
  identify: (parts) => BEARER.exec(parts.header('authorization') ?? '')?.[1],
}
