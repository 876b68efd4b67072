import { createMcpHandler } from '@modelcontextprotocol/server'
import type { ControlClient } from '../client.ts'
import type { Route } from '../route.ts'
import { mcpServers } from './server.ts'

/** Answers web requests in the Model Context Protocol, each for itself: no session is kept between two. */
export const mcpHandler = async (
  client: ControlClient,
  routes: readonly Route[],
): Promise<(request: Request) => Promise<Response>> => {
  const create = await mcpServers(client, routes)
  const { fetch } = createMcpHandler(() => create())
  return (request) => fetch(request)
}
