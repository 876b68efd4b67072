import type { Command } from 'commander'
import { act, call, connected, print } from '../connection.ts'

/** `peertwin reset`: puts a namespace back to its initial world. */
export const declare = (command: Command): void => {
  connected(command).option('--keep <parts>', 'what stays: clock, ids, journal; separated by commas')
  act(command, async (connection, _, { keep }) => {
    const query = typeof keep === 'string' ? `?keep=${encodeURIComponent(keep)}` : ''
    const answer = (await call(connection, 'POST', `/reset${query}`)) as { clock: { now: string } }
    print(connection, answer, ({ clock }) => [`back to the initial world; the clock stands at ${clock.now}`])
  })
}
