import { effect, signal } from '@preact/signals'
import { CallError, call } from '../api/call.ts'
import { type StreamEvent, readStream } from '../api/stream.ts'
import { type Item, itemOf, missedItems } from './items.ts'
import { asking, generation, namespace } from './tab.ts'
import { wallNow } from './wall.ts'

const KEPT = 5_000

/** What happened, oldest first: the newest 5,000. A new list with each change. */
export const items = signal<readonly Item[]>([])
export const connection = signal<'connecting' | 'open' | 'lost'>('connecting')
/** Goes up at most twice a second while something happens: what is shown may be old. */
export const pulse = signal(0)

let waiting: Item[] = []
let frame = 0
let pulsing = false

// one drawing per frame, however much arrives
const push = (...more: readonly Item[]): void => {
  waiting.push(...more)
  frame ||= requestAnimationFrame(flush)
}

const flush = (): void => {
  frame = 0
  const all = items.peek()
  const overflow = Math.max(0, all.length + waiting.length - KEPT)
  items.value = [...(overflow > 0 ? all.slice(overflow) : all), ...waiting].slice(-KEPT)
  waiting = []
}

const beat = (): void => {
  if (pulsing) return
  pulsing = true
  setTimeout(() => {
    pulsing = false
    pulse.value++
  }, 500)
}

let lastEvent: number | null = null
let lastRequest = 0
let began: string | null = null

const take = (event: StreamEvent): void => {
  if (event.id !== null) lastEvent = event.id
  const item = itemOf(event)
  if (!item) return
  // the journal may have told of it while the connection was away
  if (item.n !== undefined && item.kind === 'request') {
    if (item.n <= lastRequest) return
    lastRequest = item.n
  }
  push(item)
  beat()
}

/** Reads from the journal what the stream has not told. */
const catchUp = async (since: number | null): Promise<void> => {
  const [{ seen, requests }, version] = await Promise.all([
    call('POST /requests/find', { body: { limit: 200 } }),
    call('GET /version'),
  ])
  const again = began !== null && version.began !== began && seen <= lastRequest
  began = version.began
  if (again) lastRequest = 0
  const missed = requests.filter(({ n }) => n > lastRequest)
  push(...missedItems(missed, { since, again }))
  lastRequest = Math.max(lastRequest, seen)
  beat()
}

const follow = async (signal: AbortSignal): Promise<void> => {
  let since: number | null = null
  while (!signal.aborted) {
    try {
      const lost = since
      await readStream(
        lastEvent,
        {
          opened() {
            connection.value = 'open'
            since = null
            void catchUp(lost).catch(() => undefined) // what breaks it breaks the stream as well
          },
          event: take,
        },
        signal,
      )
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof CallError && error.status === 401) return void (asking.value = true)
    }
    since ??= wallNow()
    connection.value = 'lost'
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
}

/** Follows the chosen namespace from now on. */
export const startFollowing = (): void => {
  effect(() => {
    void [namespace.value, generation.value]
    const abort = new AbortController()
    items.value = []
    waiting = []
    lastEvent = null
    lastRequest = 0
    connection.value = 'connecting'
    void follow(abort.signal)
    return () => abort.abort()
  })
}
