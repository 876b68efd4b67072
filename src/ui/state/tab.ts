import { signal } from '@preact/signals'

const kept = (key: string): string | null => sessionStorage.getItem(`peertwin.${key}`)
const keep = (key: string, value: string | null): void => {
  if (value === null) sessionStorage.removeItem(`peertwin.${key}`)
  else sessionStorage.setItem(`peertwin.${key}`, value)
}

/** The namespace that all views are about. */
export const namespace = signal(kept('namespace') ?? 'default')
/** The bearer token of the control API, for as long as the tab lives. */
export const token = signal(kept('token'))
/** Whether the control API has asked for a token. */
export const asking = signal(false)
/** Goes up when everything has to be asked for anew. */
export const generation = signal(0)

export const chooseNamespace = (name: string): void => {
  keep('namespace', name)
  namespace.value = name
  generation.value++
}

export const giveToken = (text: string): void => {
  keep('token', text)
  token.value = text
  asking.value = false
  generation.value++
}

/** A view, and what is open in it. */
export interface Place {
  readonly view: string
  readonly rest: string
}

const read = (): Place => {
  const [view = '', ...rest] = location.hash.replace(/^#\/?/, '').split('/')
  return { view: view === '' ? 'live' : view, rest: decodeURIComponent(rest.join('/')) }
}

export const place = signal(read())
addEventListener('hashchange', () => (place.value = read()))

export const href = (view: string, rest = ''): string => `#/${view}${rest === '' ? '' : `/${encodeURIComponent(rest)}`}`
export const go = (view: string, rest = ''): void => {
  location.hash = href(view, rest)
}
