import { useEffect, useState } from 'preact/hooks'
import { type Answer, call } from '../api/call.ts'
import { useLoaded } from './load.ts'
import { wallNow } from './wall.ts'

/** Where the clock of the namespace stands by now; one that runs is followed by the second. */
export interface ClockState extends Answer<'GET /clock'> {
  /** In milliseconds since 1970. */
  readonly present: number
}

/** The clock of the chosen namespace, and why it could not be had. */
export const useClock = (): { readonly clock: ClockState | undefined; readonly error: string | null } => {
  const { value, error } = useLoaded(async () => ({ clock: await call('GET /clock'), asked: wallNow() }))
  const [, tick] = useState(0)
  const runs = value !== undefined && value.clock.speed > 0
  useEffect(() => {
    if (!runs) return undefined
    const timer = setInterval(() => tick((n) => n + 1), 1_000)
    return () => clearInterval(timer)
  }, [runs])
  if (!value) return { clock: undefined, error }
  const { clock, asked } = value
  const present = Date.parse(clock.now) + (wallNow() - asked) * clock.speed
  return { clock: { ...clock, present, now: new Date(present).toISOString() }, error }
}
