import { Failure } from '../../../core/problem.ts'
import { memoizeLast } from '../../../core/memo.ts'
import type { Call } from '../../../http/call.ts'
import { settingsOf } from '../settings.ts'
import type { Caller } from './caller.ts'

const limitsOf = memoizeLast((max: number) => [{ max, ms: 1_000 }])

/** Counts a request among those of its SecretId, of both APIs together. Throws a Failure when it is one too many. */
export const meter = (call: Call<Caller>, secretId: string): void => {
  const { rateLimit } = settingsOf(call.world)
  call.metered = call.world.rates.meter('tencent', secretId, limitsOf(rateLimit), call.now)
  if (call.metered.refusedBy !== undefined)
    throw new Failure({ kind: 'rate_limited', limit: rateLimit, resetAt: call.metered.readings[0]!.resetAt })
}
