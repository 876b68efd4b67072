import type { Credentials } from '../../core/provider.ts'
import { apiKeys } from './records.ts'
import { MIXED, UPPER, everything } from './seed.ts'

const SCHEME = /^(basic|bearer) +(\S+)$/i

/** One Cloud API key per namespace. */
export const credentials: Credentials = {
  mint(tx, ids) {
    const key = ids.text('confluent/key', UPPER, 16)
    const secret = ids.text('confluent/secret', MIXED, 64)
    const table = tx.table(apiKeys)
    if (!table.get(key)) table.insert({ id: key, secret: `${key}:${secret}`, kind: 'cloud', ...everything })
    return { credential: { api_key: key, api_secret: secret }, keys: [key] }
  },
  identify(parts) {
    const [, scheme, value = ''] = SCHEME.exec(parts.header('authorization') ?? '') ?? []
    if (scheme === undefined) return undefined
    if (scheme.length === 6) return value
    const pair = Buffer.from(value, 'base64').toString()
    return pair.slice(0, Math.max(0, pair.indexOf(':')))
  },
}
