import { inSlices } from '../core/clock.ts'
import { excessOf } from '../core/input/bounds.ts'

/** What these levels hold is read piece by piece: a document, its tables, a table, its rows. */
const LEVELS = 4
const BLANK = /[^ \t\n\r]|$/g
const CLOSER = /[,\]}\s]|$/g
const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a]
const [OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = [0x5b, 0x5d, 0x7b, 0x7d]

/** Thrown for what is no JSON; `JSON.parse` says in which way. */
class Irregular extends Error {}

/** Reads JSON so that it can be left alone between two pieces. */
class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  *document(): Generator<void, unknown> {
    const value = yield* this.#value(0)
    this.#skip(BLANK)
    if (this.#at < this.#text.length) throw new Irregular()
    return value
  }

  *#value(level: number): Generator<void, unknown> {
    this.#skip(BLANK)
    const first = this.#text.charCodeAt(this.#at)
    if (level < LEVELS && first === OPEN_MAP) return yield* this.#map(level)
    if (level < LEVELS && first === OPEN_LIST) return yield* this.#list(level)
    return this.#piece()
  }

  *#map(level: number): Generator<void, object> {
    const members: [string, unknown][] = []
    for (let next = this.#opened(CLOSE_MAP); next; next = this.#goesOn(CLOSE_MAP)) {
      this.#skip(BLANK)
      if (this.#text.charCodeAt(this.#at) !== QUOTE) throw new Irregular()
      const name = this.#piece() as string
      this.#skip(BLANK)
      if (this.#text.charCodeAt(this.#at++) !== COLON) throw new Irregular()
      members.push([name, yield* this.#value(level + 1)])
    }
    return Object.fromEntries(members)
  }

  *#list(level: number): Generator<void, unknown[]> {
    const items: unknown[] = []
    for (let next = this.#opened(CLOSE_LIST); next; next = this.#goesOn(CLOSE_LIST)) {
      items.push(level + 1 < LEVELS ? yield* this.#value(level + 1) : this.#piece())
      yield
    }
    return items
  }

  /** Goes into a map or list; false when it is empty. */
  #opened(closer: number): boolean {
    this.#at++
    this.#skip(BLANK)
    if (this.#text.charCodeAt(this.#at) !== closer) return true
    this.#at++
    return false
  }

  /** Goes behind a value; false when it was the last one. */
  #goesOn(closer: number): boolean {
    this.#skip(BLANK)
    const code = this.#text.charCodeAt(this.#at++)
    if (code !== COMMA && code !== closer) throw new Irregular()
    return code === COMMA
  }

  /** A value as a whole. */
  #piece(): unknown {
    this.#skip(BLANK)
    const start = this.#at
    const first = this.#text.charCodeAt(start)
    if (first === QUOTE) this.#skipText()
    else if (first === OPEN_MAP || first === OPEN_LIST) this.#skipNested()
    else this.#skip(CLOSER)
    const value: unknown = JSON.parse(this.#text.slice(start, this.#at))
    if (excessOf(value) !== undefined) throw new Irregular()
    return value
  }

  #skipNested(): void {
    for (let depth = 0; ;) {
      const code = this.#text.charCodeAt(this.#at)
      if (Number.isNaN(code)) throw new Irregular()
      if (code === QUOTE) this.#skipText()
      else this.#at++
      if (code === OPEN_MAP || code === OPEN_LIST) depth++
      if ((code === CLOSE_MAP || code === CLOSE_LIST) && --depth === 0) return
    }
  }

  #skipText(): void {
    for (;;) {
      this.#at = this.#text.indexOf('"', this.#at + 1)
      if (this.#at < 0) throw new Irregular()
      let escapes = 0
      while (this.#text.charCodeAt(this.#at - 1 - escapes) === BACKSLASH) escapes++
      if (escapes % 2 === 0) break
    }
    this.#at++
  }

  #skip(to: RegExp): void {
    to.lastIndex = this.#at
    this.#at = to.exec(this.#text)!.index
  }
}

/** A large JSON text as a value; others are let through meanwhile. Undefined when it is no JSON, or a piece of it is too much. */
export const readLargeJson = async (text: string): Promise<unknown> => {
  try {
    return await inSlices(new Reader(text).document())
  } catch (error) {
    if (error instanceof Irregular || error instanceof SyntaxError) return undefined
    throw error
  }
}

const CHUNK = 64 * 1024

/** An answer of JSON text in pieces; others are let through while they are made. */
export const largeAnswer = async (pieces: Iterable<string>): Promise<Response> => {
  const chunks = await inSlices(encoding(pieces))
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = chunks.shift()
      if (chunk) controller.enqueue(chunk)
      else controller.close()
    },
  })
  return new Response(body, { headers: { 'content-type': 'application/json', 'content-length': String(length) } })
}

const encoding = function* (pieces: Iterable<string>): Generator<void, Uint8Array[]> {
  const utf8 = new TextEncoder()
  const chunks: Uint8Array[] = []
  let text = ''
  for (const piece of pieces) {
    text += piece
    if (text.length < CHUNK) continue
    chunks.push(utf8.encode(text))
    text = ''
    yield
  }
  chunks.push(utf8.encode(`${text}\n`))
  return chunks
}
