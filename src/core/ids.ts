import { customRandom } from 'nanoid'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Four well-mixed 32-bit words for a text (the public-domain cyrb128 mix). */
const seedWords = (text: string): readonly [number, number, number, number] => {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = b ^ Math.imul(a ^ code, 597399067)
    b = c ^ Math.imul(b ^ code, 2869860233)
    c = d ^ Math.imul(c ^ code, 951274213)
    d = a ^ Math.imul(d ^ code, 2716044179)
  }
  a = Math.imul(c ^ (a >>> 18), 597399067)
  b = Math.imul(d ^ (b >>> 22), 2869860233)
  c = Math.imul(a ^ (c >>> 17), 951274213)
  d = Math.imul(b ^ (d >>> 19), 2716044179)
  return [a ^ b ^ c ^ d, b ^ a, c ^ a, d ^ a]
}

/** A generator at the head of the stream that these labels address. */
export const streamOf = (...labels: readonly (string | number)[]): RandomGenerator =>
  xoroshiro128plusFromState(seedWords(labels.join('\u0000')))

/** One draw in [0, 1) addressed by its labels: no other draw can shift it. */
export const drawAt = (...labels: readonly (string | number)[]): number => {
  const stream = streamOf(...labels)
  stream.next()
  return (stream.next() >>> 0) / 0x1_0000_0000
}

/** Where the streams of an {@link Ids} stand, as plain JSON. */
export interface IdsState {
  readonly seed: readonly (string | number)[]
  readonly streams: Readonly<Record<string, readonly number[]>>
}

/** Seeded identifiers. Each named stream counts on its own, so a new kind of resource shifts no other's ids. */
export class Ids {
  readonly #labels: readonly (string | number)[]
  readonly #seed: string
  readonly #streams = new Map<string, RandomGenerator>()
  readonly #shapes = new Map<string, () => string>()

  constructor(...seed: readonly (string | number)[]) {
    this.#labels = seed
    this.#seed = seed.join('\u0000')
  }

  /** The same streams, going on where they stood. */
  static resume({ seed, streams }: IdsState): Ids {
    const ids = new Ids(...seed)
    for (const [name, state] of Object.entries(streams)) ids.#streams.set(name, xoroshiro128plusFromState(state))
    return ids
  }

  get state(): IdsState {
    const streams = Array.from(this.#streams, ([name, stream]) => [name, [...stream.getState()]] as const)
    return { seed: this.#labels, streams: Object.fromEntries(streams) }
  }

  /** A version 4 UUID in lower case. `head` replaces the first byte, for providers that encode the resource kind there. */
  uuid(stream: string, head?: string): string {
    const source = this.#stream(stream)
    const [a, b, c, d] = [source.next(), source.next(), source.next(), source.next()]
    const first = head ?? hexByte(a, 24)
    return (
      first +
      hexByte(a, 16) +
      hexByte(a, 8) +
      hexByte(a, 0) +
      '-' +
      hexByte(b, 24) +
      hexByte(b, 16) +
      '-' +
      HEX[((b >>> 8) & 0x0f) | 0x40] +
      hexByte(b, 0) +
      '-' +
      HEX[((c >>> 24) & 0x3f) | 0x80] +
      hexByte(c, 16) +
      '-' +
      hexByte(c, 8) +
      hexByte(c, 0) +
      hexByte(d, 24) +
      hexByte(d, 16) +
      hexByte(d, 8) +
      hexByte(d, 0)
    )
  }

  /** `size` characters of the alphabet. */
  text(stream: string, alphabet: string, size: number): string {
    const shape = `${stream}\u0000${alphabet}\u0000${size}`
    let make = this.#shapes.get(shape)
    if (!make) this.#shapes.set(shape, (make = customRandom(alphabet, size, (count) => this.bytes(stream, count))))
    // what is put together letter by letter would keep each of its pieces alive
    return Buffer.from(make(), 'latin1').toString('latin1')
  }

  /** `size` lower-case hexadecimal digits. */
  hex(stream: string, size: number): string {
    return Array.from(this.bytes(stream, Math.ceil(size / 2)), (byte) => HEX[byte])
      .join('')
      .slice(0, size)
  }

  bytes(stream: string, count: number): Uint8Array {
    const source = this.#stream(stream)
    return Uint8Array.from({ length: count }, () => source.next() & 0xff)
  }

  #stream(name: string): RandomGenerator {
    let stream = this.#streams.get(name)
    if (!stream) this.#streams.set(name, (stream = streamOf(this.#seed, name)))
    return stream
  }
}

const hexByte = (word: number, shift: number): string => HEX[(word >>> shift) & 0xff]!
