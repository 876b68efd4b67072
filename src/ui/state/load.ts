import { useEffect, useRef, useState } from 'preact/hooks'
import { pulse } from './live.ts'
import { generation, namespace } from './tab.ts'
import { wallNow } from './wall.ts'

/** What was asked for: undefined at first, and why it could not be had. */
export interface Loaded<T> {
  readonly value: T | undefined
  readonly error: string | null
  reload(): void
}

interface State<T> {
  readonly value?: T
  readonly error: string | null
  readonly of?: string
}

// what took long to have is not asked for again before so many times that
const REST = 4

/** Asks when the view opens, when `keys` change, and again while things happen. */
export const useLoaded = <T>(ask: () => Promise<T>, keys: readonly unknown[] = []): Loaded<T> => {
  const [state, setState] = useState<State<T>>({ error: null })
  const [again, setAgain] = useState(0)
  const of = JSON.stringify([namespace.value, generation.value, ...keys])
  const rest = useRef({ of: '', until: 0 })
  useEffect(() => {
    let gone = false
    const load = (): void => {
      const began = wallNow()
      const answered = (next: (before: State<T>) => State<T>): void => {
        const ended = wallNow()
        rest.current = { of, until: ended + (ended - began) * REST }
        if (!gone) setState(next)
      }
      ask().then(
        (value) => answered(() => ({ value, error: null, of })),
        (error: unknown) => answered((before) => ({ ...before, error: messageOf(error), of })),
      )
    }
    const wait = rest.current.of === of ? rest.current.until - wallNow() : 0
    const timer = wait > 0 ? setTimeout(load, wait) : load()
    return () => {
      gone = true
      clearTimeout(timer ?? undefined)
    }
  }, [of, again, pulse.value])
  // what belongs to something else is not shown in its place
  const current: typeof state = state.of === of ? state : { error: null }
  return { value: current.value, error: current.error, reload: () => setAgain((n) => n + 1) }
}

/** Something that a button does: whether it is under way, and how it went wrong. */
export interface Action {
  readonly busy: boolean
  readonly error: string | null
  readonly done: string | null
  run(work: () => Promise<string | void>): void
}

export const useAction = (): Action => {
  const [state, setState] = useState<{ busy: boolean; error: string | null; done: string | null }>({
    busy: false,
    error: null,
    done: null,
  })
  return {
    ...state,
    run(work) {
      setState({ busy: true, error: null, done: null })
      work().then(
        (said) => {
          setState({ busy: false, error: null, done: said ?? null })
          pulse.value++
        },
        (error: unknown) => setState({ busy: false, error: messageOf(error), done: null }),
      )
    },
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
