import type { Tx } from '../../../core/store.ts'
import type { Created } from '../records.ts'

/** The present, with the seeded nanoseconds that a create answer shows. */
export const created = (tx: Tx, stream: `${string}/created`): Created => {
  const [a, b, c] = tx.ids.bytes(stream, 3)
  return { createdAt: tx.now, nanos: ((a! << 16) | (b! << 8) | c!) % 1_000_000 }
}
