import { signal } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { type Answer, call } from '../../api/call.ts'
import { Do, Failed, Outcome, Panel } from '../../parts/basics.tsx'
import { type Action, useAction, useLoaded } from '../../state/load.ts'

type Scenario = Answer<'GET /scenarios'>['scenarios'][number]

export const Scenarios = () => {
  const { value, error } = useLoaded(() => call('GET /scenarios'))
  const action = useAction()
  return (
    <div class="columns">
      <Panel title="Scenarios">
        <Failed error={error} />
        {value && (
          <p role="status">
            {value.active ? (
              <>
                <b>{value.active.label}</b> is active{' '}
                <Do
                  action={action}
                  call="POST /_peertwin/scenarios/deactivate"
                  work={async () => void (await call('POST /scenarios/deactivate'))}
                >
                  Deactivate
                </Do>
              </>
            ) : (
              'No scenario is active: everything goes its usual way.'
            )}
          </p>
        )}
        <Outcome action={action} />
        {value?.scenarios.length === 0 && (
          <p class="quiet">There is none yet: write one here, or start with --scenario.</p>
        )}
        <ul class="cards">
          {value?.scenarios.map((one) => (
            <Entry key={one.name} scenario={one} active={value.active?.name === one.name} action={action} />
          ))}
        </ul>
      </Panel>
      <Editor />
    </div>
  )
}

const Entry = ({
  scenario,
  active,
  action,
}: {
  readonly scenario: Scenario
  readonly active: boolean
  readonly action: Action
}) => {
  const [variant, setVariant] = useState('')
  const { name, about, variants, file, error } = scenario
  return (
    <li class={active ? 'active' : ''}>
      <b>{name}</b> {active && <span class="tag">active</span>}{' '}
      <span class="quiet">{file ?? 'from here or the API'}</span>
      {about !== null && <p>{about}</p>}
      {error !== null && <p class="bad">{error}</p>}
      <div class="bar">
        {variants.length > 0 && (
          <label>
            Variant{' '}
            <select value={variant} onChange={(event) => setVariant(event.currentTarget.value)}>
              <option value="">none</option>
              {variants.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
        )}
        <Do
          action={action}
          tone="main"
          call={`POST /_peertwin/scenarios/${name}/activate`}
          work={async () => {
            const body = variant === '' ? {} : { variant }
            await call('POST /scenarios/{id}/activate', { path: { id: name }, body })
          }}
        >
          Activate
        </Do>
      </div>
    </li>
  )
}

const text = signal('')

const example = (op: string): string => `name: mine
about: What this scenario is for.
faults:
  - id: first-call-fails
    match: { op: ${op} }
    calls: 1
    effect: { status: 503 }
`

/** A scenario to write; the mistakes in it are told at their lines. */
const Editor = () => {
  const action = useAction()
  const { value: names } = useLoaded(() => call('GET /scenario-names'))
  const op = names?.providers.flatMap((one) => one.operations).find((name) => name.endsWith('.create'))
  useEffect(() => {
    if (text.value === '' && op !== undefined) text.value = example(op)
  }, [op])
  const line = Number(/:(\d+)(?::\d+)?:/.exec(action.error ?? '')?.[1] ?? 0)
  const lines = text.value.split('\n').length
  return (
    <Panel title="Write a scenario">
      <div class="editor">
        <pre aria-hidden="true">
          {Array.from({ length: lines }, (_, index) => (
            <span key={index} class={index + 1 === line ? 'bad' : ''}>
              {index + 1}
              {'\n'}
            </span>
          ))}
        </pre>
        <textarea
          aria-label="Scenario as YAML"
          aria-invalid={action.error !== null}
          spellcheck={false}
          wrap="off"
          rows={Math.max(12, lines + 1)}
          value={text.value}
          onInput={(event) => (text.value = event.currentTarget.value)}
        />
      </div>
      <div class="bar">
        <Do
          action={action}
          call="POST /_peertwin/scenarios"
          work={async () => {
            const { name } = await call('POST /scenarios', { body: text.value })
            return `${name} has no mistakes, and is kept.`
          }}
        >
          Check and keep
        </Do>
      </div>
      <Outcome action={action} />
    </Panel>
  )
}
