import type { Tx } from '../../../world/unit-of-work.ts'
import type { Created } from '../records.ts'

/** The present, with the seeded nanoseconds that a create answer shows. */
export const created = (tx: Tx, stream: `${string}/created`): Created => {
  return { createdAt: tx.now, nanos: tx.ids.number(stream, 3) % 1_000_000 }
}
