import { type Answer, call } from '../../api/call.ts'
import { Do, Failed, Lines, Outcome, State } from '../../parts/basics.tsx'
import { MachineDrawing } from '../../parts/machine.tsx'
import { dayAndTime, spanText } from '../../parts/time.ts'
import { stateText } from '../../state/items.ts'
import { type Action, useAction, useLoaded } from '../../state/load.ts'
import { useClock } from '../../state/clock.ts'
import { href } from '../../state/tab.ts'

type Resource = Answer<'GET /resources/{id}'>

/** One resource: where it stands, what can become of it, and what it went through. */
export const Detail = ({ id, onClose }: { readonly id: string; readonly onClose: () => void }) => {
  const resource = useLoaded(() => call('GET /resources/{id}', { path: { id } }), [id])
  const timeline = useLoaded(() => call('GET /resources/{id}/timeline', { path: { id } }), [id])
  const { clock } = useClock()
  const action = useAction()
  const { value } = resource
  return (
    <section class="detail" aria-label="Resource">
      <div class="bar">
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
      <h2 class="wrap">{value ? `${value.type} ${nameIn(value.row)}` : id}</h2>
      {!value && <Failed error={resource.error} />}
      {value && (
        <>
          <p class="mono quiet wrap">{id}</p>
          <p>
            <State state={value.state} />{' '}
            {value.due !== null && clock && (
              <>
                becomes <State state={value.next} /> in {spanText(Math.max(0, Date.parse(value.due) - clock.present))}
              </>
            )}
            {value.state !== null && value.due === null && <span class="quiet">until something happens to it</span>}
          </p>
          {value.machine && (
            <MachineDrawing machine={value.machine} state={value.state} ways={value.ways_out} due={value.due} />
          )}
          <WaysOut resource={value} action={action} />
          <Outcome action={action} />
        </>
      )}
      {timeline.value && timeline.value.transitions.length > 0 && (
        <>
          <h3>What it went through</h3>
          <ol class="due">
            {timeline.value.transitions.map(({ at, from, to, cause }) => (
              <li key={`${at} ${to}`}>
                <span class="mono quiet">{dayAndTime(at)}</span> {stateText(from)} → <b>{stateText(to)}</b>{' '}
                <Cause cause={cause} />
              </li>
            ))}
          </ol>
        </>
      )}
      {value && (
        <>
          <h3>Record</h3>
          <Lines text={JSON.stringify(value.row, null, 2)} label="Record" />
        </>
      )}
    </section>
  )
}

const nameIn = (row: Readonly<Record<string, unknown>>): string => {
  const name = row['name'] ?? row['displayName'] ?? row['display_name']
  return typeof name === 'string' ? name : ''
}

const Cause = ({ cause }: { readonly cause: string | number }) =>
  typeof cause === 'number' ? (
    <a href={href('live', String(cause))}>by request {cause}</a>
  ) : (
    <span class="quiet">by {cause}</span>
  )

/** What can end the present state, as buttons. */
const WaysOut = ({ resource, action }: { readonly resource: Resource; readonly action: Action }) => {
  const { id, state, machine, ways_out: ways } = resource
  const path = { id }
  const rule = machine?.states.find((one) => one.state === state)
  if (!rule || !machine) return null
  const targets = Object.entries(rule.on)
  const force = (to: string) => async () => {
    await call('PATCH /resources/{id}', { path, body: { state: to } })
    return `It is ${stateText(to)}.`
  }
  return (
    <>
      <div class="bar" role="group" aria-label="What can become of it">
        {rule.after && (
          <Do
            action={action}
            call={`PATCH /_peertwin/resources/${id} {"state": "${rule.after.to}"}`}
            work={force(rule.after.to)}
          >
            now → {stateText(rule.after.to)}
          </Do>
        )}
        {targets.map(([event, to]) => (
          <Do key={event} action={action} call={`PATCH /_peertwin/resources/${id} {"state": "${to}"}`} work={force(to)}>
            {event} → {stateText(to)}
          </Do>
        ))}
        {ways
          .filter(({ by }) => by.includes('manual'))
          .map(({ transition, to }) => (
            <Do
              key={transition}
              action={action}
              tone="main"
              call={`POST /_peertwin/resources/${id}/release {"transition": "${transition}"}`}
              work={async () => {
                await call('POST /resources/{id}/release', { path, body: { transition } })
                return `${transition} was released.`
              }}
            >
              release {transition} → {stateText(to)}
            </Do>
          ))}
      </div>
      {ways.length > 0 && (
        <ul class="facts">
          {ways.map(({ transition, to, by }) => (
            <li key={transition}>
              The scenario’s <b>{transition}</b> leads to {stateText(to)}: {by.join(' or ')}
            </li>
          ))}
        </ul>
      )}
      <details>
        <summary>Force another state</summary>
        <div class="bar">
          {machine.states
            .filter((one) => one.state !== state)
            .map((one) => (
              <Do
                key={one.state}
                action={action}
                call={`PATCH /_peertwin/resources/${id} {"state": "${one.state}"}`}
                work={force(one.state)}
              >
                {one.state}
              </Do>
            ))}
        </div>
      </details>
    </>
  )
}
