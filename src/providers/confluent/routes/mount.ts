import type { Call } from '../../../http/call.ts'
import { settingsOf } from '../settings.ts'

// the CLI reaches every host but the service's own under /api
const MOUNTED = /^\/api(?=\/(?:networking|org)\/)/

/** The path below the mount point. */
export const unmounted = (path: string): string => path.replace(MOUNTED, '')

/** What goes before the path in the links of an answer. */
export const baseOf = (call: Call): string => {
  const { publicBase } = settingsOf(call.world)
  if (publicBase !== '') return publicBase
  return MOUNTED.test(call.exchange.path) ? `${call.origin}/api` : call.origin
}
