import { call } from '../../api/call.ts'
import { Failed, Lines, Prose, State, Status } from '../../parts/basics.tsx'
import { dayAndTime, spanText } from '../../parts/time.ts'
import type { Item } from '../../state/items.ts'
import { useLoaded } from '../../state/load.ts'
import { go, href } from '../../state/tab.ts'
import { draft } from '../faults/draft.ts'
import { Changes } from './changes.tsx'
import { curlOf, pretty } from './wire.ts'

/** What is known about one line of the timeline. */
export const Explanation = ({ name, item }: { readonly name: string; readonly item: Item | undefined }) => {
  const n = Number(name)
  return (
    <section class="detail" aria-label="Details">
      <div class="bar">
        <button type="button" onClick={() => go('live')}>
          Close
        </button>
      </div>
      {Number.isInteger(n) ? <OfRequest n={n} /> : <OfOther item={item} resource={name.split('~')[1] ?? ''} />}
    </section>
  )
}

const OfOther = ({ item, resource }: { readonly item: Item | undefined; readonly resource: string }) => (
  <>
    <h2>{item?.kind ?? 'Event'}</h2>
    <p>{item?.text ?? 'This line is no longer kept.'}</p>
    {item?.at && <p class="quiet">{dayAndTime(item.at)}</p>}
    {item?.n !== undefined && (
      <p>
        <a href={href('live', String(item.n))}>Request {item.n}</a>
      </p>
    )}
    {resource !== '' && (
      <p>
        <a href={href('resources', resource)}>Show {resource}</a>
      </p>
    )}
  </>
)

const OfRequest = ({ n }: { readonly n: number }) => {
  const { value, error } = useLoaded(() => call('GET /requests/{n}/explain', { path: { n: String(n) } }), [n])
  if (!value) return <Failed error={error} />
  const { request, handled_by: handler, answered_by: rule, facts, changes, near_misses: near } = value
  const { op } = request
  return (
    <>
      <h2>
        Request {n} <Status status={request.response.status} />
      </h2>
      <p class="mono wrap">
        {request.request.method} {request.request.target}
      </p>
      <p class="quiet">
        {dayAndTime(request.at)}, {spanText(request.took_ms)}, {request.credential ?? 'nobody'}
      </p>
      <div class="bar">
        <button type="button" onClick={() => void navigator.clipboard.writeText(curlOf(request.request))}>
          Copy as curl
        </button>
        {op !== null && (
          <>
            <button type="button" onClick={() => draft.faultOf(`${request.provider}/${op}`)}>
              Make a fault of this call
            </button>
            <button type="button" onClick={() => draft.expect(`${request.provider}/${op}`, request.response.status)}>
              Expect this
            </button>
          </>
        )}
      </div>
      <h3>Why</h3>
      <dl>
        <dt>Handled by</dt>
        <dd>{handler ? `${handler.op}${handler.route ? ` (${handler.route})` : ''}` : 'nobody'}</dd>
        <dt>Answered by</dt>
        <dd>
          {rule.kind} {rule.name}
          {rule.message !== null && `: ${rule.message}`}
        </dd>
        {request.scenario !== null && (
          <>
            <dt>Scenario</dt>
            <dd>{request.scenario}</dd>
          </>
        )}
        {request.fault && (
          <>
            <dt>Fault</dt>
            <dd>
              {request.fault.faults.join(', ')}: {request.fault.effect}, {request.fault.stage} the operation
            </dd>
          </>
        )}
      </dl>
      {near.length > 0 && <p>The closest that there is: {near.join(', ')}</p>}
      {facts.length > 0 && (
        <ul class="facts">
          {facts.map(({ says, evidence }) => (
            <li key={says}>
              <Prose text={says} /> <span class="tag">{evidence}</span>
            </li>
          ))}
        </ul>
      )}
      {request.warnings.length > 0 && (
        <ul class="facts">
          {request.warnings.map(({ kind, detail }) => (
            <li key={kind + detail}>
              <span class="tag warning">⚠ {kind}</span> {detail}
            </li>
          ))}
        </ul>
      )}
      {request.transitions.map((move) => (
        <p key={`${move.id} ${move.to} ${move.at}`}>
          <a href={href('resources', move.id)}>{move.type}</a> <State state={move.from} /> → <State state={move.to} />
        </p>
      ))}
      <Changes changes={changes} />
      <h3>Request</h3>
      <Wire headers={request.request.headers} body={request.request.body} what="request" />
      <h3>Answer</h3>
      <Wire headers={request.response.headers} body={request.response.body} what="answer" />
      {request.error !== null && (
        <>
          <h3>Defect</h3>
          <Lines text={request.error} label="Stack" />
        </>
      )}
    </>
  )
}

const Wire = ({
  headers,
  body,
  what,
}: {
  readonly headers: readonly string[][]
  readonly body: string | null
  readonly what: string
}) => (
  <>
    <details>
      <summary>{headers.length} headers</summary>
      <Lines text={headers.map(([name, value]) => `${name}: ${value}`).join('\n')} label={`Headers of the ${what}`} />
    </details>
    {body !== null && body !== '' && <Lines text={pretty(body)} label={`Body of the ${what}`} />}
  </>
)
