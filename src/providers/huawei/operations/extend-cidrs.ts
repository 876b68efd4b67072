import { cidr, contains, overlaps, readCidr } from '../../../core/cidr.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import { vpcV3Problems as problems } from '../errors/vpc-v3.ts'
import { type Vpc, blocksOf, subnets, vpcs } from '../records/index.ts'
import { getVpcV3 } from './vpcs.ts'

/** Blocks that no VPC can be extended by, as both clouds document them. */
const FORBIDDEN = [
  '100.64.0.0/10',
  '214.0.0.0/7',
  '198.18.0.0/15',
  '169.254.0.0/16',
  '0.0.0.0/8',
  '127.0.0.0/8',
  '240.0.0.0/4',
  '172.31.0.0/16',
  '192.168.0.0/16',
]
const LIMIT = 5

const overlapped = (blocks: readonly string[], text: string): string | undefined =>
  blocks.find((block) => overlaps(cidr(block), cidr(text)))

/** Gives a VPC further blocks, all of them or none. */
export const addExtendCidrs = (tx: Tx, projectId: string, id: string, texts: readonly string[]): Vpc => {
  const vpc = getVpcV3(tx, projectId, id)
  for (const text of texts) {
    const block = readCidr(text)
    if (block?.family !== 4 || !block.canonical) throw problems.cidrInvalid(text)
  }
  const count = vpc.extendCidrs.length + texts.length
  if (count > LIMIT) throw problems.cidrsTooMany(count, LIMIT)
  let taken = blocksOf(vpc)
  for (const text of texts) {
    const forbidden = overlapped(FORBIDDEN, text)
    if (forbidden !== undefined) throw problems.cidrForbidden(text, forbidden)
    const other = overlapped(taken, text)
    if (other !== undefined) throw problems.cidrConflict(text, other)
    taken = [...taken, text]
  }
  return tx.table(vpcs).update(vpc.id, { extendCidrs: [...vpc.extendCidrs, ...texts], updatedAt: tx.now })
}

/** Takes further blocks from a VPC, all of them or none; one with subnets in it stays. */
export const removeExtendCidrs = (tx: Tx, projectId: string, id: string, texts: readonly string[]): Vpc => {
  const vpc = getVpcV3(tx, projectId, id)
  const used = tx.table(subnets).by('vpc', vpc.id)
  for (const text of texts) {
    if (!vpc.extendCidrs.includes(text)) throw problems.cidrUnknown(text)
    const user = used.find((subnet) => contains(cidr(text), cidr(subnet.cidr)))
    if (user) throw problems.cidrInUse(text, user.id)
  }
  const extendCidrs = vpc.extendCidrs.filter((block) => !texts.includes(block))
  return tx.table(vpcs).update(vpc.id, { extendCidrs, updatedAt: tx.now })
}
