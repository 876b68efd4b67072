import { type Context, Hono } from 'hono'
import type { Endpoint, Endpoints, ProviderApp } from '../world/provider.ts'
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
export type Handler<C extends Credential, Param extends string = string> = (call: Call<C, Param>) => Answer

/** The parameters of a path such as `/v2/vpcs/{vpc_id}`. */
export type ParamsOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamsOf<Rest>
  : never

/** The operations that are answered. */
type Answered<E extends Endpoints> = { [Op in keyof E]: E[Op] extends { planned: string } ? never : Op }[keyof E] &
  string

/** A provider's HTTP side: its endpoints as routes on Hono, all spoken in one voice. */
export interface Api<C extends Credential, Need, E extends Endpoints = Endpoints> {
  /** Registers the handler of an endpoint; `need` is what the credential must be allowed to do. */
  on<Op extends Answered<E>>(op: Op, need: Need | undefined, handler: Handler<C, ParamsOf<E[Op]['path']>>): void
  /** Registers a path on which only `admit` can tell which operation is asked for. */
  onPath(method: string, path: string, need: Need | undefined, handler: Handler<C>): void
  /** The finished HTTP side. Throws for an endpoint that is neither registered nor planned, unless it is an action of a path. */
  app(): ProviderApp<Env>
  /** Renders an answer: a value, ready JSON text (whole or in pieces), or null for no body. */
  readonly show: (status: number, value: unknown, headers?: readonly string[]) => Answer
}

/** How a provider reads the path of a request, where that is not simply the path without a trailing slash. */
export interface Routing {
  /** The path to look up among the routes. */
  readonly pathOf?: (request: Request) => string
}

export const createApi = <C extends Credential, Need, E extends Endpoints>(
  voice: Voice<C, Need>,
  endpoints: E,
  { pathOf }: Routing = {},
): Api<C, Need, E> => {
  const app = new Hono<AppEnv>(pathOf ? { getPath: pathOf } : { strict: false }) // a trailing slash is harmless
  const registered = new Set<string>()
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

  const register = (
    method: string,
    path: string,
    answer: (c: Context<AppEnv>) => Response | Promise<Response>,
  ): void => {
    methods.add(method)
    app.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), answer)
  }

  return {
    on(op, need, handler) {
      const { method, path }: Endpoint = endpoints[op]!
      registered.add(op)
      register(method, path, (c) => take(c, op, need, handler))
    },
    onPath(method, path, need, handler) {
      register(method, path, (c) => take(c, null, need, handler))
    },
    app() {
      for (const [op, { path, planned }] of Object.entries(endpoints))
        if (path.startsWith('/') && planned === undefined && !registered.has(op))
          throw new Error(`${voice.provider} lists ${op} as answered, but nothing answers it`)
      return { fetch: (request, env) => dispatch(app, request, env, crashed), errors: errorNames(dialect) }
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
