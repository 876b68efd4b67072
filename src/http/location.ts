import { getPath } from 'hono/utils/url'
import { memoizeLast } from '../core/memo.ts'

export type Scheme = 'http' | 'https'

/** Where a request goes. */
export interface Location {
  readonly scheme: Scheme
  /** Host and port under which the client reached the emulator, in lower case and without the scheme's own port. */
  readonly authority: string
  /** Path and query as sent: what signatures cover. */
  readonly target: string
  /** The path as a browser would send it (WHATWG URL): no dot segments, no backslashes. */
  readonly path: string
  /** The query with its question mark; empty when there is none. */
  readonly query: string
}

/** A request target or `Host` header that leads nowhere. */
export class LocationError extends Error {
  override readonly name = 'LocationError'
}

/** Where a request to a host, for a target in origin or absolute form, goes. Throws a {@link LocationError}. */
export const locate = (host: string, target: string, scheme: Scheme = 'http'): Location => {
  if (target[0] === '/') return below(scheme, authorityOf[scheme](host === '' ? 'localhost' : host), target)
  const [, given, authority, rest] = ABSOLUTE.exec(target) ?? []
  if (given === undefined) throw new LocationError(`'${target}' is neither a path nor an http URL.`)
  const own = given.toLowerCase() as Scheme
  return below(own, authorityOf[own](authority!), rest![0] === '/' ? rest! : `/${rest}`)
}

/** The authority to which a CONNECT asks for a tunnel. Throws a {@link LocationError}. */
export const tunnelAuthority = (target: string): string => authorityOf.https(target)

/** Where the URL of a web request goes. */
export const locateUrl = ({ protocol, host, pathname, search, hash }: URL): Location => ({
  scheme: protocol.slice(0, -1) as Scheme,
  authority: host,
  target: pathname + search + hash,
  path: pathname,
  query: search,
})

const ABSOLUTE = /^(https?):\/\/([^/?#\\]*)(.*)$/i
// what a browser writes in another way: dot segments, backslashes, fragments, and characters that it escapes
const UNUSUAL = /["#'<>\\^`{}]|\/(?:\.|%2e)/i

const below = (scheme: Scheme, authority: string, target: string): Location => {
  if (UNUSUAL.test(target)) {
    const { pathname, search } = new URL(`http://h${target}`)
    return { scheme, authority, target, path: pathname, query: search }
  }
  const mark = target.indexOf('?')
  if (mark < 0) return { scheme, authority, target, path: target, query: '' }
  return { scheme, authority, target, path: target.slice(0, mark), query: target.slice(mark) }
}

/** The path of a target in origin form, as sent: what signatures cover. */
export const sentPath = (target: string): string => {
  const mark = target.indexOf('?')
  return mark < 0 ? target : target.slice(0, mark)
}

// some clients send the endpoint they were given as their Host, with its scheme
const SCHEME = /^https?:\/\//i

const parseAuthority = (scheme: Scheme): ((host: string) => string) =>
  memoizeLast((given) => {
    const host = given.replace(SCHEME, '')
    try {
      if (!/[/?#@\\\s]/.test(host)) return new URL(`${scheme}://${host}`).host
    } catch {
      // said below
    }
    throw new LocationError(`'${given}' is no host name or address with a port.`)
  })
const authorityOf = { http: parseAuthority('http'), https: parseAuthority('https') }

/** A path with its escapes read, but for those that a segment needs: `%2F` stays. */
export const decodedPath = (path: string): string =>
  path.includes('%') ? getPath({ url: `http://h${path}` } as Request) : path

/** A path without a slash at its end. */
export const withoutSlash = (path: string): string => (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path)

/** A path where repeated slashes count as one and a trailing one for nothing. */
export const mergedPath = (path: string): string =>
  withoutSlash(path.includes('//') ? path.replaceAll(/\/{2,}/g, '/') : path)
