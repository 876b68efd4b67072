import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { Action } from '../state/load.ts'
import { stateText } from '../state/items.ts'
import { toneOf } from './tones.ts'

const SIGNS = { good: '●', pending: '◐', bad: '✕', gone: '○' } as const

/** A state in its colour, and with a sign for those who see none. */
export const State = ({ state }: { readonly state: string | null }) => {
  if (state === null) return <span class="quiet">no states</span>
  const tone = toneOf(state)
  return (
    <span class={`state ${tone}`}>
      <span aria-hidden="true">{SIGNS[tone]}</span> {stateText(state)}
    </span>
  )
}

export const Status = ({ status }: { readonly status: number }) => {
  const tone = status < 300 ? 'good' : status < 500 ? 'pending' : 'bad'
  return <span class={`status ${tone}`}>{status === 0 ? 'none' : status}</span>
}

const Copy = ({ text, label = 'Copy' }: { readonly text: string; readonly label?: string }) => {
  const [said, setSaid] = useState<string | null>(null)
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setSaid('Copied'),
      () => setSaid('Not allowed here'),
    )
  }
  return (
    <button type="button" class="small" onClick={copy} onBlur={() => setSaid(null)}>
      <span aria-live="polite">{said ?? label}</span>
    </button>
  )
}

export const Lines = ({ text, label }: { readonly text: string; readonly label: string }) => (
  <div class="lines">
    <pre tabIndex={0} role="group" aria-label={label}>
      {text}
    </pre>
    <Copy text={text} />
  </div>
)

/** A button that says which call it makes. */
export const Do = ({
  action,
  work,
  call,
  children,
  tone = '',
  disabled = false,
}: {
  readonly action: Action
  readonly work: () => Promise<string | void>
  readonly call: string
  readonly children: ComponentChildren
  readonly tone?: string
  readonly disabled?: boolean
}) => (
  <button type="button" class={tone} title={call} disabled={action.busy || disabled} onClick={() => action.run(work)}>
    {children}
  </button>
)

/** How the last button's work ended. */
export const Outcome = ({ action }: { readonly action: Action }) => (
  <div class="outcome" role="status">
    {action.error !== null && <span class="bad">{action.error}</span>}
    {action.done !== null && <span class="good">{action.done}</span>}
  </div>
)

export const Panel = ({
  title,
  children,
  aside,
}: {
  readonly title: string
  readonly children: ComponentChildren
  readonly aside?: ComponentChildren
}) => (
  <section class="panel" aria-label={title}>
    <header>
      <h2>{title}</h2>
      {aside}
    </header>
    {children}
  </section>
)

export const Failed = ({ error }: { readonly error: string | null }) =>
  error === null ? null : (
    <p class="bad" role="alert">
      {error}
    </p>
  )

/** A sentence in which what stands between backticks is code. */
export const Prose = ({ text }: { readonly text: string }) => (
  <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</>
)
