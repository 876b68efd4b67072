import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { CLI } from '../helpers/cli.ts'

/** When the emulated time begins. */
export const BEGIN = '2026-01-01T00:00:00Z'

/** How a process ended, and what it said. */
export interface Ended {
  readonly code: number | null
  readonly stderr: string
}

/** The command on a state folder. */
export class Server {
  readonly pid: number
  readonly base: string
  readonly #child: ChildProcess
  readonly #stderr: () => string

  private constructor(child: ChildProcess, base: string, stderr: () => string) {
    this.pid = child.pid!
    this.base = base
    this.#child = child
    this.#stderr = stderr
  }

  /** Resolves when it listens, or with how it ended. */
  static async start(folder: string, ...more: readonly string[]): Promise<Server | Ended> {
    const args = ['start', '--port', '0', '--ready-json', '--state', folder, '--time', 'virtual', '--start', BEGIN]
    const child = spawn(process.execPath, [CLI, ...args, ...more])
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
    return new Server(child, `http://127.0.0.1:${port}`, () => stderr)
  }

  /** Ends it by a signal. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<Ended> {
    const closed = this.#child.exitCode === null && this.#child.signalCode === null ? once(this.#child, 'close') : null
    this.#child.kill(signal)
    await closed
    return { code: this.#child.exitCode, stderr: this.#stderr() }
  }
}
