import { useState } from 'preact/hooks'
import { type Answer, type Input, call } from '../../api/call.ts'
import { Do, Lines, Outcome, Panel } from '../../parts/basics.tsx'
import { inlineYaml } from '../../parts/yaml.ts'
import { useAction } from '../../state/load.ts'
import { draft } from './draft.ts'

type Report = Answer<'POST /requests/verify'>

/** Holds what happened against what was expected, and shows what came close. */
export const Verify = () => {
  const action = useAction()
  const [report, setReport] = useState<Report | null>(null)
  const wanted = draft.expectations.value
  const verify = (body: Input<'POST /requests/verify'>['body']) => async () =>
    setReport(await call('POST /requests/verify', body === undefined ? {} : { body }))
  return (
    <div class="columns">
      <Panel title="Verify">
        <p>
          What the active scenario expects, held against what its client did. Or what you expect: “Expect this” at a
          request of the timeline adds a line here.
        </p>
        <div class="bar">
          <Do action={action} tone="main" call="POST /_peertwin/requests/verify" work={verify({})}>
            Verify the scenario
          </Do>
          {wanted.length > 0 && (
            <>
              <Do
                action={action}
                call="POST /_peertwin/requests/verify {expect: …}"
                work={verify({ expect: wanted } as unknown as Input<'POST /requests/verify'>['body'])}
              >
                Verify these
              </Do>
              <button type="button" onClick={() => (draft.expectations.value = [])}>
                Forget them
              </button>
            </>
          )}
        </div>
        {wanted.length > 0 && (
          <Lines
            text={`expect:\n${wanted.map((one) => `  - ${inlineYaml(one)}`).join('\n')}`}
            label="Expectations as YAML"
          />
        )}
        <Outcome action={action} />
      </Panel>
      {report && (
        <Panel title={report.passed ? 'Everything was as expected' : 'Not as expected'}>
          <p class="quiet">{report.scenario}</p>
          {report.checks.length === 0 && <p>Nothing was expected.</p>}
          <ul class="checks">
            {report.checks.map(({ text, passed, because, seen }) => (
              <li key={text} class={passed ? 'good' : 'bad'}>
                <span aria-hidden="true">{passed ? '✓' : '✕'}</span>{' '}
                <span class="hidden">{passed ? 'passed' : 'failed'}</span>
                {text}
                {because !== undefined && <p class="quiet">because {because}</p>}
                {seen.length > 0 && (
                  <ul>
                    {seen.map((one) => (
                      <li key={one} class="mono wrap">
                        {one}
                      </li>
                    ))}
                  </ul>
                )}
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </div>
  )
}
