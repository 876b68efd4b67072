import { type Context, Hono } from 'hono'
import type { Fetch, Operation } from '../world/provider.ts'
import { Failure } from '../core/problem.ts'
import { loadZod, zodLoaded } from '../core/schema.ts'
import { type AppEnv, Call, type Credential, type Env } from './call.ts'
import { type Answer, type Attempt, type Voice, errorNames, errorAnswer } from './dialect.ts'
import { isLostAnswer } from './aborting.ts'
import { dispatch } from './dispatch.ts'
import { runScenarioPipeline } from './pipeline.ts'
import { send } from './sending.ts'
import { JsonPieces } from '../core/memo.ts'

const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE'])

/** Read, do, show. */
export type Handler<C extends Credential> = (call: Call<C>) => Answer

/** A provider's HTTP side: its routes on Hono, all spoken in one voice. */
export interface Api<C extends Credential, Need> {
  readonly fetch: Fetch<Env>
  readonly operations: readonly Operation[]
  /** The names of all failures that its dialect can say. */
  readonly errors: readonly string[]
  /** Registers an operation, or null where only `admit` can tell which; `need` is what the credential must be allowed to do. */
  on(method: string, path: string, op: string | null, need: Need | undefined, handler: Handler<C>): void
  /** Renders an answer: a value, ready JSON text (whole or in pieces), or null for no body. */
  readonly show: (status: number, value: unknown, headers?: readonly string[]) => Answer
}

/** How a provider reads the path of a request, where that is not simply the path without a trailing slash. */
export interface Routing {
  /** The path to look up among the routes. */
  readonly pathOf?: (request: Request) => string
}

export const createApi = <C extends Credential, Need>(
  voice: Voice<C, Need>,
  { pathOf }: Routing = {},
): Api<C, Need> => {
  const app = new Hono<AppEnv>(pathOf ? { getPath: pathOf } : { strict: false }) // a trailing slash is harmless
  const operations: Operation[] = []
  const methods = new Set<string>()
  const { dialect } = voice

  const crashed = (error: Error): Response => {
    if (isLostAnswer(error)) throw error
    console.error(error)
    return new Response('Internal Server Error', { status: 500 })
  }
  app.onError(crashed)
  app.notFound((c) =>
    take(c, null, undefined, () => {
      const { method, path } = c.req
      const allow = allowed(app, methods, path)
      throw new Failure(
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
    // whoever looks at a body needs a schema for it
    if (zodLoaded() || BODILESS.has(call.method)) return perform(call, need, handler)
    return loadZod().then(() => perform(call, need, handler))
  }

  const perform = (call: Call<C>, need: Need | undefined, handler: Handler<C>): Response | Promise<Response> => {
    const { judge } = call.world
    if (judge !== null) return runScenarioPipeline(judge, voice, call, need, handler)
    let answer: Answer
    try {
      voice.admit(call, need)
      answer = handler(call)
    } catch (thrown) {
      const refused: Attempt = errorAnswer(dialect, thrown, call)
      return send(voice, call, refused.answer, refused.error)
    }
    return send(voice, call, answer, undefined)
  }

  return {
    fetch: (request, env) => dispatch(app, request, env, crashed),
    operations,
    errors: errorNames(dialect),
    on(method, path, op, need, handler) {
      methods.add(method)
      if (op !== null) operations.push({ op, method, path })
      app.on(method, path, (c) => take(c, op, need, handler))
    },
    show(status, value, headers = []) {
      if (value === null) return { status, body: null, contentType: null, headers }
      const body = typeof value === 'string' || value instanceof JsonPieces ? value : dialect.render(value)
      return { status, body, contentType: dialect.contentType, headers }
    },
  }
}

const allowed = (app: Hono<AppEnv>, methods: ReadonlySet<string>, path: string): string[] => {
  const allow = [...methods].filter((method) => app.router.match(method, path)[0].length > 0)
  return allow.includes('GET') ? ['GET', 'HEAD', ...allow.filter((method) => method !== 'GET')] : allow
}
