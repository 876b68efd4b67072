import { hmac } from '../../../core/crypto.ts'
import { Ids } from '../../../core/ids.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import {
  type Access,
  type ApiKey,
  type Environment,
  type Organization,
  ORGANIZATION_NUMBER,
  type User,
  apiKeys,
  environments,
  users,
} from '../records.ts'
import type { LogIn } from '../schemas.ts'
import { isVisible, newId, takenIn } from './objects.ts'
import { organizationOf } from './organization.ts'

// clients compare it with the clock of their machine, from which the emulated one may be far
const EXPIRES = Date.UTC(2100, 0, 1) / 1000
const KEY = new Ids('confluent').hex('session', 64)

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A JSON Web Token, signed with HS256: the CLI takes an unsigned one for expired. */
const signed = (claims: object): string => {
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  return `${text}.${hmac('sha256', KEY, text, 'base64url')}`
}

/** Adds a user, whose id is drawn from the world's seed unless others are given. */
export const addUser = (tx: Tx, { email, password }: Pick<User, 'email' | 'password'>, ids = tx.ids): User => {
  const id = newId(ids, 'confluent/user', 'u-', takenIn(tx.table(users)))
  return tx.table(users).insert({ id, email, password })
}

/** What a login leads to. */
export interface Session {
  readonly token: string
  readonly user: User
  readonly organization: Organization
}

/** Logs somebody in: anybody, or, in strict mode, a user of this world with the right password. */
export const logIn = (tx: Tx, input: LogIn, strict: boolean): Session => {
  const { email = '', password = '', orgResourceId: organizationId = input.org_resource_id } = input
  const organization = organizationOf(tx)
  const [known] = tx.table(users).by('email', email)
  if (email === '' || password === '') throw problems.loginRefused()
  if (strict && (known?.password !== password || (organizationId ?? organization.id) !== organization.id))
    throw problems.loginRefused()
  const user = known ?? addUser(tx, { email, password })
  const id = tx.ids.uuid('confluent/session')
  const token = signed({
    exp: EXPIRES,
    iat: Math.floor(tx.now / 1000),
    iss: 'Confluent',
    jti: id,
    orgResourceId: organization.id,
    organizationId: ORGANIZATION_NUMBER,
    userId: user.ord,
    userResourceId: user.id,
  })
  const everything = { readOnly: false, environments: null, revoked: false, rate: null }
  tx.table(apiKeys).insert({ id, secret: token, kind: 'session', userId: user.id, ...everything })
  return { token, user, organization }
}

/** Ends the session of a token. Anything else that is no session stays as it is. */
export const logOut = (tx: Tx, token: string): void => {
  const [key] = tx.table(apiKeys).by('secret', token)
  if (key?.kind === 'session') tx.table(apiKeys).update(key.id, { revoked: true })
}

/** Who somebody is, and what he sees. */
export interface Identity {
  readonly user: User
  readonly organization: Organization
  readonly environments: readonly Environment[]
}

/** Who presents a credential: the user of a session, else the first one of the world. */
export const identityOf = (tx: Tx, access: Access, secret: string): Identity => ({
  user: userOf(tx, tx.table(apiKeys).by('secret', secret)[0]),
  organization: organizationOf(tx),
  environments: tx.table(environments).find(({ id }) => isVisible(tx, access, id)),
})

const userOf = (tx: Tx, key: ApiKey | undefined): User => {
  const table = tx.table(users)
  const own = key?.userId == null ? undefined : table.get(key.userId)
  const [first] = table.all()
  return own ?? first ?? addUser(tx, { email: 'nobody@example.com', password: '' })
}
