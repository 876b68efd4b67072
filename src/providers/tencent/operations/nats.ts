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
import { getVpc, named, namedVpc } from './find.ts'
import { type Listed, type Paging, pageOf, tooLong } from './lists.ts'
import { startTask } from './tasks.ts'

const NAME_LIMIT = 25
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
  refuseName(tx, vpc, name)
  if (addresses.length + freshAddresses === 0) throw problems.addressesMissing()
  if (freshAddresses > FRESH_LIMIT) throw problems.tooManyAddresses()
  const { natQuota } = settingsOf(tx)
  if (tx.table(nats).count('vpc', vpc.id) >= natQuota) throw problems.natLimit(natQuota)
  const fresh = Array.from(tx.ids.bytes('tencent/eip', freshAddresses), (byte) =>
    dotted(DOCUMENTATION_NET | BigInt(byte)),
  )
  return insertNat(tx, vpc, { name, maxConcurrent, bandwidth, addresses: [...addresses, ...fresh] })
}

const refuseName = (tx: Tx, vpc: Vpc, name: string, self?: Nat): void => {
  if (name === '' || tooLong(name, NAME_LIMIT)) throw problems.natNameInvalid()
  const others = tx.table(nats).by('vpc', vpc.id)
  if (others.some((other) => other.name === name && other.id !== self?.id)) throw problems.natNameTaken()
}

export const insertNat = (
  tx: Tx,
  vpc: Vpc,
  given: Pick<Nat, 'name' | 'maxConcurrent' | 'bandwidth' | 'addresses'> & {
    readonly id?: string | undefined
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
  const vpc = namedVpc(tx, place, vpcId)
  const all = tx.table(nats).by('place', placeKey(place))
  const nat = named(tx, natId, (id) => all.find((other) => other.id === id), problems.natNotFound)
  const found = (nat === undefined ? all : nat === null ? [] : [nat]).filter(
    (one) => (vpc === undefined || one.vpcId === vpc?.id) && one.name.includes(name),
  )
  const page = pageOf(found, filter)
  const appId = tx.table(accounts).get(String(place.uin))?.appId ?? ''
  return { ...page, items: page.items.map((nat) => ({ nat, vpc: tx.table(vpcs).get(nat.vpcId)!, appId })) }
}

export interface OneNat {
  readonly vpc: string
  readonly nat: string
}

/** A NAT gateway that no task works on. */
const getFreeNat = (tx: Tx, vpc: Vpc, id: string): Nat => {
  const nat = tx.table(nats).get(id)
  if (nat?.vpcId !== vpc.id) throw problems.natNotFound()
  if (nat.state === 'DELETING' || tx.table(tasks).count('running', nat.id) > 0) throw problems.locked()
  return nat
}

export interface NatChange extends OneNat {
  readonly name?: string | undefined
  /** Mbps. */
  readonly bandwidth?: number | undefined
}

export const modifyNat = (tx: Tx, place: Place, input: NatChange): void => {
  const vpc = getVpc(tx, place, input.vpc)
  const nat = getFreeNat(tx, vpc, input.nat)
  const { name = nat.name, bandwidth = nat.bandwidth } = input
  refuseName(tx, vpc, name, nat)
  tx.table(nats).update(nat.id, { name, bandwidth })
}

/** Deletes through a task; the routes go with the gateway. */
export const deleteNat = (tx: Tx, place: Place, input: OneNat): Task => {
  const nat = getFreeNat(tx, getVpc(tx, place, input.vpc), input.nat)
  tx.fire(nats, nat, 'delete')
  return startTask(tx, place, { deed: 'delete_nat', targetId: nat.id })
}
