import { Hono } from 'hono'
import type { Context } from 'hono'
import type { Operation } from '../core/provider.ts'
import { Fault, Problem } from '../core/problem.ts'
import { type AppEnv, Call, type Credential } from './call.ts'
import { type Answer, type Voice, refuse, word } from './dialect.ts'
import { receive } from './receive.ts'
import { GONE_CLIENT, send } from './send.ts'

/** Read, do, show. */
export type Handler<C extends Credential> = (call: Call<C>) => Answer

/** A provider's HTTP side: its routes on Hono, all spoken in one voice. */
export interface Api<C extends Credential, Need> {
  readonly app: Hono<AppEnv>
  readonly operations: readonly Operation[]
  /** Registers an operation; `need` is what the credential must be allowed to do. */
  on(method: string, path: string, op: string, need: Need | undefined, handler: Handler<C>): void
  /** Renders an answer: a value, ready JSON text, or null for no body. */
  readonly show: (status: number, value: unknown, headers?: readonly string[]) => Answer
}

export const createApi = <C extends Credential, Need>(voice: Voice<C, Need>): Api<C, Need> => {
  const app = new Hono<AppEnv>({ strict: false }) // a trailing slash is harmless
  const operations: Operation[] = []
  const { dialect } = voice

  app.notFound((c) =>
    take(c, null, undefined, () => {
      const { method, path } = c.req
      const allow = allowed(app, operations, path)
      throw new Fault(
        allow.length > 0 ? { kind: 'method_not_allowed', method, allow } : { kind: 'route_not_found', method, path },
      )
    }),
  )

  const take = (
    c: Context<AppEnv>,
    op: string | null,
    need: Need | undefined,
    handler: Handler<C>,
  ): Response | Promise<Response> => {
    const call = new Call<C>(c, op, voice.requestId)
    const { method } = call
    if (method === 'GET' || method === 'DELETE' || method === 'HEAD') return perform(call, need, handler)
    return receive(call).then(
      () => perform(call, need, handler),
      () => GONE_CLIENT,
    )
  }

  const perform = (call: Call<C>, need: Need | undefined, handler: Handler<C>): Response => {
    let answer: Answer
    let error: unknown
    try {
      voice.admit(call, need)
      answer = handler(call)
    } catch (thrown) {
      const plain = call as unknown as Call
      call.refused = thrown
      if (thrown instanceof Problem) answer = refuse(dialect, thrown, plain)
      else {
        if (!(thrown instanceof Fault)) error = thrown
        const fault = thrown instanceof Fault ? thrown.fault : { kind: 'internal' as const, cause: thrown }
        answer = refuse(dialect, word(dialect, fault, plain), plain)
      }
    }
    return send(voice, call, answer, error)
  }

  return {
    app,
    operations,
    on(method, path, op, need, handler) {
      operations.push({ op, method, path })
      app.on(method, path, (c) => take(c, op, need, handler))
    },
    show(status, value, headers = []) {
      if (value === null) return { status, body: null, contentType: null, headers }
      const body = typeof value === 'string' ? value : dialect.render(value)
      return { status, body, contentType: dialect.contentType, headers }
    },
  }
}

const allowed = (app: Hono<AppEnv>, operations: readonly Operation[], path: string): string[] => {
  const methods = new Set(operations.map((operation) => operation.method))
  const allow = [...methods].filter((method) => app.router.match(method, path)[0].length > 0)
  return allow.includes('GET') ? ['GET', 'HEAD', ...allow.filter((method) => method !== 'GET')] : allow
}
