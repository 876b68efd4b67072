import type * as nodeZlib from 'node:zlib'
import type { Entry } from './entries.ts'

// loaded by whoever keeps something: a start without a folder does without it
const zlib = (): typeof nodeZlib => process.getBuiltinModule('node:zlib')

/** CRC-32 of some bytes, going on from that of those before. */
export const checksum = (bytes: string | Uint8Array, before = 0): number => zlib().crc32(bytes, before)

const DIGITS = 8

/** A value as a line: its checksum in hexadecimal, a blank, and its JSON. */
export const lineOf = (value: object): string => {
  const text = JSON.stringify(value)
  return `${checksum(text).toString(16).padStart(DIGITS, '0')} ${text}\n`
}

/** An entry with its number; numbers rise by one. */
export type Numbered = Entry & { readonly seq: number }

const BLANK = 0x20

/** The value in a line. Throws when it is damaged. */
export const valueOf = (line: Buffer): Record<string, unknown> & { readonly seq: number } => {
  const sum = line.toString('latin1', 0, DIGITS)
  if (!/^[0-9a-f]{8}$/.test(sum) || line[DIGITS] !== BLANK) throw new Error('it does not begin with a checksum')
  const json = line.subarray(DIGITS + 1)
  if (Number.parseInt(sum, 16) !== checksum(json)) throw new Error('its checksum does not fit')
  const value = JSON.parse(json.toString()) as unknown
  if (typeof value !== 'object' || value === null || !Number.isInteger((value as { seq?: unknown }).seq))
    throw new Error('it holds no numbered entry')
  return value as Record<string, unknown> & { seq: number }
}
