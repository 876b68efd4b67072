import { perRow } from '../core/per-row.ts'

const ESCAPED = /["\\\p{Cc}\p{Cs}]/u

/** A text in JSON. Most need no escapes, and seeing that is quicker than `JSON.stringify`. */
export const quoted = (text: string): string => (ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`)

/** Remembers the text of a record, laid out in one piece: V8 would keep the pieces, and go through them in each list again. */
export const remembered = <T extends object>(text: (row: T) => string): ((row: T) => string) =>
  perRow((row) => Buffer.from(text(row)).toString())

/** Remembers the JSON text of a record. */
export const wire = <T extends object>(
  view: (row: T) => unknown,
  render: (value: unknown) => string = JSON.stringify,
): ((row: T) => string) => remembered((row) => render(view(row)))

/** A text in pieces that belong with a comma between them. Other answers share them, so the journal need not keep a copy. */
export class Pieces {
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
