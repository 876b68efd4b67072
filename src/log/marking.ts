import { KeepError } from '../world/commits.ts'
import type { LogSource } from './log.ts'

const MARK_EVERY = 1_000
const MARKED_AT_ONCE = 200

/** Has a source write, every second, what is only written then; `also` runs along. Returns a way to end that. */
export const markEverySecond = (source: LogSource, also: () => void = () => {}): (() => void) => {
  let ended = false
  let cancel = (): void => {}
  const mark = (): void => {
    if (ended) return
    try {
      if (!source.mark(MARKED_AT_ONCE)) setImmediate(mark)
    } catch (error) {
      if (!(error instanceof KeepError)) throw error // it is tried again in a second
    }
  }
  const later = (): void => {
    cancel = source.wall.timer(MARK_EVERY, () => {
      mark()
      also()
      if (!ended) later()
    })
  }
  later()
  return () => {
    ended = true
    cancel()
  }
}
