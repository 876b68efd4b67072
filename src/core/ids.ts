import { customRandom } from 'nanoid'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

// laid out in one buffer and read once: a text joined from pieces would keep all of them alive as long as itself
const DIGITS = Buffer.from('0123456789abcdef')
const uuidText = Buffer.alloc(36, '-')
const scratch = Buffer.alloc(64)
const BYTE_AT = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34]
const VERSION_AT = 14
const VARIANT_AT = 19

const writeByte = (text: Buffer, at: number, byte: number): void => {
  text[at] = DIGITS[byte >> 4]!
  text[at + 1] = DIGITS[byte & 0xf]!
}

const readDigit = (at: number): number => DIGITS.indexOf(uuidText[at]!)

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
const streamOf = (...labels: readonly (string | number)[]): RandomGenerator =>
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

interface Shape {
  readonly alphabet: string
  readonly size: number
  readonly make: () => string
}

/** Seeded identifiers. Each named stream counts on its own, so a new kind of resource shifts no other's ids. */
export class Ids {
  readonly #labels: readonly (string | number)[]
  readonly #seed: string
  readonly #streams = new Map<string, RandomGenerator>()
  /** What made the last text of each stream: most streams have texts of one kind. */
  readonly #shapes = new Map<string, Shape>()
  /** The streams that were drawn from since {@link watch}, as they stood before; null where nobody will ask. */
  #before: Map<string, readonly number[] | null> | null = null

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
    for (let n = 0; n < 16; n += 4) {
      const word = source.next()
      for (let i = 0; i < 4; i++) writeByte(uuidText, BYTE_AT[n + i]!, (word >>> (24 - 8 * i)) & 0xff)
    }
    uuidText[VERSION_AT] = DIGITS[4]!
    uuidText[VARIANT_AT] = DIGITS[(readDigit(VARIANT_AT) & 0x3) | 0x8]!
    if (head !== undefined) uuidText.write(head, 'latin1')
    return uuidText.toString('latin1')
  }

  /** `size` characters of the alphabet. */
  text(stream: string, alphabet: string, size: number): string {
    let shape = this.#shapes.get(stream)
    if (shape?.alphabet !== alphabet || shape.size !== size)
      this.#shapes.set(stream, (shape = { alphabet, size, make: this.#maker(stream, alphabet, size) }))
    // what is put together letter by letter would keep each of its pieces alive
    const text = size <= scratch.length ? scratch : Buffer.alloc(size)
    return text.toString('latin1', 0, text.write(shape.make(), 'latin1'))
  }

  /** `size` lower-case hexadecimal digits. */
  hex(stream: string, size: number): string {
    const source = this.#stream(stream)
    const text = size < scratch.length ? scratch : Buffer.alloc(size + 1)
    for (let at = 0; at < size; at += 2) writeByte(text, at, source.next() & 0xff)
    return text.toString('latin1', 0, size)
  }

  /** A whole number of `count` bytes, up to six. */
  number(stream: string, count: number): number {
    const source = this.#stream(stream)
    let number = 0
    for (let n = 0; n < count; n++) number = number * 256 + (source.next() & 0xff)
    return number
  }

  bytes(stream: string, count: number): Uint8Array {
    return this.#fill(stream, new Uint8Array(count))
  }

  #fill(stream: string, bytes: Uint8Array): Uint8Array {
    const source = this.#stream(stream)
    for (let n = 0; n < bytes.length; n++) bytes[n] = source.next()
    return bytes
  }

  /** What makes texts of a stream; it reads all of its bytes before it asks for more. */
  #maker(stream: string, alphabet: string, size: number): () => string {
    let bytes: Uint8Array | undefined
    return customRandom(alphabet, size, (count) => this.#fill(stream, (bytes ??= new Uint8Array(count))))
  }

  /** Notes from now on what is drawn, so that it can be taken back. */
  watch(): void {
    if (this.#before === null) this.#before = new Map()
    else if (this.#before.size > 0) this.#before.clear()
  }

  /** Puts the streams back to where they stood when {@link watch} was last called: what was drawn since is drawn again. */
  takeBack(): void {
    for (const [name, state] of this.#before ?? [])
      if (state) this.#streams.set(name, xoroshiro128plusFromState(state))
      else this.#streams.delete(name)
    this.#before?.clear()
  }

  #stream(name: string): RandomGenerator {
    let stream = this.#streams.get(name)
    if (this.#before !== null && !this.#before.has(name)) this.#before.set(name, stream ? stream.getState() : null)
    if (!stream) this.#streams.set(name, (stream = streamOf(this.#seed, name)))
    return stream
  }
}
