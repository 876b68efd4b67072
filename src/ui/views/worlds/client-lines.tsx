import { useState } from 'preact/hooks'
import { call } from '../../api/call.ts'
import { Failed, Lines as Text, Panel } from '../../parts/basics.tsx'
import { useLoaded } from '../../state/load.ts'
import { namespace } from '../../state/tab.ts'

/** What points each client at the chosen namespace, to be copied. */
export const Lines = () => {
  const { value, error } = useLoaded(() => call('GET /clients'))
  const [wanted, setWanted] = useState('')
  const chosen = value?.providers.find(({ provider }) => provider === wanted) ?? value?.providers[0]
  return (
    <Panel title={`Clients of ${namespace.value}`}>
      <Failed error={error} />
      {value && chosen && (
        <>
          <label>
            Provider{' '}
            <select value={chosen.provider} onChange={(event) => setWanted(event.currentTarget.value)}>
              {value.providers.map(({ provider, title }) => (
                <option key={provider} value={provider}>
                  {title}
                </option>
              ))}
            </select>
          </label>
          <h3>URL and credential</h3>
          <Text text={`${chosen.url}\n${chosen.credential}`} label="URL and credential" />
          {chosen.clients.map(({ client, lines }) => (
            <details key={client}>
              <summary>{client}</summary>
              <Text text={lines.join('\n')} label={`Lines for ${client}`} />
            </details>
          ))}
        </>
      )}
    </Panel>
  )
}
