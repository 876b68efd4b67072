import type { Command } from 'commander'
import { type Connection, clientOf, reachable } from '../connection.ts'

/** Declares `peertwin mcp`. */
export const declare = (command: Command): void => {
  reachable(command).action(async (connection: Connection) => {
    const [{ serveStdio }, { mcpServers }, { routes }] = await Promise.all([
      import('@modelcontextprotocol/server/stdio'),
      import('../../control/mcp/server.ts'),
      import('../../control/routes/index.ts'),
    ])
    const create = await mcpServers(clientOf(connection), routes)
    serveStdio(() => create())
  })
}
