import type { Credentials } from '../../core/provider.ts'
import { tokens, users } from './records.ts'
import { DEFAULT_ACCOUNT, token } from './seed.ts'
import { CROCKFORD } from './ulid.ts'

const SCHEME = /^(basic|bearer) +(\S+)$/i

/** One user of the main account per namespace, with an API token. */
export const credentials: Credentials = {
  mint(tx, ids) {
    const username = `user-${ids.hex('upcloud/user', 12)}`
    const password = ids.hex('upcloud/password', 24)
    const secret = `ucat_${ids.text('upcloud/token', CROCKFORD, 26)}`
    const id = ids.uuid('upcloud/token-id', '0c')
    const account = DEFAULT_ACCOUNT
    if (!tx.table(users).get(username))
      tx.table(users).insert({ id: username, account, password, valid: true, readOnly: false })
    if (!tx.table(tokens).get(id)) token(tx, { id, account, username, secret, name: 'namespace' })
    return { credential: { username, password, token: secret }, keys: [username, secret] }
  },
  identify(parts) {
    const [, scheme, value = ''] = SCHEME.exec(parts.header('authorization') ?? '') ?? []
    if (scheme === undefined) return undefined
    if (scheme.length === 6) return value
    const pair = Buffer.from(value, 'base64').toString()
    return pair.slice(0, Math.max(0, pair.indexOf(':')))
  },
  *issued(tx) {
    for (const { secret } of tx.table(tokens).all()) yield secret
  },
}
