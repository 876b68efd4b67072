import type { ComponentChildren } from 'preact'
import { type Input, call } from '../../api/call.ts'
import { Lines, Outcome, Panel } from '../../parts/basics.tsx'
import { inlineYaml } from '../../parts/yaml.ts'
import { useAction, useLoaded } from '../../state/load.ts'
import { type FaultDraft, draft } from './draft.ts'

/** What can happen to an answer, and what it needs to know. */
const EFFECTS: Readonly<
  Record<string, { readonly title: string; readonly needs?: string; readonly example?: string }>
> = {
  error: { title: 'an error of the provider', needs: 'Name of the error' },
  status: { title: 'a bare status', needs: 'Status', example: '503' },
  delay: { title: 'a late answer', needs: 'Span', example: '2s' },
  hang: { title: 'no answer at all' },
  reset: { title: 'a reset connection' },
  close: { title: 'a closed connection' },
  truncate: { title: 'half an answer', needs: 'Bytes', example: '100' },
  corruptJson: { title: 'broken JSON' },
  stale: { title: 'an answer from the past', needs: 'Span', example: '5s' },
}

const effectOf = ({ effect, value, retryAfter }: FaultDraft): Record<string, unknown> => {
  const number = /^\d+$/.test(value) ? Number(value) : value
  const main = EFFECTS[effect]?.needs === undefined ? { [effect]: true } : { [effect]: number }
  return { ...main, ...(retryAfter !== '' && { retryAfter }) }
}

/** The fault as the scenario file has it. */
const documentOf = (fault: FaultDraft): Record<string, unknown> => ({
  id: fault.id,
  ...(fault.op !== '' && { match: { op: fault.op } }),
  ...(fault.calls !== '' && { calls: /^\d+$/.test(fault.calls) ? Number(fault.calls) : fault.calls }),
  ...(fault.chance !== '' && { chance: Number(fault.chance) }),
  ...(fault.stage !== '' && { stage: fault.stage }),
  effect: effectOf(fault),
})

export const FaultForm = () => {
  const { value: names } = useLoaded(() => call('GET /scenario-names'))
  const action = useAction()
  const fault = draft.fault.value
  const change = (part: Partial<FaultDraft>): void => {
    draft.fault.value = { ...fault, ...part }
  }
  const operations = names?.providers.flatMap((one) => one.operations) ?? []
  const errors = names?.providers.find(({ name }) => fault.op.startsWith(`${name}/`))?.errors ?? []
  const effect = EFFECTS[fault.effect]
  return (
    <Panel title="Add a fault">
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          const body = documentOf(fault) as unknown as Input<'POST /faults'>['body']
          action.run(async () => `${(await call('POST /faults', body === undefined ? {} : { body })).id} is at work.`)
        }}
      >
        <Field label="Id">
          <input required value={fault.id} onInput={(event) => change({ id: event.currentTarget.value })} />
        </Field>
        <Field label="Operation (any when empty)">
          <input list="operations" value={fault.op} onInput={(event) => change({ op: event.currentTarget.value })} />
        </Field>
        <Field label="Calls: 1, 2-3, every 5, from 10, all">
          <input value={fault.calls} onInput={(event) => change({ calls: event.currentTarget.value })} />
        </Field>
        <Field label="Effect">
          <select value={fault.effect} onChange={(event) => change({ effect: event.currentTarget.value, value: '' })}>
            {Object.entries(EFFECTS).map(([name, { title }]) => (
              <option key={name} value={name}>
                {title} ({name})
              </option>
            ))}
          </select>
        </Field>
        {effect?.needs !== undefined && (
          <Field label={effect.needs}>
            <input
              required
              list={fault.effect === 'error' ? 'errors' : undefined}
              placeholder={effect.example}
              value={fault.value}
              onInput={(event) => change({ value: event.currentTarget.value })}
            />
          </Field>
        )}
        <Field label="Stage">
          <select
            value={fault.stage}
            onChange={(event) => change({ stage: event.currentTarget.value as FaultDraft['stage'] })}
          >
            <option value="">as usual: before the operation</option>
            <option value="before">before: nothing is done</option>
            <option value="after">after: it is done, and the client does not hear</option>
          </select>
        </Field>
        <Field label="Chance, 0 to 1 (always when empty)">
          <input
            type="number"
            min={0}
            max={1}
            step="any"
            value={fault.chance}
            onInput={(event) => change({ chance: event.currentTarget.value })}
          />
        </Field>
        <Field label="Retry-After, a span such as 2s">
          <input value={fault.retryAfter} onInput={(event) => change({ retryAfter: event.currentTarget.value })} />
        </Field>
        <datalist id="operations">
          {operations.map((op) => (
            <option key={op} value={op} />
          ))}
        </datalist>
        <datalist id="errors">
          {[...new Set(errors)].map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Lines text={`faults:\n  - ${inlineYaml(documentOf(fault))}`} label="The fault as YAML" />
        <div class="bar">
          <button type="submit" class="main" disabled={action.busy} title="POST /_peertwin/faults">
            Add
          </button>
        </div>
        <Outcome action={action} />
      </form>
    </Panel>
  )
}

const Field = ({ label, children }: { readonly label: string; readonly children: ComponentChildren }) => (
  <label class="field">
    <span>{label}</span>
    {children}
  </label>
)
