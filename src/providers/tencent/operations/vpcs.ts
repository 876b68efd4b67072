import { type Cidr, cidr, contains, network, readCidr } from '../../../core/cidr.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { problems } from '../errors/index.ts'
import { newId, oldId } from '../records/ids.ts'
import { devices, gateways, nats } from '../records/gateways.ts'
import {
  type Place,
  type RouteTable,
  type Subnet,
  type Vpc,
  type VpcOptions,
  placeKey,
  routeTables,
  subnets,
  vpcs,
} from '../records/networks.ts'
import { peerings } from '../records/peerings.ts'
import { NO_TAGS, type Tag } from '../records/tags.ts'
import { settingsOf } from '../settings.ts'
import { getVpc, namedVpc } from './find.ts'
import { type Condition, type Listed, type Paging, fitting, isBlock, pageOf, tagTests, tooLong } from './lists.ts'
import { insertRouteTable, removeRouteTable } from './routes/tables.ts'
import { type NewSubnet, addSubnets } from './subnets.ts'
import { refuseTags } from './tags.ts'

const WIDE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(cidr)
// by the shortest mask of a VPC: what the documentation of each time allowed
const RANGES = {
  12: { documented: ['10.0.0.0/12', '172.16.0.0/12', '192.168.0.0/16'].map(cidr), wide: WIDE },
  16: { documented: ['10.0.0.0/16', '172.16.0.0/16', '192.168.0.0/16'].map(cidr), wide: WIDE },
}
const LONGEST = 28

export interface CreatedVpc {
  readonly vpc: Vpc
  readonly table: RouteTable
  /** Null when no subnets were asked for. */
  readonly subnets: readonly Subnet[] | null
}

export interface NewVpc {
  readonly name: string
  readonly cidr: string
  readonly subnets?: readonly NewSubnet[] | undefined
  readonly options?: Partial<VpcOptions> | undefined
  readonly tags?: readonly Tag[] | undefined
  /** Whether another VPC may have the same name. */
  readonly nameMayRepeat?: boolean
  /** The shortest mask; default 16. */
  readonly masksFrom?: keyof typeof RANGES
}

export const createVpc = (tx: Tx, place: Place, input: NewVpc): CreatedVpc => {
  refuseName(tx, place, input)
  refuseTags(input.tags)
  const range = readRange(tx, input)
  const { vpcQuota } = settingsOf(tx)
  if (tx.table(vpcs).count('place', placeKey(place)) >= vpcQuota) throw problems.vpcLimit(vpcQuota)
  const { name, options, tags } = input
  const { vpc, table } = insertVpc(tx, place, { name, options, tags, cidr: network(range) })
  return { vpc, table, subnets: input.subnets ? addSubnets(tx, vpc, input.subnets) : null }
}

const DEFAULTS: VpcOptions = {
  // the resolvers of the documented examples
  dnsServers: ['183.60.83.19', '183.60.82.98'],
  domainName: '',
  multicast: false,
  publishesBlock: false,
  publishesIpv6Block: false,
}

/** A VPC with its default route table. */
export const insertVpc = (
  tx: Tx,
  { uin, region }: Place,
  given: Pick<Vpc, 'name' | 'cidr'> & {
    readonly options?: Partial<VpcOptions> | undefined
    readonly tags?: readonly Tag[] | undefined
    readonly id?: string | undefined
    readonly oldId?: string | undefined
    readonly routeTableId?: string | undefined
  },
): { vpc: Vpc; table: RouteTable } => {
  const vpc = tx.table(vpcs).insert({
    id: given.id ?? newId(tx, 'vpc'),
    oldId: given.oldId ?? oldId(tx, vpcs, `${region}_vpc_`),
    uin,
    region,
    name: given.name,
    cidr: given.cidr,
    options: given.options ? { ...DEFAULTS, ...given.options } : DEFAULTS,
    tags: given.tags ?? NO_TAGS,
    createdAt: tx.now,
  })
  const name = settingsOf(tx).language === 'zh' ? '默认' : 'default'
  return { vpc, table: insertRouteTable(tx, vpc, { id: given.routeTableId, name, main: true }) }
}

interface Named {
  readonly name: string
  readonly nameMayRepeat?: boolean
}

const refuseName = (tx: Tx, place: Place, { name, nameMayRepeat = false }: Named, self?: Vpc): void => {
  if (tooLong(name)) throw problems.vpcNameInvalid()
  if (nameMayRepeat) return
  const others = tx.table(vpcs).by('name', `${placeKey(place)} ${name}`)
  if (others.some((other) => other.id !== self?.id)) throw problems.vpcNameTaken()
}

const readRange = (tx: Tx, { cidr: text, masksFrom = 16 }: Pick<NewVpc, 'cidr' | 'masksFrom'>): Cidr => {
  const range = readCidr(text)
  if (range?.canonical !== true) throw problems.vpcCidrMalformed()
  const blocks = RANGES[masksFrom][settingsOf(tx).vpcRange]
  const fits = range.prefix >= masksFrom && range.prefix <= LONGEST && blocks.some((block) => contains(block, range))
  if (!fits) throw problems.vpcCidrInvalid()
  return range
}

/** A VPC with what lies in it, in numbers. */
export interface VpcSummary {
  readonly vpc: Vpc
  readonly subnets: number
  readonly routeTables: number
  readonly vpnGateways: number
  readonly peerings: number
  readonly nats: number
  readonly devices: number
}

const TESTS = {
  ...tagTests,
  id: ({ id }: Vpc, value: string) => id === value,
  partOfName: ({ name }: Vpc, value: string) => name.includes(value),
  cidr: ({ cidr }: Vpc, value: string) => isBlock(cidr, value),
  // what no VPC here has
  isDefault: (_: Vpc, value: string) => value === 'false',
  nothing: () => false,
}

export interface VpcFilter extends Paging {
  readonly vpc?: string | undefined
  /** VPCs that have to be there. */
  readonly ids?: readonly string[] | undefined
  readonly conditions?: readonly Condition<keyof typeof TESTS>[] | undefined
}

export const describeVpcs = (tx: Tx, place: Place, filter: VpcFilter): Listed<VpcSummary> => {
  const { vpc: id, ids, conditions } = filter
  for (const one of ids ?? []) getVpc(tx, place, one)
  const all = ids ? vpcsOf(tx, place, undefined).filter((vpc) => ids.includes(vpc.id)) : vpcsOf(tx, place, id)
  const page = pageOf(all.filter(fitting(TESTS, conditions)), filter)
  return { ...page, items: page.items.map((vpc) => summaryOf(tx, vpc)) }
}

const vpcsOf = (tx: Tx, place: Place, id: string | undefined): Vpc[] => {
  const vpc = namedVpc(tx, place, id)
  if (vpc === undefined) return tx.table(vpcs).by('place', placeKey(place))
  return vpc === null ? [] : [vpc]
}

const HIDDEN: readonly string[] = ['CREATING', 'DELETED']

const summaryOf = (tx: Tx, vpc: Vpc): VpcSummary => ({
  vpc,
  subnets: tx.table(subnets).count('vpc', vpc.id),
  routeTables: tx.table(routeTables).count('vpc', vpc.id),
  vpnGateways: tx
    .table(gateways)
    .by('vpc', vpc.id)
    .filter(({ kind }) => kind === 'vpn').length,
  peerings: tx
    .table(peerings)
    .by('vpc', vpc.id)
    .filter(({ state }) => !HIDDEN.includes(state)).length,
  nats: tx.table(nats).count('vpc', vpc.id),
  devices: tx.table(devices).count('vpc', vpc.id),
})

export interface OneVpc {
  readonly vpc: string
}

export const describeVpc = (tx: Tx, place: Place, { vpc }: OneVpc): VpcSummary => summaryOf(tx, getVpc(tx, place, vpc))

export interface VpcChange extends OneVpc {
  readonly name?: string | undefined
  readonly options?: Partial<VpcOptions>
  readonly nameMayRepeat?: boolean
}

export const modifyVpc = (tx: Tx, place: Place, input: VpcChange): void => {
  const vpc = getVpc(tx, place, input.vpc)
  const { name = vpc.name, options } = input
  refuseName(tx, place, { ...input, name }, vpc)
  tx.table(vpcs).update(vpc.id, options ? { name, options: { ...vpc.options, ...options } } : { name })
}

/** Deletes a VPC that holds nothing but its default route table. */
export const deleteVpc = (tx: Tx, place: Place, input: OneVpc): void => {
  const vpc = getVpc(tx, place, input.vpc)
  const tables = tx.table(routeTables).by('vpc', vpc.id)
  const held =
    tx.table(subnets).count('vpc', vpc.id) +
    tx.table(gateways).count('vpc', vpc.id) +
    tx.table(nats).count('vpc', vpc.id) +
    tx.table(peerings).count('vpc', vpc.id)
  if (tables.length > 1 || held > 0) throw problems.vpcInUse()
  for (const table of tables) removeRouteTable(tx, table)
  tx.table(vpcs).delete(vpc.id)
}
