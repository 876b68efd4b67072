import type { ZodType } from 'zod'
import type { World } from '../world/world.ts'
import type { Apps, Origin } from '../server/gateway.ts'
import type { Metrics } from '../server/metrics.ts'
import type { Namespace, Port } from '../namespaces/namespace.ts'
import type { ScenarioLibrary } from '../scenario/run/library.ts'
import type { Namespaces } from '../namespaces/namespaces.ts'

/** What the control API works on. */
export interface ControlContext {
  readonly apps: Apps
  readonly worlds: Namespaces
  readonly metrics: Metrics
  /** The scenarios, set up on the first call about them where the start brought none. */
  stage(): Promise<ScenarioLibrary>
  /** The scenarios, where they are set up. */
  readonly staged: () => ScenarioLibrary | undefined
  /** Host names besides loopback that it answers to. */
  readonly hosts: readonly string[]
  /** What callers must send as bearer token, where one is wanted. */
  readonly token: string | undefined
  /** Opens a listener for a namespace. Rejects with Node's error when the port cannot be had. */
  open(namespace: string, port: number): Promise<Port>
}

/** One control call with its inputs read and checked. */
export interface ControlCall<Body = unknown, Query = unknown> {
  readonly house: ControlContext
  readonly namespace: Namespace
  readonly world: World
  /** Path parameters, decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly query: Query
  readonly body: Body
  readonly request: Request
  readonly origin: Origin
}

/** A route as data: what it takes, what it answers, and what it does. The OpenAPI document is made from it. */
export interface Route<Body = unknown, Query = unknown> {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'
  /** With `:parameters`. */
  readonly path: string
  readonly about: string
  /** `namespace` routes are there a second time under `/ns/:namespace`. */
  readonly scope: 'emulator' | 'namespace'
  /** Answered without a token as well. */
  readonly open?: true
  /** JSON schemas of path parameters that take more than any text or less. */
  readonly params?: Readonly<Record<string, object>>
  readonly query?: () => ZodType<Query>
  readonly body?: () => ZodType<Body>
  /** The shape that the document shows, where the body is checked in steps. */
  readonly documented?: () => ZodType
  /** Reads the body as text in place of JSON; the schema then gets the text. */
  readonly text?: true
  /** In bytes; default 16 MiB. */
  readonly bodyLimit?: number
  /** Default 200; 204 has no body. */
  readonly status?: 200 | 201 | 204
  /** The answer's shape; text of another type where `contentType` says so. */
  readonly answer?: () => ZodType
  readonly contentType?: string
  /** Further types in which the same can be had as text. */
  readonly texts?: readonly string[]
  /** Refusals besides those of the inputs. */
  readonly refusals?: readonly number[]
  run(call: ControlCall<Body, Query>): unknown
}

/** Declares a route; inputs are typed by their schemas. */
export const route = <Body, Query>(spec: Route<Body, Query>): Route => spec
