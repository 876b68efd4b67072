import type { Ids } from '../../core/ids.ts'
import type { Credentials, Parts } from '../../core/provider.ts'
import type { Tx } from '../../core/store.ts'
import { domains, projects, tokens, users } from './records.ts'
import { readAuthorization } from './signature.ts'
import { settingsOf } from './settings.ts'
import { MIXED, type Tenant, UPPER, tenants } from './tenants.ts'

const TOKENS = /^\/v3\/auth\/tokens\/?(?:\?|$)/

// users of the two tenants that every world has: a handshake needs both sides, and their projects keep the published ids
const member = ({ projectId, domainId, domain }: Tenant, ids: Ids, side: string): Tenant => ({
  projectId,
  domainId,
  domain,
  userId: ids.hex(`huawei/user/${side}`, 32),
  user: `user-${side}-${ids.hex(`huawei/name/${side}`, 12)}`,
  password: ids.text(`huawei/password/${side}`, MIXED, 20),
  ak: ids.text(`huawei/ak/${side}`, UPPER, 20),
  sk: ids.text(`huawei/sk/${side}`, MIXED, 40),
  token: `MII${ids.text(`huawei/token/${side}`, MIXED, 125)}`,
})

const join = (tx: Tx, { projectId, domainId, domain, userId, user, password, ak, sk, token }: Tenant): void => {
  if (!tx.table(domains).get(domainId)) tx.table(domains).insert({ id: domainId, name: domain })
  if (!tx.table(projects).get(projectId))
    tx.table(projects).insert({ id: projectId, name: settingsOf(tx).region, domainId })
  if (!tx.table(users).get(userId)) {
    const projectIds = [projectId]
    tx.table(users).insert({ id: userId, name: user, password, domainId, projectIds, ak, sk, actions: null })
  }
  if (!tx.table(tokens).get(userId)) {
    const [methods, issuedAt, expiresAt] = [['password'], tx.now, null]
    tx.table(tokens).insert({ id: userId, secret: token, userId, projectId, methods, issuedAt, expiresAt })
  }
}

/** A user with an access key and a token in each of the two tenants, per namespace. */
export const credentials: Credentials = {
  mint(tx, ids) {
    const [a, b] = [member(tenants[0], ids, 'a'), member(tenants[1], ids, 'b')]
    for (const one of [a, b]) join(tx, one)
    return {
      credential: { ...shown(a, ''), ...shown(b, 'peer_') },
      keys: [a, b].flatMap(({ userId, user, ak, token }) => [userId, user, ak, token]),
    }
  },
  identify(parts) {
    const token = parts.header('x-auth-token')
    if (token) return token
    const authorization = parts.header('authorization')
    if (authorization) return readAuthorization(authorization)?.ak
    return parts.body === undefined ? undefined : loginOf(parts.body)
  },
  inBody: ({ method, target, header }: Parts) =>
    method === 'POST' && TOKENS.test(target) && !header('x-auth-token') && !header('authorization'),
  *issued(tx) {
    for (const { secret } of tx.table(tokens).all()) yield secret
  },
}

const shown = (tenant: Tenant, prefix: string): Record<string, string> => ({
  [`${prefix}project_id`]: tenant.projectId,
  [`${prefix}domain`]: tenant.domain,
  [`${prefix}user_id`]: tenant.userId,
  [`${prefix}user`]: tenant.user,
  [`${prefix}password`]: tenant.password,
  [`${prefix}access_key`]: tenant.ak,
  [`${prefix}secret_key`]: tenant.sk,
  [`${prefix}token`]: tenant.token,
})

interface Login {
  readonly auth?: {
    readonly identity?: {
      readonly password?: { readonly user?: { readonly id?: unknown; readonly name?: unknown } }
      readonly token?: { readonly id?: unknown }
    }
  }
}

/** Who logs in, or with which token; undefined when the body does not say. */
const loginOf = (body: string): string | undefined => {
  let login: Login | null
  try {
    login = JSON.parse(body) as Login | null
  } catch {
    return undefined
  }
  const { password, token } = login?.auth?.identity ?? {}
  const key = password?.user?.id ?? password?.user?.name ?? token?.id
  return typeof key === 'string' ? key : undefined
}
