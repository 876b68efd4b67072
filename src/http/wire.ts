import { perRow } from '../core/per-row.ts'

const ESCAPED = /["\\\p{Cc}\p{Cs}]/u

/** A text in JSON. Most need no escapes, and seeing that is quicker than `JSON.stringify`. */
export const quoted = (text: string): string => (ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`)

/** Remembers the JSON text of a record. */
export const wire = <T extends object>(
  view: (row: T) => unknown,
  render: (value: unknown) => string = JSON.stringify,
): ((row: T) => string) => perRow((row) => render(view(row)))

/** A text in pieces that other answers share, so that the journal can keep it without keeping a copy. */
export class Pieces {
  readonly length: number
  readonly #parts: readonly string[]

  constructor(parts: readonly string[]) {
    this.#parts = parts
    let length = 0
    for (const part of parts) length += part.length
    this.length = length
  }

  toString(): string {
    return this.#parts.join('')
  }
}
