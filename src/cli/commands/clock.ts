import type { Command } from 'commander'
import { type Connection, act, call, connected, numberIn, print } from '../connection.ts'

interface ClockAnswer {
  readonly mode: string
  readonly now: string
  readonly speed: number
  readonly next_due: string | null
  readonly happened?: number
}

const show = (connection: Connection, answer: unknown): void =>
  print(connection, answer as ClockAnswer, ({ now, mode, speed, next_due, happened }) => [
    `${now}  ${mode}, speed ${speed}, next due ${next_due ?? 'nothing'}`,
    ...(happened === undefined ? [] : [`${happened} events happened`]),
  ])

/** `peertwin clock`: reads and moves the emulated time. */
export const declare = (group: Command): void => {
  connected(group)
  act(group.command('show', { isDefault: true }).description('where the clock stands'), async (connection) =>
    show(connection, await call(connection, 'GET', '/clock')),
  )
  act(
    group.command('advance <span>').description('move ahead by a span such as 30s, or to an RFC 3339 instant'),
    async (connection, [step = '']) =>
      show(
        connection,
        await call(connection, 'POST', '/clock/advance', /^\d{4}-/.test(step) ? { to: step } : { by: step }),
      ),
  )
  act(
    group
      .command('settle')
      .description('jump from event to event until nothing is due')
      .option('--max <span>', 'look no further ahead than this', '1h'),
    async (connection, _, { max }) => show(connection, await call(connection, 'POST', '/clock/settle', { max })),
  )
  act(group.command('freeze').description('stand still until moved'), async (connection) =>
    show(connection, await call(connection, 'PUT', '/clock', { mode: 'virtual', speed: 0 })),
  )
  act(
    group
      .command('set')
      .description('change mode, speed or position')
      .option('--mode <mode>', 'real or virtual')
      .option('--speed <factor>', 'emulated seconds per wall second')
      .option('--now <instant>', 'RFC 3339 instant, not before the present one'),
    async (connection, _, { mode, speed, now }) =>
      show(connection, await call(connection, 'PUT', '/clock', { mode, now, speed: numberIn(speed) })),
  )
}
