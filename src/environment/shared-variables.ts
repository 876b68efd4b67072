import type { Variables } from '../world/provider.ts'

/** The variables of others that lead clients to the emulator while its own do. */
const SHARED: readonly string[] = [
  'HTTPS_PROXY',
  'https_proxy',
  'HTTP_PROXY',
  'http_proxy',
  'NO_PROXY',
  'no_proxy',
  'NODE_USE_ENV_PROXY',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'JAVA_TOOL_OPTIONS',
]

/** Holds what they were, as a query. Not every shell can have it empty. */
const BEFORE = 'PEERTWIN_BEFORE'
const NOTHING = 'nothing'

const PASSWORD = /\/\/[^/]*:[^/]*@/

/** Variables of this process. */
export type Present = Readonly<Record<string, string | undefined>>

/** What the shared variables were before they led anybody to the emulator; without those that hold a password. */
export const valuesBefore = (present: Present): Variables => {
  const kept = present[BEFORE]
  if (kept !== undefined) return kept === NOTHING ? {} : Object.fromEntries(new URLSearchParams(kept))
  const values = SHARED.map((name) => [name, present[name] ?? ''] as const)
  return Object.fromEntries(values.filter(([, value]) => value !== '' && !PASSWORD.test(value)))
}

/** The variable from which {@link takenAway} brings the shared ones back. */
export const keptFor = (before: Variables): Variables => ({
  [BEFORE]: new URLSearchParams(before).toString() || NOTHING,
})

/** What variables have to be again: null for those that were not set. Shared ones that nobody changed are left out. */
export const takenAway = (names: Iterable<string>, present: Present): Record<string, string | null> => {
  const before = valuesBefore(present)
  const changed = [...names].filter((name) => present[BEFORE] !== undefined || !SHARED.includes(name))
  return Object.fromEntries(changed.map((name) => [name, before[name] ?? null]))
}
