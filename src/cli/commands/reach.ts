import { type Command, InvalidArgumentError } from 'commander'
import { type Reach, reachText } from '../../world/topology/reach.ts'
import { act, call, connected } from '../connection.ts'

const UNREACHABLE = 1
const LAST_PORT = 65_535

const readPort = (text: string): number => {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port < 1 || port > LAST_PORT)
    throw new InvalidArgumentError(`It takes a port from 1 to ${LAST_PORT}.`)
  return port
}

/** `peertwin reach`: whether one end reaches another; exits with 1 when it does not. */
export const declare = (command: Command): void => {
  connected(command)
  command
    .argument('<from>', 'id or name of a network or subnet, a block, an address, or NETWORK@ADDRESS')
    .argument('<to>', 'the other end')
    .option('--port <port>', 'port to reach (no hop looks at it)', readPort)
    .option('--provider <name>', 'where both ends are (default: found out)')
  act(command, async (connection, [from, to], { port, provider }) => {
    const found = (await call(connection, 'POST', '/reach', { from, to, port, provider })) as Reach
    process.stdout.write(connection.json ? `${JSON.stringify(found)}\n` : reachText(found))
    if (!found.reaches) process.exitCode = UNREACHABLE
  })
}
