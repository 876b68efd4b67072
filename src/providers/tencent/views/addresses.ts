import { cidr } from '../../../core/cidr.ts'

/** What of a block is no server's: its network, its router and its broadcast address. */
const RESERVED = 3

/** How many addresses a block has, and how many of them servers can have. */
export const addressesIn = (block: string): { readonly all: number; readonly own: number } => {
  const all = 2 ** (32 - cidr(block).prefix)
  return { all, own: all - RESERVED }
}
