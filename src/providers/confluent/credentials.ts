import type { Credentials } from '../../core/provider.ts'
import { apiKeys } from './records.ts'
import { MIXED, UPPER, everything } from './seed.ts'

const SCHEME = /^(basic|bearer) +(\S+)$/i

/** One Cloud API key per namespace. */
export const credentials: Credentials = {
  mint(ids) {
    const api_key = ids.text('confluent/key', UPPER, 16)
    return { credential: { api_key, api_secret: ids.text('confluent/secret', MIXED, 64) }, keys: [api_key] }
  },
  admit(tx, { api_key: id = '', api_secret }) {
    const table = tx.table(apiKeys)
    if (!table.get(id)) table.insert({ id, secret: `${id}:${api_secret}`, kind: 'cloud', ...everything })
  },
  identify(parts) {
    const [, scheme, value = ''] = SCHEME.exec(parts.header('authorization') ?? '') ?? []
    if (scheme === undefined) return undefined
    if (scheme.length === 6) return value
    const pair = Buffer.from(value, 'base64').toString()
    return pair.slice(0, Math.max(0, pair.indexOf(':')))
  },
}
