import { Ids } from '../../core/ids.ts'
import type { Tx } from '../../world/unit-of-work.ts'
import { domains, projects, tokens, users } from './records/index.ts'
import { settingsOf } from './settings.ts'

// the same in every world and run, so that a shell profile can hold them
const wellKnown = new Ids('huawei')
export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
export const MIXED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** A tenant with everything that leads to it. */
export interface Tenant {
  readonly projectId: string
  readonly domainId: string
  readonly domain: string
  readonly userId: string
  readonly user: string
  readonly password: string
  readonly ak: string
  readonly sk: string
  readonly token: string
}

const wellKnownTenant = (name: string, projectId: string): Tenant => ({
  projectId,
  domainId: wellKnown.hex(`domain/${name}`, 32),
  domain: `domain-${name}`,
  userId: wellKnown.hex(`user/${name}`, 32),
  user: `user-${name}`,
  password: wellKnown.text(`password/${name}`, MIXED, 20),
  ak: wellKnown.text(`ak/${name}`, UPPER, 20),
  sk: wellKnown.text(`sk/${name}`, MIXED, 40),
  token: `MII${wellKnown.text(`token/${name}`, MIXED, 125)}`,
})

/** The two tenants of a fresh world, with the project ids of the published examples. */
export const tenants: readonly [Tenant, Tenant] = [
  wellKnownTenant('a', '6fbe9263116a4b68818cf1edce16bc4f'),
  wellKnownTenant('b', '059a737356594b41b447b557bf0aae56'),
]

/** A tenant of which no more than its project is known; all else follows from that, the same in every run. */
export const tenantOf = (projectId: string): Tenant => {
  const made = new Ids('huawei', 'tenant', projectId)
  return {
    projectId,
    domainId: made.hex('domain', 32),
    domain: `domain-${projectId}`,
    userId: made.hex('user', 32),
    user: `user-${projectId}`,
    password: made.hex('password', 20),
    ak: made.hex('ak', 20).toUpperCase(),
    sk: made.hex('sk', 40),
    token: `MII${made.hex('token', 125)}`,
  }
}

export const seed = (tx: Tx): void => {
  for (const tenant of tenants) addTenant(tx, tenant, settingsOf(tx).region, null)
}

/** Adds a tenant with its domain, user and token, in place of one that is there under these ids. */
export const addTenant = (tx: Tx, tenant: Tenant, project: string, actions: readonly string[] | null): void => {
  const { projectId, domainId, domain, userId, user, password, ak, sk, token } = tenant
  tx.table(domains).delete(domainId)
  tx.table(projects).delete(projectId)
  tx.table(users).delete(userId)
  tx.table(tokens).delete(userId)
  tx.table(domains).insert({ id: domainId, name: domain })
  tx.table(projects).insert({ id: projectId, name: project, domainId })
  tx.table(users).insert({ id: userId, name: user, password, domainId, projectIds: [projectId], ak, sk, actions })
  tx.table(tokens).insert({
    id: userId,
    secret: token,
    userId,
    projectId,
    methods: ['password'],
    issuedAt: tx.now,
    expiresAt: null,
  })
}
