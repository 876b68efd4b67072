import type { Route } from './route.ts'

/** A route that fits a path, with its parameters still encoded. */
export interface RouteMatch {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
  /** How many of its segments are no parameters. */
  readonly fixed: number
}

const segments = (path: string): string[] => path.replace(/\/$/, '').split('/')

/** Finds routes by path; a trailing slash is harmless. */
export class RouteTable {
  readonly #routes: readonly { readonly route: Route; readonly parts: readonly string[] }[]

  constructor(routes: readonly Route[]) {
    this.#routes = routes.map((route) => ({ route, parts: segments(route.path) }))
  }

  /** All routes with this path, whatever their method. Of those of one method, fixed segments win over parameters. */
  at(path: string): RouteMatch[] {
    const given = segments(path)
    const found = this.#routes.flatMap(({ route, parts }) => {
      if (parts.length !== given.length) return []
      const params: Record<string, string> = {}
      let fixed = 0
      for (const [i, part] of parts.entries()) {
        if (part.startsWith(':') && given[i] !== '') params[part.slice(1)] = given[i]!
        else if (part === given[i]) fixed++
        else return []
      }
      return [{ route, params, fixed }]
    })
    return found.filter(
      ({ route, fixed }) => !found.some((other) => other.route.method === route.method && other.fixed > fixed),
    )
  }
}
