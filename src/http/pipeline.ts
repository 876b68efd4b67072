import { pause } from '../core/clock.ts'
import { PastError } from '../world/commits.ts'
import type { Ending, FaultMark, Judge, Verdict } from '../world/judge.ts'
import type { Call, Credential } from './call.ts'
import { type Answer, type Attempt, type Voice, errorAnswer, problemAnswer, sayNamed, textOf } from './dialect.ts'
import { isAbort } from './aborting.ts'
import { send } from './sending.ts'

/** Answers a call in a world with an active scenario: as usual, unless a rule has something to say about it. */
export const runScenarioPipeline = <C extends Credential, Need>(
  judge: Judge,
  voice: Voice<C, Need>,
  call: Call<C>,
  need: Need | undefined,
  handler: (call: Call<C>) => Answer,
): Response | Promise<Response> => {
  const { world } = call
  const plain = call as unknown as Call
  call.scenario = judge.label

  const attempt = (work: () => Answer): Attempt => {
    try {
      return { answer: work(), error: undefined }
    } catch (thrown) {
      if (thrown instanceof PastError) throw thrown
      return errorAnswer(voice.dialect, thrown, plain)
    }
  }
  const finish = ({ answer, error }: Attempt): Response | Promise<Response> => send(voice, call, answer, error)

  const present = (): void => {
    call.now = world.clock.now()
    world.catchUp()
  }

  /** Handles the request, and tells the scenario what came of it. */
  const handle = (ending: Ending | null): Attempt => {
    const before = world.rev
    const usual = (): Attempt => attempt(() => handler(call))
    let result: Attempt
    if (ending?.kind === 'stale') return stale(ending.by, usual)
    result = usual()
    if (ending?.kind === 'duplicate') {
      const second = usual()
      if (ending.heard === 'last') result = second
    }
    const { status, body } = result.answer
    judge.heard(voice.provider, call, { status, body: textOf(body), changed: world.rev !== before })
    return result
  }

  const stale = (by: number, usual: () => Attempt): Attempt => {
    try {
      return world.history ? world.history.seen(call.now - by, usual) : usual()
    } catch (thrown) {
      if (thrown instanceof PastError) return usual() // it changes something, and that happens in the present
      throw thrown
    }
  }

  const carryOut = (verdict: Verdict): Response | Promise<Response> => {
    const { ending, lag } = verdict
    const handled = ending === null || verdict.stage === 'after' || !replaces(ending)
    const result = handled ? handle(ending) : undefined
    call.fault = markOf(verdict, result)
    const end = (): Response | Promise<Response> => finish(ending ? ended(ending, result) : result!)
    return lag > 0 ? pause(lag).then(end) : end()
  }

  const ended = (ending: Ending, result: Attempt | undefined): Attempt => {
    if (ending.kind === 'error') {
      const problem = sayNamed(voice.dialect, ending.error, ending.hints, plain)
      return { answer: problemAnswer(voice.dialect, problem, plain), error: undefined }
    }
    if (ending.kind === 'raw') return { answer: ending, error: undefined }
    if (isAbort(ending)) call.ending = ending
    const answer = result && !replaces(ending) ? result.answer : NOTHING
    return ending.kind === 'corruptJson'
      ? { answer: { ...answer, body: corrupt(textOf(answer.body)) }, error: undefined }
      : { answer, error: result?.error }
  }

  judge.arriving(voice.provider, call)
  present()
  const { op } = call
  try {
    voice.admit(call, need)
  } catch (thrown) {
    const { limits, refusedBy } = call.metered ?? {}
    const by = refusedBy === undefined ? undefined : limits?.[refusedBy]?.by
    if (by !== undefined) call.fault = { faults: [by], effect: 'limit', stage: 'before', raw: false }
    return finish(errorAnswer(voice.dialect, thrown, plain))
  }
  if (call.op !== op) {
    judge.arriving(voice.provider, call)
    present()
  }
  const verdict = judge.judge(voice.provider, call)
  if (!verdict) return finish(handle(null))
  if (verdict.delay === 0) return carryOut(verdict)
  return pause(verdict.delay).then(() => {
    present()
    return carryOut(verdict)
  })
}

const NOTHING: Answer = { status: 0, body: null, contentType: null, headers: [] }

const replaces = ({ kind }: Ending): boolean => ['error', 'raw', 'hang', 'reset', 'close'].includes(kind)

// every JSON text ends in a character it cannot do without
const corrupt = (body: string | null): string | null => body?.trimEnd().slice(0, -1) ?? null

const markOf = ({ faults, ending, stage }: Verdict, result: Attempt | undefined): FaultMark => ({
  faults,
  effect: ending?.kind ?? 'delay',
  stage,
  raw: ending?.kind === 'raw',
  ...(ending && replaces(ending) && result ? { lost: result.answer.status } : {}),
})
