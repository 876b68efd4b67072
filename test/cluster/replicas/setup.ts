import { afterAll } from 'vitest'
import { type Emulator, type EmulatorOptions, openEmulator } from '../../../src/emulator.ts'
import { sharedNats } from '../engine/clusters.ts'

let number = 0
const open = new Set<Emulator>()

afterAll(async () => {
  await Promise.all([...open].map((emulator) => emulator.close()))
})

/** A replica with short ways to ask it. */
export interface Replica {
  readonly emulator: Emulator
  /** Calls the control API. */
  control(method: string, path: string, body?: unknown): Promise<Answer>
  /** Asks a provider, in the namespace of a credential. */
  ask(method: string, path: string, body?: unknown, more?: Readonly<Record<string, string>>): Promise<Answer>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // oxlint-disable-next-line typescript/no-explicit-any -- what it should be is asserted
  readonly body: any
}

const read = async (response: Response): Promise<Answer> => {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
}

/** A cluster that nobody else has, and a way to begin a replica of it. */
export const newCluster = async () => {
  const [{ urls: servers }, name] = [await sharedNats(), `replicas-${++number}`]
  return async (options: EmulatorOptions = {}): Promise<Replica> => {
    const emulator = await openEmulator({
      clock: { mode: 'virtual', start: Date.parse('2026-01-01T00:00:00Z') },
      ...options,
      cluster: { servers, name, secret: 'secret of the test', ...options.cluster },
    })
    open.add(emulator)
    const send = async (url: string, method: string, body: unknown, headers: Readonly<Record<string, string>>) =>
      read(
        await emulator.fetch(
          new Request(url, {
            method,
            headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
            ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
          }),
        ),
      )
    return {
      emulator,
      control: (method, path, body) => send(`http://localhost/_peertwin${path}`, method, body, {}),
      ask: (method, path, body, more = {}) =>
        send(`http://api.digitalocean.com${path}`, method, body, { authorization: 'Bearer x', ...more }),
    }
  }
}

/** Ends a replica in order. */
export const end = async ({ emulator }: Replica): Promise<void> => {
  open.delete(emulator)
  await emulator.close()
}
