import { Search } from '../../parts/search.tsx'
import type { Item, ItemKind } from '../../state/items.ts'

export interface Filter {
  readonly text: string
  readonly provider: string
  readonly kind: string
  readonly status: string
  readonly warned: boolean
}

export const NOTHING: Filter = { text: '', provider: '', kind: '', status: '', warned: false }

/** Whether an item is to be shown. */
export const fits = (item: Item, { text, provider, kind, status, warned }: Filter): boolean =>
  (provider === '' || item.provider === provider || item.provider === '') &&
  (kind === '' || item.kind === kind) &&
  (status === '' || String(item.status ?? '').startsWith(status)) &&
  (!warned || item.warnings.length > 0) &&
  (text === '' || `${item.op} ${item.text} ${item.rule}`.toLowerCase().includes(text.toLowerCase()))

const KINDS: readonly ItemKind[] = ['request', 'transition', 'fault', 'limit', 'clock', 'scenario', 'reset', 'mark']
const STATUSES = { '2': '2xx', '4': '4xx', '5': '5xx' } as const

export const Filters = ({
  filter,
  onChange,
  items,
}: {
  readonly filter: Filter
  readonly onChange: (filter: Filter) => void
  readonly items: readonly Item[]
}) => {
  const providers = [...new Set(items.map(({ provider }) => provider))].filter((name) => name !== '').sort()
  const change = (part: Partial<Filter>): void => onChange({ ...filter, ...part })
  return (
    <form class="filters" role="search" aria-label="Timeline" onSubmit={(event) => event.preventDefault()}>
      <Search
        label="Text in operation, target or rule"
        hint="operation, path or rule"
        value={filter.text}
        onChange={(text) => change({ text })}
      />
      <Choice
        name="provider"
        value={filter.provider}
        options={providers}
        onChange={(provider) => change({ provider })}
      />
      <Choice name="kind" value={filter.kind} options={KINDS} onChange={(kind) => change({ kind })} />
      <Choice
        name="status"
        value={filter.status}
        options={Object.keys(STATUSES)}
        say={(status) => STATUSES[status as keyof typeof STATUSES]}
        onChange={(status) => change({ status })}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={filter.warned}
          onChange={(event) => change({ warned: event.currentTarget.checked })}
        />
        with warnings
      </label>
    </form>
  )
}

const Choice = ({
  name,
  value,
  options,
  say = (option) => option,
  onChange,
}: {
  readonly name: string
  readonly value: string
  readonly options: readonly string[]
  readonly say?: (option: string) => string
  readonly onChange: (value: string) => void
}) => (
  <select aria-label={name} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
    <option value="">any {name}</option>
    {options.map((option) => (
      <option key={option} value={option}>
        {say(option)}
      </option>
    ))}
  </select>
)
