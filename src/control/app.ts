import { ClockError } from '../core/clock.ts'
import { ConfigError } from '../core/config.ts'
import { KeepError, type WhenStored } from '../world/commits.ts'
import { type WireAnswer, toResponse } from '../http/exchange.ts'
import { NOSNIFF, json, problemJson, withHeaders } from '../http/problem-json.ts'
import { NamespaceError } from '../namespaces/namespace-error.ts'
import { EndlessError } from '../world/lifecycle.ts'
import { ControlClient } from './client.ts'
import { CONTROL, type ControlApp, type ControlContext } from './context.ts'
import { Dashboard, asksForPage } from './pages/dashboard.ts'
import { refuseHost, refusePage, refuseStranger } from './guard.ts'
import { readBody, readQuery } from './input.ts'
import { Refusal, invalid } from './refusal.ts'
import { type RouteMatch, RouteTable } from './route-table.ts'
import type { Route } from './route.ts'
import { clientsView } from './routes/clients.ts'
import { routes } from './routes/index.ts'

// a route of a namespace has at least one more segment behind the name
const NAMESPACED = /^\/namespaces\/([^/]+)(\/.*[^/].*)$/
const SHORT = /^\/ns\//

/** The emulator's own API under `/_peertwin`. */
export const createControl = (context: ControlContext): ControlApp => {
  const table = new RouteTable(routes)
  const { namespaces } = context
  const dashboard = context.dashboard ? new Dashboard() : undefined

  /** The endpoint of the Model Context Protocol, loaded when somebody calls it. */
  const loadMcp = async () => {
    const { mcpHandler } = await import('./mcp/handler.ts')
    const send = (request: Request): Promise<Response> => answer(request, undefined).catch(responseTo)
    return mcpHandler(new ControlClient({ control: `http://localhost${CONTROL}`, token: context.token, send }), routes)
  }
  let mcp: ReturnType<typeof loadMcp> | undefined

  /** The page at `/`. What clients have to send is for those alone who may see it. */
  const front = async (request: Request, own: string | undefined): Promise<Response> => {
    if (await dashboard?.isBuilt()) return dashboard!.lead()
    const { frontPage } = await import('./pages/front-page.ts')
    const namespace = own === undefined ? namespaces.default : namespaces.named(own)
    const answered = await context.places?.callElsewhere(request, namespace, own)
    if (answered) return answered
    const stranger = refuseStranger(request, context.token) !== undefined
    const { providers } = clientsView({ context, namespace, request })
    return frontPage({
      providers: stranger ? providers.map((one) => ({ ...one, clients: [] })) : providers,
      dashboard: context.dashboard,
    })
  }

  const answer = async (request: Request, own: string | undefined): Promise<Response> => {
    const url = new URL(request.url)
    const { path, name } = addressOf(url.pathname)
    const found = table.at(path).filter(({ route }) => name === undefined || route.scope === 'namespace')
    const method = request.method === 'HEAD' ? 'GET' : request.method
    const match = found.find(({ route }) => route.method === method)
    const isFront = url.pathname === '/'
    const refusal =
      (match?.route.open ? undefined : refuseHost(url, context.hosts)) ??
      refusePage(request, url) ??
      (match?.route.open || isFront || dashboard?.has(path) ? undefined : refuseStranger(request, context.token))
    if (refusal) return toResponse(refusal)
    if (isFront) return front(request, own)
    if (path.length < 2 && dashboard && asksForPage(request)) return dashboard.lead()
    if (dashboard?.has(path)) return dashboard.answer(request, path)
    if (path === '/mcp') return (await (mcp ??= loadMcp()))(request)
    if (!match) return toResponse(nothingHere(url.pathname, found))
    const { route } = match
    if (!route.open) context.places?.check()
    const params = decoded(match.params)
    // a listener of a namespace acts on it without being told
    const acted = name === undefined ? own : decoded({ name })['name']
    const namespace = acted === undefined ? namespaces.default : namespaces.named(acted)
    const aboutOne = params['namespace']
    if (context.places && (route.scope === 'namespace' || aboutOne !== undefined)) {
      const about = aboutOne === undefined ? namespace : namespaces.named(aboutOne)
      const answered = await context.places.callElsewhere(request, about, own)
      if (answered) return answered
    }
    const query = await readQuery(url, route)
    const body = await readBody(request, route)
    if (route.scope === 'namespace' && namespace.world.isBehind) await namespace.world.catchUpInSlices()
    const world = route.scope === 'namespace' ? namespace.world : undefined
    const value = await kept(world?.commits.whenStored ?? context.whenStored, () =>
      route.run({
        context,
        namespace,
        get world() {
          return namespace.world
        },
        params,
        query,
        body,
        request,
      }),
    )
    if (value instanceof Response) return value
    return route.status === 204 ? new Response(null, { status: 204 }) : toResponse(json(value, route.status))
  }

  return async (request, own) => {
    const given = await answer(request, own).catch(responseTo)
    given.headers.set(...NOSNIFF)
    return request.method === 'HEAD' ? headOf(given) : given
  }
}

/** Holds what comes of a call until everything that it has seen is stored. Throws a KeepError where nobody can know that. */
const kept = async (whenStored: WhenStored | null, run: () => unknown): Promise<unknown> => {
  let [value, thrown]: [unknown, unknown] = [undefined, undefined]
  try {
    value = await run()
  } catch (error) {
    thrown = error
  }
  const lost = whenStored && (await new Promise(whenStored))
  if (lost !== null) {
    if (value instanceof Response) void value.body?.cancel()
    throw new KeepError(lost)
  }
  if (thrown !== undefined) throw thrown
  return value
}

// a stream that nobody reads must not stay open
const headOf = ({ body, status, headers }: Response): Response => {
  void body?.cancel()
  return new Response(null, { status, headers })
}

/** The path of a route, and the namespace that stands before it, still encoded; `/ns/` is short for `/namespaces/`. */
const addressOf = (pathname: string): { path: string; name: string | undefined } => {
  const path = pathname.slice(CONTROL.length).replace(SHORT, '/namespaces/')
  const [, name, rest] = NAMESPACED.exec(path) ?? []
  return rest === undefined ? { path, name: undefined } : { path: rest, name }
}

const decoded = (params: Readonly<Record<string, string>>): Record<string, string> => {
  try {
    return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, decodeURIComponent(value)]))
  } catch {
    throw invalid('The path is not percent-encoded UTF-8.')
  }
}

const listed = (route: Route): string[] => [
  `${route.method} ${CONTROL}${route.path}`,
  ...(route.scope === 'namespace' ? [`${route.method} ${CONTROL}/namespaces/:namespace${route.path}`] : []),
]

const nothingHere = (path: string, found: readonly RouteMatch[]): WireAnswer => {
  if (found.length > 0) {
    // a name that somebody gave may be one of the fixed segments, so only the most fixed of them are documented for the path
    const most = Math.max(...found.map(({ fixed }) => fixed))
    const documented = found.filter(({ fixed }) => fixed === most)
    const allow = documented.map(({ route }) => route.method).join(', ')
    return withHeaders(problemJson(405, 'Method not allowed', `${path} takes ${allow}.`), 'Allow', allow)
  }
  return problemJson(404, 'Not found', `The control API has no ${path}.`, { routes: routes.flatMap(listed) })
}

const responseTo = (error: unknown): Response => toResponse(refused(error))

const refused = (error: unknown): WireAnswer => {
  if (error instanceof Refusal) return problemJson(error.status, error.title, error.message)
  if (error instanceof ConfigError) return problemJson(400, 'Invalid request', error.message)
  if (error instanceof KeepError)
    return withHeaders(problemJson(503, 'Cannot be kept', error.message), 'Retry-After', String(KeepError.retryAfter))
  if (error instanceof ClockError) return problemJson(409, 'Time runs forward', error.message)
  if (error instanceof EndlessError) return problemJson(409, 'Endless', error.message)
  if (error instanceof NamespaceError) {
    const missing = error.reason === 'unknown' || error.reason === 'gone'
    return problemJson(missing ? 404 : 409, missing ? 'No such namespace' : 'Namespace refused', error.message)
  }
  return problemJson(500, 'Internal error', error instanceof Error ? (error.stack ?? error.message) : String(error))
}
