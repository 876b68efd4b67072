import { ControlClient } from '../control/client.ts'
import { CONTROL } from '../control/context.ts'
import type { Emulator } from '../emulator.ts'
import { Peertwin } from './peertwin.ts'
import { readWaysIn } from './ways-in.ts'

export interface ConnectOptions {
  /** What the emulator was given as control token. */
  readonly token?: string | undefined
  /** The namespace to act on; default `default`. */
  readonly namespace?: string | undefined
}

/**
 * Takes hold of a running emulator: by the URL of one elsewhere, such as `http://127.0.0.1:4580`, or one of
 * `createEmulator` in this process. Closing what it resolves with leaves the emulator running. Rejects with a
 * ControlError when nobody answers or there is no such namespace.
 */
export const connect = async (
  emulator: string | Emulator,
  { token, namespace = 'default' }: ConnectOptions = {},
): Promise<Peertwin> => {
  const end = async (): Promise<void> => {}
  if (typeof emulator !== 'string') {
    const client = inProcess(emulator, token)
    const send = (request: Request) => emulator.fetch(request)
    return new Peertwin({ client, send, end, ways: await readWaysIn(client, namespace) })
  }
  const control = emulator.includes(CONTROL) ? emulator : emulator.replace(/\/+$/, '') + CONTROL
  const client = new ControlClient({ control, token })
  return new Peertwin({ client, send: fetch, end, ways: await readWaysIn(client, namespace) })
}

/** Calls the control API of an emulator in this process, whether it listens or not. */
export const inProcess = (emulator: Emulator, token: string | undefined): ControlClient =>
  new ControlClient({
    control: emulator.addresses?.control ?? `http://localhost${CONTROL}`,
    token,
    send: (request) => emulator.fetch(request),
  })
