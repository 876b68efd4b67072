/** Remembers its last result: for what is mostly asked several times in a row. */
export const memoizeLast = <A, R>(work: (asked: A) => R): ((asked: A) => R) => {
  let last: { readonly asked: A; readonly result: R } | undefined
  return (asked) => {
    if (last === undefined || last.asked !== asked) last = { asked, result: work(asked) }
    return last.result
  }
}

/** The same of what depends on several things. */
export const memoizeLastOf = <A extends readonly unknown[], R>(work: (...asked: A) => R): ((...asked: A) => R) => {
  let last: { readonly asked: A; readonly result: R } | undefined
  return (...asked) => {
    if (last === undefined || !isSame(last.asked, asked)) last = { asked, result: work(...asked) }
    return last.result
  }
}

/**
 * Remembers what follows from a record. Rows are immutable values, so the row itself is the key and a changed row is looked
 * at anew.
 */
export const memoizeByRow = <T extends object, R>(derive: (row: T) => R): ((row: T) => R) => {
  const known = new WeakMap<T, R>()
  return (row) => {
    let result = known.get(row)
    if (result === undefined) known.set(row, (result = derive(row)))
    return result
  }
}

const ESCAPED = /["\\\p{Cc}\p{Cs}]/u

/** A text in JSON. Most need no escapes, and seeing that is quicker than `JSON.stringify`. */
export const quoted = (text: string): string => (ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`)

// V8 would keep the pieces of a text, and go through them in each list again
const inOnePiece = (text: string): string => Buffer.from(text).toString()

/** Remembers the text of a row. */
export const rowText = <T extends object>(text: (row: T) => string): ((row: T) => string) =>
  memoizeByRow((row) => inOnePiece(text(row)))

/** The same of a text that depends on more than its row: where that differs from the last time, it is made anew. */
export const rowTextWith = <T extends object, More extends readonly unknown[]>(
  text: (row: T, ...more: More) => string,
): ((row: T, ...more: More) => string) => {
  const known = new WeakMap<T, { readonly more: More; readonly text: string }>()
  return (row, ...more) => {
    const last = known.get(row)
    if (last !== undefined && isSame(last.more, more)) return last.text
    const made = { more, text: inOnePiece(text(row, ...more)) }
    known.set(row, made)
    return made.text
  }
}

const isSame = (some: readonly unknown[], others: readonly unknown[]): boolean => {
  if (some.length !== others.length) return false
  for (let i = 0; i < some.length; i++) if (some[i] !== others[i]) return false
  return true
}

// whoever waits for something asks for its list again and again
let latest: { readonly list: ListText; readonly text: string } | undefined

/** A list in an answer: texts that rows remember, and what stands around them. Other answers share them, so the journal need not keep a copy. */
export class ListText {
  readonly length: number
  readonly #before: string
  readonly #items: readonly string[]
  readonly #after: string
  readonly #between: string

  constructor(before: string, items: readonly string[], after: string, between = ',') {
    this.#before = before
    this.#items = items
    this.#after = after
    this.#between = between
    let length = before.length + after.length + Math.max(0, items.length - 1) * between.length
    for (const item of items) length += item.length
    this.length = length
  }

  toString(): string {
    if (latest === undefined || !latest.list.#says(this)) latest = { list: this, text: this.#joined() }
    return latest.text
  }

  #says(other: ListText): boolean {
    return (
      this.length === other.length &&
      this.#items.length === other.#items.length &&
      this.#before === other.#before &&
      this.#after === other.#after &&
      this.#between === other.#between &&
      isSame(this.#items, other.#items)
    )
  }

  #joined(): string {
    const parts = [...this.#items]
    const last = parts.length - 1
    if (last < 0) return this.#before + this.#after
    parts[0] = this.#before + parts[0]!
    parts[last] += this.#after
    return parts.join(this.#between)
  }
}
