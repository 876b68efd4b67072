import { useState } from 'preact/hooks'
import { call } from '../../api/call.ts'
import { Do, Failed, Outcome, Panel } from '../../parts/basics.tsx'
import { dayAndTime } from '../../parts/time.ts'
import { useAction, useLoaded } from '../../state/load.ts'
import { chooseNamespace, generation, namespace } from '../../state/tab.ts'

export const Snapshots = () => {
  const { value, error } = useLoaded(() => call('GET /snapshots'))
  const action = useAction()
  const [name, setName] = useState('before')
  const [sure, setSure] = useState(false)
  return (
    <Panel title={`Snapshots of ${namespace.value}`}>
      <Failed error={error} />
      <form
        class="bar"
        onSubmit={(event) => {
          event.preventDefault()
          action.run(async () => {
            const { rows } = await call('PUT /snapshots/{name}', { path: { name } })
            return `${name} has ${rows} rows.`
          })
        }}
      >
        <label>
          Name <input required value={name} onInput={(event) => setName(event.currentTarget.value)} />
        </label>
        <button type="submit" disabled={action.busy} title="PUT /_peertwin/snapshots/NAME">
          Save
        </button>
      </form>
      <ul class="rows">
        {value?.snapshots.map((one) => (
          <li key={one.name}>
            <b>{one.name}</b>
            <span class="quiet">
              {dayAndTime(one.at)}, {one.rows} rows
            </span>
            <span class="bar">
              <Do
                action={action}
                call={`POST /_peertwin/snapshots/${one.name}/restore`}
                work={async () => {
                  await call('POST /snapshots/{name}/restore', { path: { name: one.name } })
                  return `The world goes on from ${one.name}.`
                }}
              >
                Restore <span class="hidden">{one.name}</span>
              </Do>
              <Do
                action={action}
                call={`POST /_peertwin/snapshots/${one.name}/fork`}
                work={async () => {
                  const fork = await call('POST /snapshots/{name}/fork', { path: { name: one.name }, body: {} })
                  chooseNamespace(fork.name)
                }}
              >
                Fork <span class="hidden">{one.name}</span>
              </Do>
              <Do
                action={action}
                call={`DELETE /_peertwin/snapshots/${one.name}`}
                work={async () => void (await call('DELETE /snapshots/{name}', { path: { name: one.name } }))}
              >
                Delete <span class="hidden">{one.name}</span>
              </Do>
            </span>
          </li>
        ))}
      </ul>
      <div class="bar">
        <label class="check">
          <input type="checkbox" checked={sure} onChange={(event) => setSure(event.currentTarget.checked)} />
          put {namespace.value} back to its beginning
        </label>
        <Do
          action={action}
          tone="danger"
          call="POST /_peertwin/reset"
          disabled={!sure}
          work={async () => {
            await call('POST /reset')
            setSure(false)
            generation.value++
            return 'It is as it was at the beginning.'
          }}
        >
          Reset
        </Do>
      </div>
      <Outcome action={action} />
    </Panel>
  )
}
