import { type Emulator, type EmulatorOptions, createEmulator } from '../../src/index.ts'
import type { Clock } from '../../src/core/clock.ts'
import type { Planner } from '../../src/world/unit-of-work.ts'

/** When virtual clocks of tests begin. */
export const START = Date.parse('2026-01-01T00:00:00Z')

/** An answer with everything a client can notice. */
export interface Answered {
  readonly status: number
  readonly headers: Record<string, string>
  /** Parsed JSON, or undefined for an empty body. */
  readonly body: unknown
  readonly text: string
}

export interface Client {
  (method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>
}

export interface Bench {
  readonly emulator: Emulator
  readonly clock: Clock
}

/** An emulator on a virtual clock that stands at {@link START}. */
export const setup = (options: EmulatorOptions = {}): Bench => {
  const emulator = createEmulator({ clock: { mode: 'virtual', start: START }, ...options })
  return {
    emulator,
    get clock() {
      return emulator.world.clock
    },
  }
}

/** A client of an emulator: bodies that are no text are sent as JSON. `base` is what the client believes its server to be. */
export const clientOf = (emulator: Emulator, base: string, headers: Record<string, string> = {}): Client => {
  return async (method, path, body, more = {}) => {
    const payload =
      body === undefined || typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
    const request = new Request(base + path, {
      method,
      headers: { ...(payload !== undefined && { 'content-type': 'application/json' }), ...headers, ...more },
      ...(payload !== undefined && { body: payload }),
    })
    return answered(await emulator.fetch(request))
  }
}

export const answered = async (response: Response): Promise<Answered> => {
  const text = await response.text()
  const isJson = (response.headers.get('content-type') ?? '').includes('json')
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: text === '' ? undefined : isJson ? JSON.parse(text) : text,
    text,
  }
}

/** A planner that only plans exits, as a scenario's rule would. */
export const planning = (exit: Planner['exit']): Planner => ({
  exit,
  taken: () => undefined,
  fired: () => undefined,
  entered: () => {},
  adding: () => {},
})
