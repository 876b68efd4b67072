import { dotted } from '../../../core/cidr.ts'
import type { Millis } from '../../../core/clock.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import { newId } from '../records/ids.ts'
import type { NatState } from '../lifecycle.ts'
import { accounts } from '../records/accounts.ts'
import { type Nat, nats } from '../records/gateways.ts'
import { type Place, type Vpc, placeKey, vpcs } from '../records/networks.ts'
import { type Task, tasks } from '../records/tasks.ts'
import { settingsOf } from '../settings.ts'
import { findVpc, getVpc } from './find.ts'
import { type Listed, type Paging, pageOf, tooLong } from './lists.ts'
import { startTask } from './tasks.ts'

const NAME_LIMIT = 25
const PAGE_LIMIT = 50
const BANDWIDTH = 100
const FRESH_LIMIT = 10
const DOCUMENTATION_NET = 0xcb00_7100n // 203.0.113.0, where no real address is

export interface NewNat extends Pick<Nat, 'name' | 'maxConcurrent' | 'addresses'> {
  readonly vpc: string
  /** Mbps. */
  readonly bandwidth?: number | undefined
  /** How many addresses to allocate. */
  readonly freshAddresses: number
}

export const createNat = (tx: Tx, place: Place, input: NewNat): Nat => {
  const { name, maxConcurrent, bandwidth = BANDWIDTH, addresses, freshAddresses } = input
  const vpc = getVpc(tx, place, input.vpc)
  if (name === '' || tooLong(name, NAME_LIMIT)) throw problems.natNameInvalid()
  if (addresses.length + freshAddresses === 0) throw problems.addressesMissing()
  if (freshAddresses > FRESH_LIMIT) throw problems.tooManyAddresses()
  const { natQuota } = settingsOf(tx)
  if (tx.table(nats).count('vpc', vpc.id) >= natQuota) throw problems.natLimit(natQuota)
  const fresh = Array.from(tx.ids.bytes('tencent/eip', freshAddresses), (byte) =>
    dotted(DOCUMENTATION_NET | BigInt(byte)),
  )
  return insertNat(tx, vpc, { name, maxConcurrent, bandwidth, addresses: [...addresses, ...fresh] })
}

export const insertNat = (
  tx: Tx,
  vpc: Vpc,
  given: Pick<Nat, 'name' | 'maxConcurrent' | 'bandwidth' | 'addresses'> & {
    readonly id?: string
    readonly state?: NatState
  },
): Nat => {
  const id = given.id ?? newId(tx, 'nat')
  const { uin, region } = vpc
  const billId = `${digitsOf(tx.now)}${tx.ids.text('tencent/bill', '0123456789', 15)}`
  return tx.create(nats, {
    ...given,
    id,
    oldId: id,
    uin,
    region,
    vpcId: vpc.id,
    billId,
    errorCode: 0,
    createdAt: tx.now,
  })
}

const digitsOf = (at: Millis): string => new Date(at).toISOString().slice(0, 19).replace(/\D/g, '')

export const getBill = (tx: Tx, { uin }: Place, { bill }: { readonly bill: string }): Nat => {
  const nat = tx.table(nats).by('bill', bill)[0]
  if (nat?.uin !== uin) throw problems.billNotFound()
  return nat
}

/** A NAT gateway with its VPC and its owner's second number. */
export interface NatSummary {
  readonly nat: Nat
  readonly vpc: Vpc
  readonly appId: string
}

export interface NatFilter extends Paging {
  readonly vpc?: string | undefined
  readonly nat?: string | undefined
  /** A part of the name. */
  readonly name?: string | undefined
}

export const describeNats = (tx: Tx, place: Place, filter: NatFilter): Listed<NatSummary> => {
  const { vpc: vpcId, nat: natId, name = '' } = filter
  const vpc = vpcId === undefined ? undefined : findVpc(tx, place, vpcId)
  const mine =
    vpcId === undefined ? tx.table(nats).by('place', placeKey(place)) : vpc ? tx.table(nats).by('vpc', vpc.id) : []
  const found = mine.filter((nat) => nat.name.includes(name) && (natId === undefined || nat.id === natId))
  const page = pageOf(found, filter, PAGE_LIMIT)
  const appId = tx.table(accounts).get(String(place.uin))?.appId ?? ''
  return { ...page, items: page.items.map((nat) => ({ nat, vpc: tx.table(vpcs).get(nat.vpcId)!, appId })) }
}

/** Deletes through a task; the routes go with the gateway. */
export const deleteNat = (tx: Tx, place: Place, input: { readonly vpc: string; readonly nat: string }): Task => {
  const vpc = getVpc(tx, place, input.vpc)
  const nat = tx.table(nats).get(input.nat)
  if (nat?.vpcId !== vpc.id) throw problems.natNotFound()
  if (nat.state === 'DELETING' || tx.table(tasks).count('running', nat.id) > 0) throw problems.locked()
  tx.fire(nats, nat, 'delete')
  return startTask(tx, place, { deed: 'delete_nat', targetId: nat.id })
}
