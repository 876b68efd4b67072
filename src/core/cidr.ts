import ipaddr from 'ipaddr.js'

/** A block of addresses as the range of its first and last one. */
export interface Cidr {
  readonly family: 4 | 6
  readonly prefix: number
  readonly first: bigint
  readonly last: bigint
  /** Whether the text named the first address itself, with no host bits set. */
  readonly canonical: boolean
}

// ipaddr.js alone would also take octal and hexadecimal parts, short forms and missing prefixes
const V4 = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/
const PREFIX = /^(?:0|[1-9]\d{0,2})$/

const DOT = 0x2e
const ZERO = 0x30

const toNumber = (bytes: readonly number[]): bigint => bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n)

// blocks are compared on every create of some providers, and the library takes ten times as long for these
const v4Number = (text: string): number | undefined => {
  let [number, byte] = [0, 0]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === DOT) {
      number = (number + byte) * 256
      byte = 0
    } else byte = byte * 10 + (code - ZERO)
    if (byte > 255) return undefined
  }
  return number + byte
}

/** An address as a number, or undefined when the text is none. */
export const readAddress = (text: string): { family: 4 | 6; value: bigint } | undefined => {
  if (V4.test(text)) {
    const value = v4Number(text)
    return value === undefined ? undefined : { family: 4, value: BigInt(value) }
  }
  if (text.includes(':') && !text.includes('%') && ipaddr.IPv6.isValid(text)) {
    return { family: 6, value: toNumber(ipaddr.IPv6.parse(text).toByteArray()) }
  }
  return undefined
}

/** A block in prefix notation, host bits allowed, or undefined when the text is none. */
export const readCidr = (text: string): Cidr | undefined => {
  const slash = text.indexOf('/')
  const prefixText = text.slice(slash + 1)
  if (slash < 0 || !PREFIX.test(prefixText)) return undefined
  const start = readAddress(text.slice(0, slash))
  const prefix = Number(prefixText)
  if (!start || prefix > (start.family === 4 ? 32 : 128)) return undefined
  return block(start.family, start.value, prefix)
}

/** The block of a prefix length that holds an address. */
export const block = (family: 4 | 6, address: bigint, prefix: number): Cidr => {
  const bits = BigInt((family === 4 ? 32 : 128) - prefix)
  const first = (address >> bits) << bits
  return { family, prefix, first, last: first + (1n << bits) - 1n, canonical: first === address }
}

/** A block that is known to be well-formed, such as a constant. */
export const cidr = (text: string): Cidr => {
  const read = readCidr(text)
  if (!read) throw new Error(`'${text}' is no CIDR block`)
  return read
}

export const overlaps = (a: Cidr, b: Cidr): boolean => a.family === b.family && a.first <= b.last && b.first <= a.last

export const contains = (outer: Cidr, inner: Cidr): boolean =>
  outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last

/** Dotted form of an IPv4 address. */
export const dotted = (address: bigint): string =>
  [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join('.')

/** An address in the usual form of its family. */
export const addressText = (family: 4 | 6, address: bigint): string => {
  if (family === 4) return dotted(address)
  const bytes = Array.from({ length: 16 }, (_, at) => Number((address >> BigInt(8 * (15 - at))) & 255n))
  return ipaddr.fromByteArray(bytes).toString()
}

/** The block with its host bits cleared, in prefix notation. */
export const network = (range: Cidr): string => `${addressText(range.family, range.first)}/${range.prefix}`
