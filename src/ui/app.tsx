import { useRef } from 'preact/hooks'
import { call, tryToken } from './api/call.ts'
import { useClock } from './state/clock.ts'
import { connection } from './state/live.ts'
import { useAction, useLoaded } from './state/load.ts'
import { asking, chooseNamespace, giveToken, href, namespace, place } from './state/tab.ts'
import { Do, Outcome } from './parts/basics.tsx'
import { dayAndTime, spanText } from './parts/time.ts'
import { FaultsView } from './views/faults/faults.tsx'
import { LiveView } from './views/live/live.tsx'
import { ResourcesView } from './views/resources/resources.tsx'
import { TimeView } from './views/time.tsx'
import { WorldsView } from './views/worlds/worlds.tsx'

const VIEWS = {
  live: { title: 'Live', about: 'what is happening', View: LiveView },
  resources: { title: 'Resources', about: 'what there is', View: ResourcesView },
  time: { title: 'Time', about: 'what is due', View: TimeView },
  faults: { title: 'Scenarios', about: 'what goes wrong', View: FaultsView },
  worlds: { title: 'Worlds', about: 'namespaces and snapshots', View: WorldsView },
} as const

export const App = () => {
  if (asking.value) return <TokenPrompt />
  const { view } = place.value
  const known = Object.hasOwn(VIEWS, view) ? (view as keyof typeof VIEWS) : 'live'
  const { View, title } = VIEWS[known]
  document.title = `${title} · ${namespace.value} · Peertwin`
  return (
    <div class="app">
      <a
        class="skip"
        href="#main"
        onClick={(event) => (event.preventDefault(), document.getElementById('main')?.focus())}
      >
        Skip to the content
      </a>
      <header class="top">
        <a class="brand" href={href('live')}>
          Peertwin
        </a>
        <nav aria-label="Views">
          {Object.entries(VIEWS).map(([name, { title, about }]) => (
            <a key={name} href={href(name)} title={about} aria-current={name === known ? 'page' : undefined}>
              {title}
            </a>
          ))}
        </nav>
        <ClockBadge />
        <NamespacePicker />
        <Connection />
      </header>
      <main id="main" tabIndex={-1} class={`view-${known}`}>
        <h1 class="hidden">{title}</h1>
        <View />
      </main>
    </div>
  )
}

const ClockBadge = () => {
  const { clock: value } = useClock()
  const action = useAction()
  if (!value) return <div class="clock" />
  const due = value.next_due === null ? null : spanText(Math.max(0, Date.parse(value.next_due) - value.present))
  return (
    <div class="clock">
      <a href={href('time')} title={`${value.mode} clock, speed ${value.speed}`}>
        <span class="mono">{dayAndTime(value.now)}</span>{' '}
        <span class="quiet">
          {value.mode}
          {due === null ? ', nothing due' : `, next in ${due}`}
        </span>
      </a>
      {value.next_due !== null && (
        <Do
          action={action}
          call="POST /_peertwin/clock/settle"
          work={async () => void (await call('POST /clock/settle', { body: {} }))}
          tone="small"
        >
          Settle
        </Do>
      )}
    </div>
  )
}

const NamespacePicker = () => {
  const { value } = useLoaded(() => call('GET /namespaces', { query: { limit: 200 } }))
  const names = value?.namespaces.map(({ name }) => name) ?? []
  if (!names.includes(namespace.value)) names.push(namespace.value)
  return (
    <select
      aria-label="Namespace"
      value={namespace.value}
      onChange={(event) => chooseNamespace(event.currentTarget.value)}
    >
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  )
}

const WORDS = { open: 'connected', connecting: 'connecting', lost: 'connection lost, trying again' } as const

const Connection = () => (
  <span class={`connection ${connection.value}`} role="status">
    <span aria-hidden="true">{connection.value === 'open' ? '●' : '○'}</span> <span>{WORDS[connection.value]}</span>
  </span>
)

const TokenPrompt = () => {
  const field = useRef<HTMLInputElement>(null)
  const action = useAction()
  const enter = async (): Promise<void> => {
    const text = field.current!.value
    await tryToken(text)
    giveToken(text)
  }
  return (
    <main class="token">
      <form
        class="panel"
        onSubmit={(event) => {
          event.preventDefault()
          action.run(enter)
        }}
      >
        <h1>Peertwin</h1>
        <p>The control API of this emulator wants the token that it was started with (--control-token).</p>
        <label>
          Token
          <input ref={field} type="password" autocomplete="off" autofocus required />
        </label>
        <button type="submit" class="main">
          Enter
        </button>
        <p class="quiet">It is kept for this tab alone.</p>
        <Outcome action={action} />
      </form>
    </main>
  )
}
