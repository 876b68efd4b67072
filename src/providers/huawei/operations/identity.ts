import type { Tx } from '../../../world/unit-of-work.ts'
import { keystoneProblems as problems } from '../errors/keystone.ts'
import { type Domain, type Project, type Token, type User, domains, projects, tokens, users } from '../records/index.ts'
import type { Authenticate } from '../schemas/identity.ts'
import { settingsOf } from '../settings.ts'
import { projectIdOf } from '../schemas/ids.ts'

const HOUR = 3_600_000
// the alphabet of a base64 text that may stand in a URL
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-'
const SECRET_LENGTH = 509

type Given = { readonly id?: string | undefined; readonly name?: string | undefined } | undefined

/** Whether unknown users, projects and tokens stand for the default ones. */
export interface Leniency {
  readonly lax: boolean
}

/** Stands for every credential that nobody knows, where those are accepted. */
export const defaultUser = (tx: Tx): User | undefined => tx.table(users).all().next().value

/** Issues a token. Unknown names are forgiven where that is allowed, a wrong password of a known user never. */
export const authenticate = (tx: Tx, { identity, scope }: Authenticate, { lax }: Leniency): Token => {
  const user = identify(tx, identity, lax)
  const projectId = scope?.project ? scopedProject(tx, user, scope.project, lax) : null
  if (scope?.domain && !lax && !isDomain(tx, user, scope.domain)) throw problems.requiresAuthentication()
  const id = tx.ids.uuid('huawei/token')
  return tx.table(tokens).insert({
    id,
    secret: `MII${tx.ids.text('huawei/token/secret', ALPHABET, SECRET_LENGTH)}`,
    userId: user.id,
    projectId,
    methods: identity.methods,
    issuedAt: tx.now,
    expiresAt: tx.now + settingsOf(tx).tokenHours * HOUR,
  })
}

const identify = (tx: Tx, identity: Authenticate['identity'], lax: boolean): User => {
  const { methods, password, token } = identity
  const user =
    methods.includes('password') && password
      ? byPassword(tx, password.user, lax)
      : methods.includes('token') && token
        ? byToken(tx, token.id, lax)
        : undefined
  if (!user) throw problems.methodUnsupported()
  return user
}

const byPassword = (tx: Tx, given: NonNullable<Authenticate['identity']['password']>['user'], lax: boolean): User => {
  const { id, name, domain, password } = given
  const named = id === undefined ? tx.table(users).by('name', name ?? '') : [tx.table(users).get(id)]
  const known = named.filter((user) => user !== undefined)
  const user = known.find((user) => !domain || isDomain(tx, user, domain)) ?? (lax ? known[0] : undefined)
  if (user) {
    if (user.password !== password) throw problems.wrongPassword()
    return user
  }
  const anyone = lax ? defaultUser(tx) : undefined
  if (!anyone) throw problems.wrongPassword()
  return anyone
}

const byToken = (tx: Tx, secret: string, lax: boolean): User => {
  const [token] = tx.table(tokens).by('secret', secret)
  const user =
    token && isLive(tx, token) ? tx.table(users).get(token.userId) : lax && !token ? defaultUser(tx) : undefined
  if (!user) throw problems.requiresAuthentication()
  return user
}

const isDomain = (tx: Tx, { domainId }: User, { id, name }: NonNullable<Given>): boolean =>
  (id === undefined || id === domainId) && (name === undefined || tx.table(domains).get(domainId)?.name === name)

const scopedProject = (tx: Tx, user: User, { id, name }: NonNullable<Given>, lax: boolean): string => {
  const found = projectsOf(tx, user).find((project) =>
    id === undefined ? project.name === name : project.id === projectIdOf(id),
  )
  const projectId = found?.id ?? (lax ? user.projectIds[0] : undefined)
  if (projectId === undefined) throw problems.requiresAuthentication()
  return projectId
}

export const isLive = (tx: Tx, { expiresAt }: Token): boolean => expiresAt === null || expiresAt > tx.now

export const projectsOf = (tx: Tx, user: User | undefined): Project[] =>
  (user?.projectIds ?? []).flatMap((id) => tx.table(projects).get(id) ?? [])

export const domainOf = (tx: Tx, user: User | undefined): Domain | undefined =>
  user && tx.table(domains).get(user.domainId)

/** A token that is looked at: an unknown one stands for the default user's where that is allowed. */
export const subjectToken = (tx: Tx, secret: string, { lax }: Leniency): Token => {
  const [token] = tx.table(tokens).by('secret', secret)
  if (token && isLive(tx, token)) return token
  const anyone = lax && !token && secret !== '' ? defaultUser(tx) : undefined
  if (!anyone) throw problems.tokenNotFound()
  return {
    id: '',
    ord: 0,
    secret,
    userId: anyone.id,
    projectId: anyone.projectIds[0] ?? null,
    methods: ['password'],
    issuedAt: tx.now,
    expiresAt: null,
  }
}

export const revokeToken = (tx: Tx, secret: string): void => {
  const [token] = tx.table(tokens).by('secret', secret)
  if (!token) throw problems.tokenNotFound()
  tx.table(tokens).delete(token.id)
}
