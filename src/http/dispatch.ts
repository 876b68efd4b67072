import type { Context, Hono } from 'hono'
import { HonoRequest } from 'hono/request'
import type { AppEnv, Env } from './call.ts'

type Match = ReturnType<Hono<AppEnv>['router']['match']>

/** What a handler here needs of Hono's Context, which takes a good part of a GET to make. */
class Slim {
  readonly env: Env
  readonly #request: Request
  readonly #path: string
  readonly #match: Match
  #req: HonoRequest | undefined

  constructor(request: Request, env: Env, path: string, match: Match) {
    this.env = env
    this.#request = request
    this.#path = path
    this.#match = match
  }

  get req(): HonoRequest {
    return (this.#req ??= new HonoRequest(this.#request, this.#path, this.#match as never))
  }
}

const next = (): Promise<void> => Promise.resolve()

/**
 * Answers a request by the route that the app's own router finds for it. Only where that is not one handler alone, as with HEAD
 * and with unknown paths, does the app itself answer. `crashed` answers for a handler that throws.
 */
export const dispatch = (
  app: Hono<AppEnv>,
  request: Request,
  env: Env,
  crashed: (error: Error) => Response,
): Response | Promise<Response> => {
  const path = app.getPath(request)
  const match = app.router.match(request.method, path)
  const [found] = match
  if (found.length !== 1) return app.fetch(request, env)
  const [handler] = found[0]![0]
  try {
    const answer = handler(new Slim(request, env, path, match) as unknown as Context<AppEnv>, next)
    return answer instanceof Promise ? answer.catch(crashed) : answer
  } catch (error) {
    return crashed(error as Error)
  }
}
