import { useState } from 'preact/hooks'
import { type Answer, call } from '../api/call.ts'
import { Do, Failed, Outcome, Panel } from '../parts/basics.tsx'
import { dayAndTime, spanText } from '../parts/time.ts'
import { stateText } from '../state/items.ts'
import { type Action, useAction, useLoaded } from '../state/load.ts'
import { type ClockState, useClock } from '../state/clock.ts'
import { href } from '../state/tab.ts'

type Due = Answer<'GET /clock/due'>['due'][number]

const moved = ({ happened }: { readonly happened: number }): string =>
  `${happened} ${happened === 1 ? 'event' : 'events'} happened`

export const TimeView = () => {
  const { clock, error } = useClock()
  const due = useLoaded(() => call('GET /clock/due', { query: { limit: 200 } }))
  const action = useAction()
  if (!clock || !due.value) return <Failed error={error ?? due.error} />
  return (
    <div class="columns">
      <ClockPanel clock={clock} action={action} />
      <DuePanel clock={clock} due={due.value.due} planned={due.value.planned} action={action} />
    </div>
  )
}

const PACES = [
  { name: 'Freeze', mode: 'virtual', speed: 0 },
  { name: 'Real', mode: 'real', speed: 1 },
  { name: '60 times as fast', mode: 'virtual', speed: 60 },
] as const

const ClockPanel = ({ clock, action }: { readonly clock: ClockState; readonly action: Action }) => {
  const [by, setBy] = useState('30s')
  const advance = (span: string) => async () => moved(await call('POST /clock/advance', { body: { by: span } }))
  return (
    <Panel title="Clock">
      <p class="big mono">{dayAndTime(clock.now)}</p>
      <p>
        {clock.mode === 'real'
          ? 'It follows the wall clock'
          : clock.speed === 0
            ? 'It stands still until it is moved'
            : 'It runs by itself'}
        {clock.speed !== 1 && clock.speed !== 0 && `, ${clock.speed} times as fast`}.
      </p>
      <div class="bar">
        {['1s', '10s', '1m', '1h', '24h'].map((span) => (
          <Do key={span} action={action} work={advance(span)} call={`POST /_peertwin/clock/advance {"by": "${span}"}`}>
            +{span}
          </Do>
        ))}
      </div>
      <form
        class="bar"
        onSubmit={(event) => {
          event.preventDefault()
          action.run(advance(by))
        }}
      >
        <label>
          Advance by <input size={8} value={by} onInput={(event) => setBy(event.currentTarget.value)} />
        </label>
        <button type="submit" disabled={action.busy}>
          Advance
        </button>
      </form>
      <div class="bar">
        <Do
          action={action}
          tone="main"
          call="POST /_peertwin/clock/settle"
          work={async () => moved(await call('POST /clock/settle', { body: {} }))}
        >
          Settle
        </Do>
        {PACES.map(({ name, mode, speed }) => (
          <Do
            key={name}
            action={action}
            call={`PUT /_peertwin/clock {"mode": "${mode}", "speed": ${speed}}`}
            work={async () => void (await call('PUT /clock', { body: { mode, speed } }))}
          >
            {name}
          </Do>
        ))}
      </div>
      <Outcome action={action} />
    </Panel>
  )
}

const DuePanel = ({
  clock,
  due,
  planned,
  action,
}: {
  readonly clock: ClockState
  readonly due: readonly Due[]
  readonly planned: number
  readonly action: Action
}) => {
  const [index, setIndex] = useState(0)
  const at = Math.min(index, Math.max(due.length - 1, 0))
  const target = due[at]
  const now = clock.present
  return (
    <Panel title="What is due" aside={<span class="quiet">{planned} planned</span>}>
      {target ? (
        <div class="slider">
          <label>
            Go to event {at + 1} of {due.length}
            <input
              type="range"
              min={0}
              max={due.length - 1}
              value={at}
              aria-valuetext={`${target.type} becomes ${stateText(target.to)} in ${spanText(Date.parse(target.at) - now)}`}
              onInput={(event) => setIndex(Number(event.currentTarget.value))}
            />
          </label>
          <Do
            action={action}
            call={`POST /_peertwin/clock/advance {"to": "${target.at}"}`}
            work={async () => {
              setIndex(0)
              return moved(await call('POST /clock/advance', { body: { to: target.at } }))
            }}
          >
            Advance {spanText(Date.parse(target.at) - now)}
          </Do>
        </div>
      ) : (
        <p>Nothing is due: every resource stays as it is until somebody does something.</p>
      )}
      <ol class="due">
        {due.slice(0, 200).map((one, i) => (
          <li key={`${one.type} ${one.id}`} class={i <= at ? 'reached' : ''}>
            <span class="mono">+{spanText(Date.parse(one.at) - now)}</span>{' '}
            <a href={href('resources', one.id)}>
              {one.type} {one.id}
            </a>{' '}
            {stateText(one.from)} → <b>{stateText(one.to)}</b>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
