import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import { type Member, type Vpc, created, members, peerings, vpcs } from '../records/index.ts'
import { findRegion } from '../records/regions.ts'
import type { CreateVpc, UpdateVpc } from '../schemas.ts'
import { type Listed, type Page, pageOf } from './pages.ts'
import { chooseRange } from './ranges.ts'

const NAME = /^[a-zA-Z0-9.-]+$/
const DESCRIPTION_LIMIT = 255

export const getVpc = (tx: Tx, id: string): Vpc => {
  const vpc = tx.table(vpcs).get(id)
  if (!vpc) throw problems.vpcNotFound(id)
  return vpc
}

/** A user's own VPCs in creation order, then the defaults by name: first-page-only clients find what they made. */
export const listVpcs = (tx: Tx, page: Page): Listed<Vpc> => {
  const own = tx.table(vpcs).filed('default', 'none')
  const defaults = tx
    .table(vpcs)
    .by('default', 'any')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const slice = (from: number, to = Infinity): Vpc[] => [
    ...own.slice(from, to),
    ...defaults.slice(Math.max(0, from - own.size), Math.max(0, to - own.size)),
  ]
  return pageOf({ slice }, own.size + defaults.length, page)
}

export const createVpc = (tx: Tx, input: CreateVpc): Vpc => {
  const { name, region: slug, description = '', ip_range: wanted } = input
  if (name === undefined || !NAME.test(name)) throw problems.vpcNameInvalid()
  if (slug === undefined) throw problems.regionMissing()
  const region = findRegion(slug)
  if (!region?.available) throw problems.regionUnavailable()
  refuseLongDescription(description)
  refuseTakenName(tx, name)
  const ipRange = chooseRange(tx, region, wanted)
  const id = tx.ids.uuid('digitalocean/vpc')
  const isDefault = tx.table(vpcs).count('region', slug) === 0 // the first VPC of a region becomes its default
  return tx
    .table(vpcs)
    .insert({ id, name, description, region: slug, ipRange, isDefault, ...created(tx, 'digitalocean/vpc/created') })
}

const refuseLongDescription = (description: string): void => {
  if (Array.from(description).length > DESCRIPTION_LIMIT) throw problems.descriptionTooLong()
}

const refuseTakenName = (tx: Tx, name: string, self?: Vpc): void => {
  if (
    tx
      .table(vpcs)
      .by('name', name)
      .some((other) => other.id !== self?.id)
  )
    throw problems.vpcNameTaken()
}

/** PUT: what is not given falls back, so a missing `default` takes the flag away, which the default VPC refuses. */
export const replaceVpc = (tx: Tx, id: string, input: UpdateVpc): Vpc => {
  const vpc = getVpc(tx, id)
  if (input.name === undefined) throw problems.vpcNameInvalid()
  return change(tx, vpc, { name: input.name, description: input.description ?? '', default: input.default ?? false })
}

/** PATCH: only what is given changes. */
export const updateVpc = (tx: Tx, id: string, input: UpdateVpc): Vpc => {
  const vpc = getVpc(tx, id)
  return change(tx, vpc, {
    name: input.name ?? vpc.name,
    description: input.description ?? vpc.description,
    default: input.default ?? vpc.isDefault,
  })
}

const change = (tx: Tx, vpc: Vpc, to: { name: string; description: string; default: boolean }): Vpc => {
  if (!NAME.test(to.name)) throw problems.vpcNameInvalid()
  refuseLongDescription(to.description)
  refuseTakenName(tx, to.name, vpc)
  if (vpc.isDefault && !to.default) throw problems.defaultVpcUnset()
  if (to.default && !vpc.isDefault) {
    for (const former of tx.table(vpcs).by('default', vpc.region))
      tx.table(vpcs).update(former.id, { isDefault: false })
  }
  return tx.table(vpcs).update(vpc.id, { name: to.name, description: to.description, isDefault: to.default })
}

export const deleteVpc = (tx: Tx, id: string): void => {
  const vpc = getVpc(tx, id)
  if (vpc.isDefault) throw problems.defaultVpcDelete()
  if (tx.table(members).count('vpc', id) > 0) throw problems.vpcHasMembers()
  if (tx.table(peerings).count('vpc', id) > 0) throw problems.vpcHasPeerings()
  tx.table(vpcs).delete(id)
}

export const membersOf = (tx: Tx, vpcId: string, type: string | undefined): Member[] => {
  const shown = tx
    .table(members)
    .by('vpc', getVpc(tx, vpcId).id)
    .filter(({ state }) => state !== 'JOINING')
  return type === undefined ? shown : shown.filter((member) => member.urn.startsWith(`do:${type}:`))
}
