import type { Millis } from '../../../core/clock.ts'
import type { World } from '../../../world/world.ts'

const KEPT = 10_000

const books = new WeakMap<World, Map<string, Millis>>()

/** Notes a nonce in wall time. False when the same one was noted within the window. */
export const noteNonce = (world: World, key: string, now: Millis, window: Millis): boolean => {
  let book = books.get(world)
  if (!book) books.set(world, (book = new Map()))
  const noted = book.get(key)
  if (noted !== undefined && now - noted < window) return false
  book.delete(key)
  book.set(key, now)
  if (book.size > KEPT) book.delete(book.keys().next().value!)
  return true
}
