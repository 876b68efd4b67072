import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Durability } from '../../src/index.ts'
import { CLI } from '../helpers/cli.ts'

/** When the emulated time begins. */
export const BEGIN = '2026-01-01T00:00:00Z'

const CLOCK = ['--time', 'virtual', '--start', BEGIN]

/** How a process ended, and what it said. */
export interface Ended {
  readonly code: number | null
  readonly stderr: string
}

/** The command on a state folder. */
export class Server {
  readonly pid: number
  readonly base: string
  readonly durability: Durability
  readonly #child: ChildProcess
  readonly #stderr: () => string

  private constructor(child: ChildProcess, base: string, durability: Durability, stderr: () => string) {
    this.pid = child.pid!
    this.base = base
    this.durability = durability
    this.#child = child
    this.#stderr = stderr
  }

  /** Resolves when it listens, or with how it ended. */
  static async start(folder: string, durability: Durability): Promise<Server | Ended> {
    const kept = ['--state', folder, '--durability', durability]
    const child = spawn(process.execPath, [CLI, 'start', '--port', '0', '--ready-json', ...kept, ...CLOCK])
    let [stdout, stderr] = ['', '']
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    const ready = new Promise<boolean>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        stdout += chunk.toString()
        if (stdout.includes('\n')) resolve(true)
      })
      child.once('close', () => resolve(false))
    })
    if (!(await ready)) return { code: child.exitCode, stderr }
    const { port } = JSON.parse(stdout) as { port: number }
    return new Server(child, `http://127.0.0.1:${port}`, durability, () => stderr)
  }

  /** Ends it by a signal. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<Ended> {
    const closed = this.#child.exitCode === null && this.#child.signalCode === null ? once(this.#child, 'close') : null
    this.#child.kill(signal)
    await closed
    return { code: this.#child.exitCode, stderr: this.#stderr() }
  }
}
