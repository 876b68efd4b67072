import type { Logger } from 'pino'
import { iso } from '../core/clock.ts'
import type { JournalEntry } from '../world/request-journal.ts'
import type { Masking } from '../http/masking.ts'

export const LOG_LEVELS = ['silent', 'error', 'info'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/**
 * Writes requests as JSON lines on stderr: all of them at `info`, unexpected failures at `error`. The logger is loaded with
 * its first line.
 */
export const requestLog = (level: LogLevel, masking: Masking): ((entry: JournalEntry) => void) | undefined => {
  if (level === 'silent') return undefined
  let logger: Promise<Logger> | undefined
  return (entry) => {
    const failed = entry.error !== undefined
    if (!failed && level !== 'info') return
    logger ??= import('pino').then(({ pino, destination }) =>
      pino({ base: null, timestamp: false }, destination({ dest: 2, sync: true })),
    )
    void logger.then((log) => {
      const { n, provider, op, method, status, credential } = entry
      const took_ms = entry.took / 1000
      const line = {
        n,
        at: iso(entry.at),
        provider,
        op,
        method,
        target: masking.target(entry.target),
        status,
        credential,
        took_ms,
      }
      if (failed) log.error({ ...line, err: entry.error }, 'unexpected failure')
      else log.info(line)
    })
  }
}
