import { asking, namespace, token } from '../state/tab.ts'
import type { Control } from './control.d.ts'

type Routes = Control['namespace'] & Control['emulator']
export type RouteName = keyof Routes
export type Answer<R extends RouteName> = Routes[R]['answer']

/** What a call takes besides its route. */
export interface Input<R extends RouteName> {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Routes[R]['query']
  readonly body?: Routes[R]['body']
  /** Default: the one that is chosen. */
  readonly of?: string
}

/** A call that was refused, in the words of the control API. */
export class CallError extends Error {
  override readonly name = 'CallError'
  readonly status: number

  constructor(status: number, detail: string) {
    super(detail)
    this.status = status
  }
}

const CONTROL = '/_peertwin'
const OF_THE_EMULATOR =
  /^\/(?:health|ready|version|coverage|metrics|doors|ca|namespaces|openapi\.json|schema\/.*)(?:\/\{\w+\})?$/

/** The path of a route in a namespace, its parameters put in. */
export const pathOf = (template: string, { path = {}, query, of = namespace.value }: Input<RouteName> = {}): string => {
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''))
  const scope = OF_THE_EMULATOR.test(template) || of === 'default' ? '' : `/namespaces/${encodeURIComponent(of)}`
  const parameters = new URLSearchParams(
    Object.entries(query ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  )
  const text = parameters.toString()
  return `${CONTROL}${scope}${filled}${text === '' ? '' : `?${text}`}`
}

/** The headers that let a call in. */
export const credentials = (): Record<string, string> =>
  token.value === null ? {} : { authorization: `Bearer ${token.value}` }

/** Rejects with a {@link CallError} when a token does not let anybody in. */
export const tryToken = async (text: string): Promise<void> => {
  const answer = await fetch(pathOf('/version'), { headers: { authorization: `Bearer ${text}` } })
  if (!answer.ok) throw await refusalOf(answer)
}

const refusalOf = async (answer: Response): Promise<CallError> => {
  const { detail } = (await answer.json().catch(() => ({}))) as { detail?: string }
  return new CallError(answer.status, detail ?? `${answer.status} ${answer.statusText}`)
}

/** Calls the control API. Rejects with a {@link CallError} when it is refused; a token that is wanted is asked for. */
export const call = async <R extends RouteName>(route: R, input: Input<R> = {}): Promise<Answer<R>> => {
  const [method = 'GET', template = '/'] = route.split(' ')
  const { body } = input
  const text = typeof body === 'string'
  const answer = await fetch(pathOf(template, input), {
    method,
    headers: {
      ...credentials(),
      ...(body !== undefined && { 'content-type': text ? 'text/plain' : 'application/json' }),
    },
    ...(body !== undefined && { body: text ? body : JSON.stringify(body) }),
  })
  if (answer.status === 204) return null!
  if (answer.status === 401) asking.value = true
  if (!answer.ok) throw await refusalOf(answer)
  const json = answer.headers.get('content-type')?.includes('json')
  return (json ? answer.json() : answer.text()) as Promise<Answer<R>>
}
