import type { IncomingMessage } from 'node:http'
import { stopwatch } from '../../core/clock.ts'
import { Failure } from '../../core/problem.ts'
import { userIn } from '../../http/authorization.ts'
import { problemJson, withHeaders } from '../../http/problem-json.ts'
import { DEFAULT, type Registry } from '../../namespaces/registry.ts'
import { type HostTable, hostOf } from '../hosts.ts'

/** Decides which hosts a client reaches through the proxy. It reaches the emulator under them, or nobody. */
export class Proxy {
  readonly #hosts: HostTable<unknown>
  readonly #isOwn: (host: string) => boolean
  readonly #namespaces: Registry

  /** `isOwn` tells the names of this machine. */
  constructor(hosts: HostTable<unknown>, isOwn: (host: string) => boolean, namespaces: Registry) {
    this.#hosts = hosts
    this.#isOwn = isOwn
    this.#namespaces = namespaces
  }

  /** The refusal of a host that is not emulated, which the journal keeps; undefined for one that is. Throws a NamespaceError. */
  refuse({ method, url, rawHeaders, socket }: IncomingMessage, authority: string, namespace = DEFAULT) {
    const { world } = this.#namespaces.named(namespace)
    const host = hostOf(authority)
    if (this.#hosts.of(host) !== undefined) return undefined
    if (this.#isOwn(host) && authority === `${host}:${socket.localPort}`) return undefined
    const started = stopwatch()
    const n = world.journal.next()
    const detail = this.#isOwn(host)
      ? `${authority} is this machine, to which no proxy is needed: set NO_PROXY=localhost,127.0.0.1,::1.`
      : `${authority} is not emulated, and this proxy opens no connection to anybody else. Leave it out with NO_PROXY=${host}.`
    const refused = new Failure({ kind: 'route_not_found', method: method!, path: url! })
    const answer = withHeaders(problemJson(403, 'Host not emulated', detail), 'X-Peertwin-Request', String(n))
    world.journal.add({
      n,
      at: world.clock.now(),
      started: Math.floor(started / 1000),
      provider: 'proxy',
      op: null,
      method: method!,
      target: url!,
      credential: null,
      requestHeaders: rawHeaders,
      requestBody: null,
      status: answer.status,
      responseHeaders: answer.headers,
      responseBody: answer.body ?? '',
      took: stopwatch() - started,
      error: undefined,
      scenario: undefined,
      fault: null,
      refused,
    })
    return answer
  }
}

/** The namespace that a client names as user of the proxy. */
export const namespaceIn = (authorization: string | undefined): string | undefined => userIn(authorization) || undefined
