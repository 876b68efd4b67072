import { pause } from '../core/clock.ts'
import { KeepError, PastError } from '../world/commits.ts'
import type { Ending, Judge, Ruling } from '../world/judge.ts'
import type { Call, Credential } from './call.ts'
import { type Answer, type Voice, errorAnswer, textOf } from './dialect.ts'
import { NOTHING, ended, markOf, replaces } from './faults/endings.ts'
import { send } from './sending.ts'

/** What answers the requests of one method and path. */
export interface Route<C extends Credential, Need> {
  /** Operation name; null where only `admit` can tell. */
  readonly op: string | null
  /** What the credential must be allowed to do. */
  readonly need: Need | undefined
  readonly handler: (call: Call<C>) => Answer
}

/** Answers a call: each line has it go on, or sends its answer. A world without a scenario has no judge. */
export const answerCall = <C extends Credential, Need>(
  voice: Voice<C, Need>,
  call: Call<C>,
  route: Route<C, Need>,
): void | Promise<void> => {
  const { judge } = call.world
  // who may not ask learns no more than that
  try {
    // the scenario hears of a request before anybody looks at it: here the clock may jump
    if (judge !== null) announce(judge, voice.provider, call)
    voice.admit(call, route.need)
  } catch (thrown) {
    judge?.answering()
    return refuse(voice, call, thrown)
  }
  // nobody else has a say
  if (judge === null) return send(voice, call, handle(voice, call, route))
  // where an action is named in the body, the operation is known only now
  if (call.op !== route.op) announce(judge, voice.provider, call)
  const judged = { judge, voice, call, route }
  const ruling = judge.judge(voice.provider, call)
  // no rule is about this request
  if (ruling === null) return leave(judged, observe(judged, null))
  // a delayed request meets the world as it is by then
  if (ruling.delay > 0) return pause(ruling.delay).then(() => (enter(call), carryOut(judged, ruling)))
  return carryOut(judged, ruling)
}

/** A call in a world with a scenario. */
interface Judged<C extends Credential, Need> {
  readonly judge: Judge
  readonly voice: Voice<C, Need>
  readonly call: Call<C>
  readonly route: Route<C, Need>
}

const announce = (judge: Judge, provider: string, call: Call): void => {
  call.scenario = judge.label
  judge.arriving(provider, call)
  enter(call)
}

/** Lets a call see the present. */
const enter = (call: Call): void => {
  call.now = call.world.clock.now()
  call.world.catchUp()
}

const refuse = <C extends Credential, Need>(voice: Voice<C, Need>, call: Call<C>, thrown: unknown) => {
  const { limits, refusedBy } = call.metered ?? {}
  const rule = refusedBy === undefined ? undefined : limits?.[refusedBy]?.by
  if (rule !== undefined) call.fault = { faults: [rule], effect: 'limit', stage: 'before', raw: false }
  return send(voice, call, errorAnswer(voice.dialect, thrown, call))
}

const handle = <C extends Credential, Need>(
  voice: Voice<C, Need>,
  call: Call<C>,
  { handler }: Route<C, Need>,
): Answer => {
  try {
    return handler(call)
  } catch (thrown) {
    if (thrown instanceof PastError) throw thrown
    // whether a write would be refused shows only once what is due has happened
    return errorAnswer(voice.dialect, call.heldUp === null || looks(voice, call) ? thrown : call.heldUp, call)
  }
}

const looks = <C extends Credential, Need>(voice: Voice<C, Need>, call: Call<C>): boolean =>
  voice.looks?.(call) ?? (call.method === 'GET' || call.method === 'HEAD')

const leave = <C extends Credential, Need>({ judge, voice, call }: Judged<C, Need>, answer: Answer) => {
  judge.answering()
  return send(voice, call, answer)
}

/** Handles the request, and tells the scenario what came of it. */
const observe = <C extends Credential, Need>(judged: Judged<C, Need>, ending: Ending | null): Answer => {
  const { judge, voice, call, route } = judged
  if (ending?.kind === 'stale') return handleInPast(judged, ending.by)
  const before = call.world.commits.rev
  const answer = ending?.kind === 'duplicate' ? handleTwice(judged, ending.heard) : handle(voice, call, route)
  const { status, body } = answer
  try {
    judge.heard(voice.provider, call, { status, body: textOf(body), changed: call.world.commits.rev !== before })
  } catch (thrown) {
    if (!(thrown instanceof KeepError)) throw thrown // what follows from an answer that stands can wait for room
  }
  return answer
}

const handleTwice = <C extends Credential, Need>(
  { voice, call, route }: Judged<C, Need>,
  heard: 'first' | 'last',
): Answer => {
  const first = handle(voice, call, route)
  const { refused, error, problem } = call
  Object.assign(call, { refused: undefined, error: undefined, problem: null })
  const last = handle(voice, call, route)
  if (heard === 'last') return last
  Object.assign(call, { refused, error, problem })
  return first
}

const handleInPast = <C extends Credential, Need>({ voice, call, route }: Judged<C, Need>, by: number): Answer => {
  const { history } = call.world.commits
  try {
    if (history) return history.seen(call.now - by, () => handle(voice, call, route))
  } catch (thrown) {
    if (!(thrown instanceof PastError)) throw thrown // it changes something, and that happens in the present
  }
  return handle(voice, call, route)
}

const carryOut = <C extends Credential, Need>(judged: Judged<C, Need>, ruling: Ruling): void | Promise<void> => {
  const { voice, call } = judged
  const { ending, lag, stage } = ruling
  const handled = ending === null || stage === 'after' || !replaces(ending) ? observe(judged, ending) : NOTHING
  call.fault = markOf(ruling, handled)
  const end = (): void | Promise<void> => leave(judged, ending === null ? handled : ended(voice, call, ending, handled))
  return lag > 0 ? pause(lag).then(end) : end()
}
