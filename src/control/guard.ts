import { sameSecret } from '../core/crypto.ts'
import type { WireAnswer } from '../http/exchange.ts'
import { problemJson, withHeaders } from '../http/problem-json.ts'

const LOOPBACK = /^(?:localhost|[a-z0-9-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** Whether a host name stands for the machine itself. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host)

/**
 * Keeps away a page that rebound its own name to this machine, which sends that name as `Host`. Returns the refusal, or
 * undefined when the request may pass.
 */
export const refuseHost = ({ hostname }: URL, hosts: readonly string[]): WireAnswer | undefined => {
  if (isLoopback(hostname) || hosts.includes(hostname)) return undefined
  const detail = `The control API does not answer to the host name '${hostname}'; allow it with --control-host ${hostname} or PEERTWIN_CONTROL_HOST=${hostname}.`
  return problemJson(403, 'Host refused', detail)
}

/**
 * Keeps pages of other origins away: they send `Origin`, or at least `Sec-Fetch-Site`. Returns the refusal, or undefined
 * when the request may pass.
 */
export const refusePage = (request: Request, url: URL): WireAnswer | undefined => {
  const origin = request.headers.get('origin')
  if (origin !== null && origin !== url.origin) {
    return problemJson(403, 'Origin refused', `The control API does not take calls from pages of ${origin}.`)
  }
  if (origin === null && request.headers.get('sec-fetch-site') === 'cross-site')
    return problemJson(403, 'Origin refused', 'The control API does not take calls from pages of other sites.')
  return undefined
}

/** Lets in who sends the token, where one is wanted. Returns the refusal, or undefined when the request may pass. */
export const refuseStranger = (request: Request, token: string | undefined): WireAnswer | undefined => {
  if (token === undefined) return undefined
  if (sameSecret(request.headers.get('authorization') ?? '', `Bearer ${token}`)) return undefined
  const detail = 'The control API wants the token that start was given: Authorization: Bearer ….'
  return withHeaders(problemJson(401, 'Token wanted', detail), 'WWW-Authenticate', 'Bearer')
}
