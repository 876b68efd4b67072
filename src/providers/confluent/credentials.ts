import { Ids } from '../../core/ids.ts'
import type { Credentials } from '../../world/provider.ts'
import { userIn } from '../../http/authorization.ts'
import { addUser } from './operations/sessions.ts'
import { apiKeys, users } from './records.ts'
import { FULL_KEY, MIXED, UPPER, USER, everything } from './seed.ts'

const SESSIONS = /^\/api\/sessions(?:\?|$)/
const REALM = /^\/api\/login\/realm\?(.*)/

/** One Cloud API key and one user per namespace. */
export const credentials: Credentials = {
  wellKnown: { api_key: FULL_KEY.key, api_secret: FULL_KEY.secret, ...USER },
  line: ({ api_key, api_secret }) => `${api_key}:${api_secret}`,
  mint(ids) {
    const api_key = ids.text('confluent/key', UPPER, 16)
    const email = `user-${ids.hex('confluent/email', 12)}@example.com`
    return {
      credential: {
        api_key,
        api_secret: ids.text('confluent/secret', MIXED, 64),
        email,
        password: ids.text('confluent/password', MIXED, 20),
      },
      keys: [api_key, email],
    }
  },
  install(tx, { api_key: id = '', api_secret, email = '', password = '' }) {
    const table = tx.table(apiKeys)
    if (!table.get(id)) table.insert({ id, secret: `${id}:${api_secret}`, kind: 'cloud', ...everything })
    // drawn apart, so that what a namespace makes later has the ids that it has in default
    if (tx.table(users).count('email', email) === 0) addUser(tx, { email, password }, new Ids('confluent', email))
  },
  identify({ header, method, target, body }) {
    const authorization = header('authorization')
    if (authorization !== undefined) return userIn(authorization)
    if (method === 'POST' && SESSIONS.test(target)) return emailIn(body())
    const query = REALM.exec(target)?.[1]
    return query === undefined ? undefined : (new URLSearchParams(query).get('email') ?? undefined)
  },
  *issued(tx) {
    for (const { kind, secret } of tx.table(apiKeys).all()) if (kind === 'session') yield secret
  },
}

const emailIn = (body: string): string | undefined => {
  try {
    const { email } = JSON.parse(body) as { readonly email?: unknown }
    return typeof email === 'string' ? email : undefined
  } catch {
    return undefined // no JSON object, and so nobody
  }
}
