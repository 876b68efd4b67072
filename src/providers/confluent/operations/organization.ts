import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import { type Access, type Environment, type Organization, environments, networks, organizations } from '../records.ts'
import type { CreateEnvironment, UpdateEnvironment, UpdateOrganization } from '../schemas.ts'
import { settingsOf } from '../settings.ts'
import { type Listed, type Page, cut, cutList } from './pages.ts'
import { described, isVisible, limitOf, newId, refuseReadOnly, takenIn } from './objects.ts'

/** The one organization of a world; even an empty world has it. */
export const organizationOf = (tx: Tx): Organization => {
  const [organization] = tx.table(organizations).all()
  if (organization) return organization
  const id = tx.ids.uuid('confluent/organization')
  const meta = described(tx, 'confluent/organization', `crn://confluent.cloud/organization=${id}`)
  return tx.table(organizations).insert({ id, displayName: 'Peertwin', jitEnabled: false, ...meta })
}

export const listOrganizations = (tx: Tx, page: Page): Listed<Organization> => cutList([organizationOf(tx)], page)

export const getOrganization = (tx: Tx, id: string): Organization => {
  const organization = organizationOf(tx)
  if (organization.id !== id) throw problems.resourceNotFound()
  return organization
}

export const addEnvironment = (tx: Tx, draft: Pick<Environment, 'id' | 'displayName' | 'package'>): Environment => {
  const meta = described(tx, 'confluent/environment', `${organizationOf(tx).crn}/environment=${draft.id}`)
  return tx.table(environments).insert({ ...draft, ...meta })
}

export const updateOrganization = (tx: Tx, access: Access, id: string, input: UpdateOrganization): Organization => {
  const organization = getOrganization(tx, id)
  refuseScoped(access)
  const { display_name: displayName = organization.displayName, jit_enabled: jitEnabled = organization.jitEnabled } =
    input
  return tx.table(organizations).update(id, { displayName, jitEnabled, touchedAt: tx.now })
}

// a credential of some environments has no say over the organization
const refuseScoped = (access: Access): void => {
  refuseReadOnly(access)
  if (access.environments !== null) throw problems.forbidden()
}

export const listEnvironments = (tx: Tx, access: Access, page: Page): Listed<Environment> => {
  const table = tx.table(environments)
  if (access.environments === null) return cut(table.all(), page)
  return cutList(
    table.find(({ id }) => isVisible(tx, access, id)),
    page,
  )
}

export const getEnvironment = (tx: Tx, access: Access, id: string): Environment => {
  if (!isVisible(tx, access, id)) throw problems.resourceNotFound()
  return tx.table(environments).get(id)!
}

export const createEnvironment = (tx: Tx, access: Access, input: CreateEnvironment): Environment => {
  refuseScoped(access)
  const table = tx.table(environments)
  const limit = limitOf(tx, 'environments_per_organization', settingsOf(tx).environmentQuota)
  if (limit > 0 && table.size >= limit) throw problems.environmentQuota(limit)
  const id = newId(tx.ids, 'confluent/environment', 'env-', takenIn(table))
  const { display_name: displayName, stream_governance_config: governance } = input
  return addEnvironment(tx, { id, displayName, package: governance?.package ?? 'ESSENTIALS' })
}

export const updateEnvironment = (tx: Tx, access: Access, id: string, input: UpdateEnvironment): Environment => {
  const environment = getEnvironment(tx, access, id)
  refuseReadOnly(access)
  const { display_name: displayName = environment.displayName, stream_governance_config: governance } = input
  const wanted = governance?.package ?? environment.package
  if (environment.package === 'ADVANCED' && wanted === 'ESSENTIALS') throw problems.packageDowngrade()
  return tx.table(environments).update(id, { displayName, package: wanted, touchedAt: tx.now })
}

export const deleteEnvironment = (tx: Tx, access: Access, id: string): void => {
  getEnvironment(tx, access, id)
  refuseReadOnly(access)
  // networks that are being deleted do not count: Terraform destroys both back to back without a wait
  const [live, ...others] = tx.table(networks).by('live', id)
  if (live) throw problems.environmentInUse(live, ...others)
  const table = tx.table(environments)
  if (table.size === 1) throw problems.lastEnvironment(id)
  table.delete(id)
}
