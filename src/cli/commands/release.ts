import type { Command } from 'commander'
import { act, call, connected, print } from '../connection.ts'

/** `peertwin release`: lets a transition happen that waits to be released by hand. */
export const declare = (command: Command): void => {
  connected(command)
  command
    .argument('<id>', 'id of the resource')
    .argument('[transition]', 'id of the transition, where several wait')
    .option('--type <provider/kind>')
  act(command, async (connection, [id = '', transition], { type }) => {
    const query = typeof type === 'string' ? `?type=${encodeURIComponent(type)}` : ''
    const answer = await call(connection, 'POST', `/resources/${encodeURIComponent(id)}/release${query}`, {
      transition,
    })
    print(connection, answer as { id: string; state: string | null }, (row) => [`${row.id}: ${row.state ?? '$gone'}`])
  })
}
