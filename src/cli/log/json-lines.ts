import { destination, pino } from 'pino'
import { iso } from '../../core/clock.ts'
import type { Transition } from '../../world/commits.ts'
import type { Sink } from './request-log.ts'

const moved = ({ at, ...move }: Transition) => ({ at: iso(at), ...move })

/** Writes requests as JSON lines on stderr. */
export const jsonLines = (): Sink => {
  const log = pino({ base: null, timestamp: false }, destination({ dest: 2, sync: true }))
  return ({ level, entry, namespace, target, transitions, warnings }) => {
    const { n, at, provider, op, method, status, credential, took, fault, error } = entry
    const line = {
      n,
      at: iso(at),
      ...(namespace !== 'default' && { namespace }),
      provider,
      op,
      method,
      target,
      status,
      credential,
      took_ms: took / 1000,
      ...(transitions.length > 0 && { transitions: transitions.map(moved) }),
      ...(fault && { fault: fault.faults }),
      ...(warnings.length > 0 && { warnings }),
    }
    if (level === 'error') log.error({ ...line, err: error }, 'unexpected failure')
    else log[level](line)
  }
}
