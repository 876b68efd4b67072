import { type Answer, call } from '../../api/call.ts'
import { Do, Failed, Outcome, Panel } from '../../parts/basics.tsx'
import { inlineYaml } from '../../parts/yaml.ts'
import { type Action, useAction, useLoaded } from '../../state/load.ts'
import { href } from '../../state/tab.ts'
import { FaultForm } from './fault-form.tsx'

type Fault = Answer<'GET /faults'>['faults'][number]

export const Rules = () => {
  const { value, error } = useLoaded(() => call('GET /faults'))
  const action = useAction()
  return (
    <div class="columns">
      <Panel title="Faults at work">
        <Failed error={error} />
        {value?.faults.length === 0 && <p class="quiet">No call is disturbed.</p>}
        <ul class="cards">
          {value?.faults.map((fault) => (
            <Rule key={fault.id} fault={fault} action={action} />
          ))}
        </ul>
        <Outcome action={action} />
      </Panel>
      <FaultForm />
    </div>
  )
}

const Rule = ({ fault, action }: { readonly fault: Fault; readonly action: Action }) => {
  const { id, from, enabled, matched, hits, remaining, last, rule } = fault
  return (
    <li class={enabled ? '' : 'off'}>
      <b>{id}</b> <span class="quiet">{from === 'api' ? 'added by hand' : `of ${from}`}</span>
      <p>
        {hits} of {matched} calls hit{remaining !== null && `, ${remaining} left`}
        {last?.request != null && (
          <>
            , last <a href={href('live', String(last.request))}>request {last.request}</a>
          </>
        )}
      </p>
      <pre tabIndex={0} role="group" aria-label={`Rule ${id}`}>
        {inlineYaml(rule)}
      </pre>
      <div class="bar">
        <Do
          action={action}
          call={`PATCH /_peertwin/faults/${id} {"enabled": ${!enabled}}`}
          work={async () => void (await call('PATCH /faults/{id}', { path: { id }, body: { enabled: !enabled } }))}
        >
          {enabled ? 'Disable' : 'Enable'}
        </Do>
        {from === 'api' && (
          <Do
            action={action}
            call={`DELETE /_peertwin/faults/${id}`}
            work={async () => void (await call('DELETE /faults/{id}', { path: { id } }))}
          >
            Delete
          </Do>
        )}
      </div>
    </li>
  )
}
