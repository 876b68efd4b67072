import { iso } from '../../../core/clock.ts'
import type { Identity, Session } from '../operations/sessions.ts'
import { type Described, type Environment, ORGANIZATION_NUMBER, type Organization, type User } from '../records.ts'

const times = ({ createdAt, touchedAt }: Described) => ({ created: iso(createdAt), modified: iso(touchedAt) })

const userView = ({ ord, email, id }: User) => ({ id: ord, email, resource_id: id })

const organizationView = (row: Organization) => ({
  id: ORGANIZATION_NUMBER,
  name: row.displayName,
  resource_id: row.id,
  ...times(row),
})

const accountView = (row: Environment, organization: Organization) => ({
  id: row.id,
  name: row.displayName,
  organization_id: ORGANIZATION_NUMBER,
  org_resource_id: organization.id,
  ...times(row),
})

/** POST /api/sessions. */
export const sessionView = ({ token, user, organization }: Session) => ({
  token,
  refresh_token: '',
  organization: organizationView(organization),
  user: userView(user),
})

/** GET /api/me; environments were once called accounts. */
export const identityView = ({ user, organization, environments }: Identity) => {
  const accounts = environments.map((row) => accountView(row, organization))
  return {
    user: userView(user),
    accounts,
    ...(accounts[0] && { account: accounts[0] }),
    organization: organizationView(organization),
  }
}

/** GET /api/login/realm: nobody signs in by another service. */
export const realmView = { is_sso: false, mfa_required: false, realm: '' }
