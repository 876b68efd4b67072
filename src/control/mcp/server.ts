import { McpServer, fromJsonSchema } from '@modelcontextprotocol/server'
import { type ZodType, toJSONSchema } from 'zod'
import { ConfigError } from '../../core/config.ts'
import { excessOf } from '../../core/input/bounds.ts'
import { VERSION } from '../../core/package/version.ts'
import { loadZod } from '../../core/schema.ts'
import type { ControlClient } from '../client.ts'
import { RouteTable } from '../route-table.ts'
import type { Route } from '../route.ts'
import { TOOLS, type Tool } from './tools.ts'

type Json = Record<string, unknown>

const INSTRUCTIONS =
  'Peertwin answers like the VPC-peering and route APIs of cloud providers. To reproduce what a client does: make a namespace, point the client at it with client_settings, disturb it with add_fault or a scenario, run it, then read find_requests and explain_request, and hold it to expectations with verify.'

/** Where the inputs of a tool go: into the path, the query or the body. */
interface Inputs {
  readonly schema: Json
  readonly path: readonly string[]
  readonly query: readonly string[]
  /** The name of the input that is the whole body, where the body is no object with members. */
  readonly whole: string | undefined
}

const objectOf = (schema: Json): { properties: Json; required: string[] } => ({
  properties: (schema['properties'] ?? {}) as Json,
  required: (schema['required'] ?? []) as string[],
})

/** The inputs of a route as one flat object, by its own schemas. */
const inputsOf = (route: Route): Inputs => {
  const definitions: Json = {}
  const shape = (schema: ZodType | undefined): Json => {
    if (!schema) return {}
    const { $schema: _, $defs, ...json } = toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json
    Object.assign(definitions, $defs)
    return json
  }
  const path = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name!)
  const query = objectOf(shape(route.query?.()))
  const json = shape((route.body ?? route.documented)?.())
  const members = objectOf(json)
  const whole = route.text ? 'text' : json['properties'] === undefined && route.body ? 'body' : undefined
  const scoped: Json =
    route.scope === 'namespace' ? { namespace: { type: 'string', description: 'default: default' } } : {}
  return {
    schema: {
      type: 'object',
      additionalProperties: false,
      properties: {
        ...scoped,
        ...Object.fromEntries(path.map((name) => [name, route.params?.[name] ?? { type: 'string', minLength: 1 }])),
        ...query.properties,
        ...(whole === undefined ? members.properties : { [whole]: json }),
      },
      required: [...path, ...query.required, ...(whole === undefined ? members.required : [whole])],
      ...(Object.keys(definitions).length > 0 && { $defs: definitions }),
    },
    path,
    query: Object.keys(query.properties),
    whole,
  }
}

/** Calls the control API as a tool was asked to. Resolves with its answer as text. */
const carryOut = (
  client: ControlClient,
  route: Route,
  { path, query, whole }: Inputs,
  given: Json,
): Promise<string> => {
  const { namespace, ...rest } = given
  const filled = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(rest[name])))
  const parameters = new URLSearchParams(
    Object.fromEntries(query.filter((name) => rest[name] !== undefined).map((name) => [name, String(rest[name])])),
  ).toString()
  const members = Object.entries(rest).filter(([name]) => !path.includes(name) && !query.includes(name))
  const body = !route.body ? undefined : whole === undefined ? Object.fromEntries(members) : rest[whole]
  const target = typeof namespace === 'string' ? client.in(namespace) : client
  return target.text(route.method, parameters === '' ? filled : `${filled}?${parameters}`, body)
}

const routeOf = (table: RouteTable, { route: wanted }: Tool): Route => {
  const [method, path] = wanted.split(' ') as [string, string]
  const found = table.at(path).find(({ route }) => route.method === method && route.path === path)
  if (!found) throw new Error(`there is no route ${wanted}`)
  return found.route
}

/** Makes servers of the Model Context Protocol whose tools act through a client of the control API. */
export const mcpServers = async (client: ControlClient, routes: readonly Route[]): Promise<() => McpServer> => {
  await loadZod()
  const table = new RouteTable(routes)
  const tools = TOOLS.map((tool) => {
    const route = routeOf(table, tool)
    return { ...tool, route, inputs: inputsOf(route) }
  })
  return () => {
    const server = new McpServer({ name: 'peertwin', version: VERSION }, { instructions: INSTRUCTIONS })
    for (const { name, about, reads = false, route, inputs } of tools) {
      const description = `${about} (${route.method} /_peertwin${route.path.replace(/:(\w+)/g, '{$1}')})`
      const annotations = { readOnlyHint: reads, openWorldHint: false }
      const inputSchema = fromJsonSchema<Json>(inputs.schema)
      server.registerTool(name, { description, annotations, inputSchema }, async (given) => {
        try {
          const excess = excessOf(given)
          if (excess !== undefined) throw new ConfigError(`the inputs have ${excess}`)
          const text = await carryOut(client, route, inputs, given)
          return { content: [{ type: 'text', text: text === '' ? 'done' : text }] }
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error
          return { content: [{ type: 'text', text: error.message }], isError: true }
        }
      })
    }
    return server
  }
}
