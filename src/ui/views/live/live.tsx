import { signal } from '@preact/signals'
import { Status } from '../../parts/basics.tsx'
import { List } from '../../parts/list.tsx'
import { spanText, timeOf } from '../../parts/time.ts'
import type { Item } from '../../state/items.ts'
import { items } from '../../state/live.ts'
import { go, href, place } from '../../state/tab.ts'
import { type Filter, Filters, NOTHING, fits } from './filters.tsx'
import { Explanation } from './explanation.tsx'

const filter = signal<Filter>(NOTHING)
/** While it is set, what arrives is kept and not shown. */
const paused = signal<{ readonly until: number } | null>(null)

export const LiveView = () => {
  const all = items.value
  const held = paused.value
  const told = held ? all.filter(({ key }) => key <= held.until) : all
  const shown = told.filter((item) => fits(item, filter.value))
  const open = place.value.rest
  const chosen = shown.find((item) => nameOf(item) === open)
  const waiting = all.length - told.length
  return (
    <div class={open === '' ? 'split' : 'split open'}>
      <section class="side" aria-label="Timeline">
        <Filters filter={filter.value} onChange={(next) => (filter.value = next)} items={told} />
        <div class="bar">
          <button
            type="button"
            aria-pressed={held !== null}
            onClick={() => (paused.value = held ? null : { until: all.at(-1)?.key ?? 0 })}
          >
            {held ? `Go on${waiting > 0 ? ` (${waiting} more)` : ''}` : 'Pause'}
          </button>
          <span class="quiet" role="status">
            {shown.length} of {told.length} shown
          </span>
        </div>
        <List
          rows={shown}
          keyOf={nameOf}
          height={30}
          label="What happened, newest first"
          newestFirst
          chosen={chosen ? nameOf(chosen) : null}
          onChoose={(item) => go('live', nameOf(item))}
          empty={
            all.length === 0 ? (
              <>
                Nothing has happened yet. Point a client at the emulator: <a href={href('worlds')}>Worlds</a> has the
                lines to copy.
              </>
            ) : (
              'Nothing fits the filter.'
            )
          }
        >
          {(item) => <Row item={item} />}
        </List>
      </section>
      {open !== '' && <Explanation name={open} item={chosen} />}
    </div>
  )
}

/** What stands in the address for an item. */
const nameOf = (item: Item): string =>
  item.n !== undefined && item.kind === 'request'
    ? String(item.n)
    : item.resource !== undefined
      ? `${item.key}~${item.resource}`
      : `${item.key}~`

const Row = ({ item }: { readonly item: Item }) => (
  <div class={`event ${item.kind}`}>
    <span class="mono quiet">{timeOf(item.at)}</span>
    <span class={`kind ${item.kind}`}>{item.kind}</span>
    {item.status === undefined ? <span /> : <Status status={item.status} />}
    <span class="what" title={item.text}>
      {item.op !== '' && <b>{item.op} </b>}
      {item.text}
    </span>
    <span class="marks">
      {item.rule !== '' && <span class="tag">{item.rule}</span>}
      {item.warnings.map((kind) => (
        <span key={kind} class="tag warning">
          ⚠ {kind}
        </span>
      ))}
      {item.took !== undefined && <span class="quiet">{spanText(item.took)}</span>}
    </span>
  </div>
)
