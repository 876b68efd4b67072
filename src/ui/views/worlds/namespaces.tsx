import { useState } from 'preact/hooks'
import { call } from '../../api/call.ts'
import { Do, Failed, Outcome, Panel } from '../../parts/basics.tsx'
import { useAction, useLoaded } from '../../state/load.ts'
import { chooseNamespace, namespace } from '../../state/tab.ts'

const SHOWN = 200

export const NamespacesPanel = () => {
  const { value, error } = useLoaded(() => call('GET /namespaces', { query: { limit: SHOWN } }))
  const action = useAction()
  const [name, setName] = useState('')
  const create = async (): Promise<string> => {
    const made = await call('POST /namespaces', { body: name === '' ? {} : { name } })
    setName('')
    return `${made.name} is there.`
  }
  return (
    <Panel title="Namespaces">
      <Failed error={error} />
      <form
        class="bar"
        onSubmit={(event) => {
          event.preventDefault()
          action.run(create)
        }}
      >
        <label>
          Name <input value={name} placeholder="any" onInput={(event) => setName(event.currentTarget.value)} />
        </label>
        <button type="submit" disabled={action.busy} title="POST /_peertwin/namespaces">
          Create
        </button>
      </form>
      <Outcome action={action} />
      <ul class="rows">
        {value?.namespaces.map((one) => (
          <li key={one.name} class={one.name === namespace.value ? 'active' : ''}>
            <b>{one.name}</b>
            {one.url !== null && <span class="mono">{one.url}</span>}
            {one.expires_at !== null && <span class="quiet">until {one.expires_at}</span>}
            <span class="bar">
              <button type="button" disabled={one.name === namespace.value} onClick={() => chooseNamespace(one.name)}>
                {one.name === namespace.value ? 'Chosen' : 'Look at it'} <span class="hidden">{one.name}</span>
              </button>
              {one.name !== 'default' && (
                <Do
                  action={action}
                  call={`DELETE /_peertwin/namespaces/${one.name}`}
                  work={async () => {
                    await call('DELETE /namespaces/{namespace}', { path: { namespace: one.name } })
                    if (namespace.value === one.name) chooseNamespace('default')
                  }}
                >
                  Delete <span class="hidden">{one.name}</span>
                </Do>
              )}
            </span>
          </li>
        ))}
      </ul>
      {value?.next != null && <p class="quiet">The first {SHOWN}.</p>}
    </Panel>
  )
}
