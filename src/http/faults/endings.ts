import { mispaged } from '../../world/answers/paging.ts'
import { rewritten } from '../../world/answers/rewriting.ts'
import type { Ending, FaultMark, Ruling } from '../../world/judge.ts'
import type { Call, Credential } from '../call.ts'
import { type Answer, type Voice, problemAnswer, sayNamed, textOf } from '../dialect.ts'
import type { Abort } from '../exchange.ts'

/** What stands for the answer to a request that was not handled. */
export const NOTHING: Answer = { status: 0, body: null, contentType: null, headers: [] }

/** Whether nothing of the provider's own answer is left. */
export const replaces = ({ kind }: Ending): boolean => ['error', 'raw', 'hang', 'reset', 'close'].includes(kind)

/** What is sent in place of an answer. Headers that the ending changes are left with the call. */
export const ended = <C extends Credential, Need>(
  voice: Voice<C, Need>,
  call: Call<C>,
  ending: Ending,
  answer: Answer,
): Answer => {
  if ('headers' in ending && ending.headers !== undefined) call.changes = ending.headers
  switch (ending.kind) {
    case 'error':
      call.error = undefined
      return problemAnswer(voice.dialect, sayNamed(voice.dialect, ending.error, ending.hints, call), call)
    case 'raw':
      call.error = undefined
      return { status: ending.status, body: ending.body, contentType: ending.contentType, headers: [] }
    case 'rewrite':
      return rewrittenAnswer(voice, ending, answer)
    case 'paging': {
      const pages = ending.pages.get(`${voice.provider}/${call.op}`)
      if (pages === undefined) return answer
      return reworded(voice, answer, (value) => mispaged(value, ending.paging, pages, call.origin + call.target))
    }
    case 'corruptJson':
      call.error = undefined
      return { ...answer, body: corrupt(textOf(answer.body)) }
    case 'stale':
    case 'duplicate':
      return answer
    default:
      call.abort = ending satisfies Abort
      return replaces(ending) ? NOTHING : answer
  }
}

const rewrittenAnswer = <C extends Credential, Need>(
  voice: Voice<C, Need>,
  { status, edits, empty }: Extract<Ending, { kind: 'rewrite' }>,
  answer: Answer,
): Answer => {
  const own = { ...answer, status: status ?? answer.status }
  if (empty) return { ...own, body: null, contentType: null }
  return edits.length === 0 ? own : reworded(voice, own, (value) => rewritten(value, edits))
}

/** An answer with another value in it, in the layout that it had; one that is no JSON stays as it is. */
const reworded = <C extends Credential, Need>(
  { dialect }: Voice<C, Need>,
  answer: Answer,
  change: (value: unknown) => unknown,
): Answer => {
  const text = textOf(answer.body) ?? ''
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return answer
  }
  // some services have compact answers beside those of their usual layout
  const render = JSON.stringify(value) === text ? JSON.stringify : dialect.render
  return { ...answer, body: render(change(value)) }
}

// every JSON text ends in a character it cannot do without
const corrupt = (body: string | null): string | null => body?.trimEnd().slice(0, -1) ?? null

/** What a ruling did to a request, for the journal. */
export const markOf = ({ faults, ending, stage }: Ruling, handled: Answer): FaultMark => ({
  faults,
  effect: ending?.kind ?? 'delay',
  stage,
  raw: ending !== null && ['raw', 'rewrite', 'paging'].includes(ending.kind),
  ...(ending && replaces(ending) && handled !== NOTHING ? { lost: handled.status } : {}),
})
