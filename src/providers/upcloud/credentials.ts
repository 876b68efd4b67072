import { Ids } from '../../core/ids.ts'
import type { Credentials } from '../../world/provider.ts'
import { userIn } from '../../http/authorization.ts'
import { tokens, users } from './records/index.ts'
import { DEFAULT_ACCOUNT, DEFAULT_PASSWORD, DEFAULT_TOKEN, token } from './seed.ts'
import { CROCKFORD } from './records/ulid.ts'

/** One user of the main account per namespace, with an API token. */
export const credentials: Credentials = {
  wellKnown: { username: DEFAULT_ACCOUNT, password: DEFAULT_PASSWORD, token: DEFAULT_TOKEN },
  line: ({ username, password, token: secret }) => `${username}:${password} or Bearer ${secret}`,
  mint(ids) {
    const username = `user-${ids.hex('upcloud/user', 12)}`
    const password = ids.hex('upcloud/password', 24)
    const secret = `ucat_${ids.text('upcloud/token', CROCKFORD, 26)}`
    return { credential: { username, password, token: secret }, keys: [username, secret] }
  },
  install(tx, { username = '', password = '', token: secret = '' }) {
    const account = DEFAULT_ACCOUNT
    if (tx.table(users).get(username)) return
    tx.table(users).insert({ id: username, account, password, valid: true, readOnly: false })
    const id = new Ids('upcloud', username).uuid('token-id', '0c')
    token(tx, { id, account, username, secret, name: 'namespace' })
  },
  identify: (parts) => userIn(parts.header('authorization')),
  *issued(tx) {
    for (const { secret } of tx.table(tokens).all()) yield secret
  },
}
