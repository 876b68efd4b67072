import { RegExpRouter } from 'hono/router/reg-exp-router'
import { SmartRouter } from 'hono/router/smart-router'
import { TrieRouter } from 'hono/router/trie-router'
import type { Endpoint, Endpoints, ProviderApp } from '../world/provider.ts'
import type { World } from '../world/world.ts'
import { ListText } from '../core/memo.ts'
import { Failure } from '../core/problem.ts'
import { loadZod, zodLoaded } from '../core/schema.ts'
import { Call, type Credential, type Destination } from './call.ts'
import { type Answer, type Voice, errorNames } from './dialect.ts'
import type { Exchange } from './exchange.ts'
import { decodedPath, withoutSlash } from './location.ts'
import { type Route, answerCall } from './pipeline.ts'

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

/** A provider's HTTP side, which answers from any world. */
export interface HttpApp extends ProviderApp {
  /** Answers a request whose body was received. What it throws, nobody expected: there is no answer then. */
  serve(exchange: Exchange, world: World): void | Promise<void>
}

/** A provider's HTTP side: its endpoints as routes on Hono's router, all spoken in one voice. */
export interface Api<C extends Credential, Need, E extends Endpoints = Endpoints> {
  /** Registers the handler of an endpoint; `need` is what the credential must be allowed to do. */
  on<Op extends Answered<E>>(op: Op, need: Need | undefined, handler: Handler<C, ParamsOf<E[Op]['path']>>): void
  /** Registers a path on which only `admit` can tell which operation is asked for. */
  onPath(method: string, path: string, need: Need | undefined, handler: Handler<C>): void
  /** The finished HTTP side. Throws for an endpoint that is neither registered nor planned, unless it is an action of a path. */
  app(): HttpApp
  /** Renders an answer: a value, ready JSON text (whole or a list), or null for no body. */
  readonly show: (status: number, value: unknown, headers?: readonly string[]) => Answer
}

/** How a provider reads the path of a request, where that is not simply the path without a trailing slash. */
export interface Routing {
  /** The path to look up among the routes, from the decoded one. */
  readonly pathOf?: (path: string) => string
}

export const createApi = <C extends Credential, Need, E extends Endpoints>(
  voice: Voice<C, Need>,
  endpoints: E,
  { pathOf = withoutSlash }: Routing = {},
): Api<C, Need, E> => {
  const router = new SmartRouter<Route<C, Need>>({ routers: [new RegExpRouter(), new TrieRouter()] })
  const registered = new Set<string>()
  const methods = new Set<string>()
  const { dialect } = voice

  const allowed = (path: string): string[] => [...methods].filter((method) => router.match(method, path)[0].length > 0)

  const nowhere: Route<C, Need> = {
    op: null,
    need: undefined,
    handler({ method, path }) {
      const allow = withHead(allowed(path))
      throw new Failure(
        allow.length > 0 ? { kind: 'method_not_allowed', method, allow } : { kind: 'route_not_found', method, path },
      )
    },
  }

  const serve = (exchange: Exchange, world: World): void | Promise<void> => {
    const { method } = exchange
    const path = pathOf(decodedPath(exchange.path))
    const [[found], values] = router.match(method === 'HEAD' ? 'GET' : method, path)
    const [route, params] = found ?? [nowhere, {}]
    const destination: Destination = { path, op: route.op, params, values }
    const call = new Call<C>(exchange, world, destination, voice.requestId)
    // whoever looks at a body needs a schema for it
    if (zodLoaded() || BODILESS.has(method)) return answerCall(voice, call, route)
    return loadZod().then(() => answerCall(voice, call, route))
  }

  const register = (method: string, path: string, route: Route<C, Need>): void => {
    methods.add(method)
    router.add(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), route)
  }

  return {
    on(op, need, handler) {
      const { method, path }: Endpoint = endpoints[op]!
      registered.add(op)
      register(method, path, { op, need, handler })
    },
    onPath(method, path, need, handler) {
      register(method, path, { op: null, need, handler })
    },
    app() {
      for (const [op, { path, planned }] of Object.entries(endpoints))
        if (path.startsWith('/') && planned === undefined && !registered.has(op))
          throw new Error(`${voice.provider} lists ${op} as answered, but nothing answers it`)
      return { serve, errors: errorNames(dialect) }
    },
    show(status, value, headers = []) {
      if (value === null) return { status, body: null, contentType: null, headers }
      const body = typeof value === 'string' || value instanceof ListText ? value : dialect.render(value)
      return { status, body, contentType: dialect.contentType, headers }
    },
  }
}

const withHead = (methods: readonly string[]): readonly string[] =>
  methods.includes('GET') ? ['GET', 'HEAD', ...methods.filter((method) => method !== 'GET')] : methods
