import { useState } from 'preact/hooks'
import { type Answer, call } from '../../api/call.ts'
import { Failed, State } from '../../parts/basics.tsx'
import { List } from '../../parts/list.tsx'
import { Search } from '../../parts/search.tsx'
import { stateText } from '../../state/items.ts'
import { useLoaded } from '../../state/load.ts'
import { go } from '../../state/tab.ts'

type Resource = Answer<'GET /resources'>['resources'][number]

const MOST = 10_000

/** All resources, or those of a type or with a text in their id. */
export const ResourceTable = ({ chosen }: { readonly chosen: string }) => {
  const [text, setText] = useState('')
  const { value, error } = useLoaded(() => call('GET /resources', { query: { limit: MOST } }))
  const wanted = text.toLowerCase()
  const rows = (value?.resources ?? []).filter(
    ({ id, type, state }) => wanted === '' || `${type} ${id} ${state ?? ''}`.toLowerCase().includes(wanted),
  )
  return (
    <>
      <form class="filters" role="search" aria-label="Resources" onSubmit={(event) => event.preventDefault()}>
        <Search label="Text in type, id or state" hint="type, id or state" value={text} onChange={setText} />
        <span class="quiet" role="status">
          {rows.length} resources{value?.next != null && `, the first ${MOST}`}
        </span>
      </form>
      <Failed error={error} />
      <List<Resource>
        rows={rows}
        keyOf={(row) => row.id}
        height={30}
        label="Resources"
        chosen={chosen === '' ? null : chosen}
        onChoose={({ id }) => go('resources', id)}
        empty={value ? 'There is nothing.' : 'loading …'}
      >
        {(row) => (
          <div class="resource">
            <span>{row.type}</span>
            <span class="mono">{row.id}</span>
            <State state={row.state} />
            <span class="quiet">{row.next === null ? '' : `→ ${stateText(row.next)}`}</span>
          </div>
        )}
      </List>
    </>
  )
}
