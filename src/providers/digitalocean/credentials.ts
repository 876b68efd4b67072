import type { Credentials } from '../../world/provider.ts'
import { tokens } from './records/index.ts'
import { FULL_TOKEN } from './seed.ts'

const BEARER = /^bearer +(\S+)$/i

/** The token in an Authorization header; undefined for any other scheme. */
export const bearerIn = (header: string): string | undefined => BEARER.exec(header)?.[1]

/** One full-access token per namespace. */
export const credentials: Credentials = {
  wellKnown: { token: FULL_TOKEN },
  line: ({ token = '' }) => token,
  mint(ids) {
    const token = `dop_v1_${ids.hex('digitalocean/token', 64)}`
    return { credential: { token }, keys: [token] }
  },
  install(tx, { token: secret = '' }) {
    const table = tx.table(tokens)
    if (table.count('secret', secret) > 0) return
    table.insert({ id: `namespace-${secret.slice(7, 23)}`, secret, scopes: null, readOnly: false })
  },
  identify: (parts) => bearerIn(parts.header('authorization') ?? ''),
}
