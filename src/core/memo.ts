/** Remembers its last result: for what is mostly asked several times in a row. */
export const memoizeLast = <A, R>(work: (asked: A) => R): ((asked: A) => R) => {
  let last: { readonly asked: A; readonly result: R } | undefined
  return (asked) => {
    if (last === undefined || last.asked !== asked) last = { asked, result: work(asked) }
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

/** Remembers the text of a record, laid out in one piece: V8 would keep the pieces, and go through them in each list again. */
export const memoizedText = <T extends object>(text: (row: T) => string): ((row: T) => string) =>
  memoizeByRow((row) => Buffer.from(text(row)).toString())

/** Remembers the JSON text of a record. */
export const jsonText = <T extends object>(
  view: (row: T) => unknown,
  render: (value: unknown) => string = JSON.stringify,
): ((row: T) => string) => memoizedText((row) => render(view(row)))

/** A text in pieces that belong with a comma between them. Other answers share them, so the journal need not keep a copy. */
export class JsonPieces {
  readonly length: number
  readonly #parts: readonly string[]

  constructor(parts: readonly string[]) {
    this.#parts = parts
    let length = parts.length - 1
    for (const part of parts) length += part.length
    this.length = length
  }

  toString(): string {
    return this.#parts.join(',')
  }
}
