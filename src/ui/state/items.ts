import type { Answer } from '../api/call.ts'
import type { StreamEvent } from '../api/stream.ts'
import { wallNow } from './wall.ts'

export type JournalRequest = Answer<'GET /requests'>['requests'][number]
export type ItemKind =
  | 'request'
  | 'transition'
  | 'fault'
  | 'limit'
  | 'clock'
  | 'scenario'
  | 'reset'
  | 'gap'
  | 'mark'
  | 'link'

/** One line of what happened. */
export interface Item {
  readonly key: number
  readonly kind: ItemKind
  readonly at: string | null
  /** Number of the request. */
  readonly n?: number
  readonly provider: string
  readonly op: string
  readonly status?: number
  readonly text: string
  readonly took?: number
  readonly rule: string
  readonly warnings: readonly string[]
  /** Id of the resource. */
  readonly resource?: string
}

interface RequestEvent {
  readonly n: number
  readonly at: string
  readonly provider: string
  readonly op: string | null
  readonly method: string
  readonly target: string
  readonly status: number
  readonly took_ms: number
  readonly rule: { readonly kind: string; readonly name: string } | null
  readonly warnings?: readonly { readonly kind: string }[]
}

let keys = 0
const BARE = { at: null, provider: '', op: '', rule: '', warnings: [] } as const
const line = (kind: ItemKind, text: string, more: Partial<Item> = {}): Item => ({
  ...BARE,
  key: ++keys,
  kind,
  text,
  ...more,
})

const requestItem = (kind: ItemKind, event: RequestEvent): Item =>
  line(kind, `${event.method} ${event.target}`, {
    at: event.at,
    n: event.n,
    provider: event.provider,
    op: event.op ?? '',
    status: event.status,
    took: event.took_ms,
    rule: event.rule ? `${event.rule.kind}: ${event.rule.name}` : '',
    warnings: (event.warnings ?? []).map((one) => one.kind),
  })

/** The state after which there is no resource. */
export const stateText = (state: string | null): string => (state === null ? 'new' : state === '$gone' ? 'gone' : state)

/** What an event of the stream says, in one line; undefined for one that has no line. */
export const itemOf = ({ type, data }: StreamEvent): Item | undefined => {
  if (type === 'request' || type === 'fault' || type === 'limit') return requestItem(type, data as RequestEvent)
  if (type === 'transition') {
    const move = data as { at: string; type: string; id: string; from: string | null; to: string }
    const provider = move.type.split('/')[0] ?? ''
    const text = `${move.type} ${move.id}: ${stateText(move.from)} → ${stateText(move.to)}`
    return line('transition', text, { at: move.at, provider, resource: move.id })
  }
  if (type === 'clock') {
    const { mode, now, speed } = data as { mode: string; now: string; speed: number }
    return line('clock', `${mode} clock at ${now}, speed ${speed}`, { at: now })
  }
  if (type === 'scenario') {
    const { active } = data as { active: { label: string } | null }
    return line('scenario', active ? `${active.label} is active` : 'no scenario is active')
  }
  if (type === 'reset') return line('reset', 'the world was put back')
  if (type === 'gap') return line('gap', `${(data as { missed: number }).missed} events came too fast to be kept`)
  if (type === 'mark') return line('mark', (data as { name?: string }).name ?? 'mark')
  return undefined
}

/** The requests that nobody told of, with a line that says why. */
export const missedItems = (
  requests: readonly JournalRequest[],
  { since, again }: { readonly since: number | null; readonly again: boolean },
): Item[] => {
  const seconds = since === null ? 0 : Math.round((wallNow() - since) / 1_000)
  const lost = `connected again after ${seconds} s${again ? '; the emulator began anew' : ''}; ${requests.length} requests meanwhile`
  const told = requests.map((one) => requestItem('request', { ...one, ...one.request, status: one.response.status }))
  return since === null ? told : [line('link', lost), ...told]
}
