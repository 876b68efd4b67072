import { inSlices } from '../../../core/clock.ts'
import type { Entry } from '../../../log/entries.ts'
import { encode } from '../records.ts'

const AT_ONCE = 200

/** Entries as parts of a text; others are let through between them. */
export const inParts = async function* (entries: Iterable<Entry>): AsyncGenerator<Uint8Array> {
  const all = entries[Symbol.iterator]()
  for (;;) {
    const part = await inSlices(
      (function* () {
        let text = ''
        for (let n = 0; n < AT_ONCE; n++) {
          const { value, done } = all.next() as IteratorResult<Entry, undefined>
          if (done) return { text, last: true }
          text += `${JSON.stringify(value)}\n`
          yield
        }
        return { text, last: false }
      })(),
    )
    if (part.text !== '') yield encode(part.text)
    if (part.last) return
  }
}

/** The parts as one where that is small, else all of them again. */
export const gathered = async (
  parts: AsyncIterator<Uint8Array>,
  most: number,
): Promise<Uint8Array | AsyncGenerator<Uint8Array>> => {
  const first: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { value, done } = (await parts.next()) as IteratorResult<Uint8Array, undefined>
    if (done) return Buffer.concat(first)
    first.push(value)
    size += value.length
    if (size > most) return resumed(first, parts)
  }
}

const resumed = async function* (
  first: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* first
  for (;;) {
    const { value, done } = (await rest.next()) as IteratorResult<Uint8Array, undefined>
    if (done) return
    yield value
  }
}
