import type { ZodType } from 'zod'
import type { ControlCall } from './context.ts'

/** A route as data: what it takes, what it answers, and what it does. The OpenAPI document is made from it. */
export interface Route<Body = unknown, Query = unknown> {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'
  /** With `:parameters`. */
  readonly path: string
  readonly about: string
  /** `namespace` routes are there a second time under `/namespaces/:namespace`. */
  readonly scope: 'emulator' | 'namespace'
  /** Answered without a token and under any host name as well. */
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
