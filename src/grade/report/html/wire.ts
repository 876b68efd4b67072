import { xmlText } from '../../../scenario/verify/report.ts'
import { commandLine } from '../../client/command-line.ts'

/** A request as the journal shows it, secrets masked. */
export interface WireRequest {
  readonly n: number
  readonly at: string
  readonly op: string | null
  readonly request: {
    readonly method: string
    readonly target: string
    readonly headers: readonly (readonly [string, string])[]
    readonly body: string | null
  }
  readonly response: {
    readonly status: number
    readonly headers: readonly (readonly [string, string])[]
    readonly body: string
  }
  readonly took_ms: number
  readonly rule: { readonly kind: string; readonly name: string } | null
  readonly warnings: readonly { readonly kind: string; readonly detail: string }[]
}

const SHOWN = 2_000

/** One request and its answer. */
export const wireHtml = (one: WireRequest, url: string): string => {
  const { n, request, response, rule, warnings, took_ms: took } = one
  const status = response.status === 0 ? 'no answer' : String(response.status)
  return `<details><summary><span class="n">${n}</span> <b>${request.method}</b> <span class="target">${xmlText(request.target)}</span> <b class="s${Math.floor(response.status / 100)}">${status}</b> <span class="facts">${took.toFixed(1)} ms${rule ? xmlText(` · ${rule.kind} ${rule.name}`) : ''}</span></summary>
${warnings.map(({ kind, detail }) => `<p class="warning">${xmlText(`${kind}: ${detail}`)}</p>`).join('')}
<pre>${xmlText(messageText(`${request.method} ${request.target}`, request.headers, request.body))}</pre>
<pre>${xmlText(messageText(status, response.headers, response.body))}</pre>
<pre>${xmlText(curlLine(one, url))}</pre>
</details>`
}

const messageText = (first: string, headers: readonly (readonly [string, string])[], body: string | null): string => {
  const lines = headers.map(([name, value]) => `${name}: ${value}`)
  const shown = body !== null && body.length > SHOWN ? `${body.slice(0, SHOWN)}…` : (body ?? '')
  return [first, ...lines, ...(shown === '' ? [] : ['', shown])].join('\n')
}

const OF_THE_CONNECTION = new Set(['host', 'connection', 'content-length', 'accept-encoding', 'transfer-encoding'])

/** The same request by hand; what was masked has to be filled in. */
const curlLine = ({ request: { method, target, headers, body } }: WireRequest, url: string): string =>
  commandLine([
    'curl',
    '-i',
    ...(method === 'GET' ? [] : ['-X', method]),
    target.startsWith('http') ? target : url + target,
    ...headers
      .filter(([name]) => !OF_THE_CONNECTION.has(name.toLowerCase()))
      .flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
    ...(body === null || body === '' ? [] : ['--data-raw', body]),
  ])
