import type { Credentials } from '../../world/provider.ts'
import { userIn } from '../../http/authorization.ts'
import { apiKeys } from './records.ts'
import { MIXED, UPPER, everything } from './seed.ts'

/** One Cloud API key per namespace. */
export const credentials: Credentials = {
  mint(ids) {
    const api_key = ids.text('confluent/key', UPPER, 16)
    return { credential: { api_key, api_secret: ids.text('confluent/secret', MIXED, 64) }, keys: [api_key] }
  },
  install(tx, { api_key: id = '', api_secret }) {
    const table = tx.table(apiKeys)
    if (!table.get(id)) table.insert({ id, secret: `${id}:${api_secret}`, kind: 'cloud', ...everything })
  },
  identify: (parts) => userIn(parts.header('authorization')),
}
