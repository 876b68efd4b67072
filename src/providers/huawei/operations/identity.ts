import type { Tx } from '../../../world/unit-of-work.ts'
import { keystoneProblems as problems } from '../errors/keystone.ts'
import { type Domain, type Token, type User, domains, projects, tokens, users } from '../records/index.ts'
import type { Authenticate } from '../schemas/identity.ts'
import { settingsOf } from '../settings.ts'
import { projectIdOf } from '../schemas/ids.ts'
import { type Leniency, defaultUser, isProjectId, ownerOf, projectNamed, projectsOf, welcome } from './tenants.ts'

const HOUR = 3_600_000
// the alphabet of a base64 text that may stand in a URL
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-'
const SECRET_LENGTH = 509

type Given = { readonly id?: string | undefined; readonly name?: string | undefined } | undefined

/** Issues a token. Strangers are let in where that is allowed, with a wrong password of a known user never. */
export const authenticate = (tx: Tx, { identity, scope }: Authenticate, { lax }: Leniency): Token => {
  const known = knownUser(tx, identity, lax)
  if (!known && !lax)
    throw identity.methods.includes('password') ? problems.wrongPassword() : problems.requiresAuthentication()
  const { user, projectId } = known
    ? { user: known, projectId: scope?.project ? scopedProject(tx, known, scope.project, lax) : null }
    : stranger(tx, identity.password?.user.domain, scope?.project)
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

/** The user who logs in; undefined when nobody knows him. */
const knownUser = (tx: Tx, { methods, password, token }: Authenticate['identity'], lax: boolean): User | undefined => {
  if (methods.includes('password') && password) return byPassword(tx, password.user, lax)
  if (methods.includes('token') && token) return byToken(tx, token.id)
  throw problems.methodUnsupported()
}

const byPassword = (
  tx: Tx,
  { id, name, domain, password }: NonNullable<Authenticate['identity']['password']>['user'],
  lax: boolean,
): User | undefined => {
  const named = id === undefined ? tx.table(users).by('name', name ?? '') : [tx.table(users).get(id)]
  const known = named.filter((user) => user !== undefined)
  const user = known.find((user) => !domain || isDomain(tx, user, domain)) ?? (lax ? known[0] : undefined)
  if (user && user.password !== password) throw problems.wrongPassword()
  return user
}

const byToken = (tx: Tx, secret: string): User | undefined => {
  const [token] = tx.table(tokens).by('secret', secret)
  if (token && !isLive(tx, token)) throw problems.requiresAuthentication()
  return token && tx.table(users).get(token.userId)
}

/** Somebody whom nobody knows is who he says he is: of the project that he names, else of the domain, else the first user. */
const stranger = (
  tx: Tx,
  domain: Given,
  project: Given,
): { readonly user: User; readonly projectId: string | null } => {
  if (project?.id !== undefined) {
    if (!isProjectId(project.id)) throw problems.requiresAuthentication()
    const projectId = projectIdOf(project.id)
    return { user: welcome(tx, projectId), projectId }
  }
  const ofDomain = domain && [...tx.table(users).all()].find((user) => isDomain(tx, user, domain))
  if (project?.name === undefined) {
    const user = ofDomain ?? defaultUser(tx)
    if (!user) throw problems.wrongPassword()
    return { user, projectId: null }
  }
  const [elsewhere] = ofDomain ? [] : tx.table(projects).by('name', project.name)
  const found = elsewhere ?? projectNamed(tx, ofDomain, project.name)
  const user = found && ownerOf(tx, found.id)
  if (!user) throw problems.requiresAuthentication()
  return { user, projectId: found.id }
}

const isDomain = (tx: Tx, { domainId }: User, { id, name }: NonNullable<Given>): boolean =>
  (id === undefined || id === domainId) && (name === undefined || tx.table(domains).get(domainId)?.name === name)

const scopedProject = (tx: Tx, user: User, { id, name = '' }: NonNullable<Given>, lax: boolean): string => {
  const projectId =
    id === undefined
      ? (lax ? projectNamed(tx, user, name) : projectsOf(tx, user).find((project) => project.name === name))?.id
      : projectIdOf(id)
  if (projectId === undefined || !isProjectId(projectId)) throw problems.requiresAuthentication()
  if (lax) welcome(tx, projectId)
  else if (!user.projectIds.includes(projectId)) throw problems.requiresAuthentication()
  return projectId
}

const isLive = (tx: Tx, { expiresAt }: Token): boolean => expiresAt === null || expiresAt > tx.now

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
