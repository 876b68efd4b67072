import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { type Micros, stopwatch, wallTimer } from '../../core/clock.ts'
import { ConfigError } from '../../core/config.ts'
import type { Variables } from '../../world/provider.ts'
import { Tail } from './tail.ts'

/** A client's program: what is called, with which variables, and where. */
export interface ClientCommand {
  readonly argv: readonly string[]
  readonly environment: Variables
  readonly folder?: string | undefined
  /** `pass` leaves it the terminal; `keep` keeps what it writes, and gives it a process group of its own and no input. */
  readonly output: 'pass' | 'keep'
}

/** How a client's program ended. */
export interface ClientEnd {
  /** Null when a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** The end of what it wrote, empty where that was passed on. */
  readonly stdout: string
  readonly stderr: string
  readonly took: Micros
}

const GRACE = 2_000

/** A client's program while it runs. */
export class Client {
  readonly end: Promise<ClientEnd>
  readonly #child: ChildProcess
  readonly #grouped: boolean
  #ended = false

  constructor({ argv: [program = '', ...args], environment, folder, output }: ClientCommand) {
    this.#grouped = output === 'keep'
    const began = stopwatch()
    const stdio: StdioOptions = output === 'keep' ? ['ignore', 'pipe', 'pipe'] : 'inherit'
    this.#child = spawn(program, args, { env: environment, cwd: folder, detached: this.#grouped, stdio })
    const [stdout, stderr] = [new Tail(this.#child.stdout), new Tail(this.#child.stderr)]
    this.end = new Promise((resolve, reject) => {
      this.#child.once('error', (error: NodeJS.ErrnoException) => reject(notStarted(program, error)))
      this.#child.once('exit', () => (this.#ended = true))
      this.#child.once('close', (code, signal) =>
        resolve({ code, signal, stdout: stdout.text, stderr: stderr.text, took: stopwatch() - began }),
      )
    })
    this.end.catch(() => {}) // whoever waits for it hears of it
  }

  /** Sends a signal, to all that it started as well where it has a group of its own. */
  signal(name: NodeJS.Signals): void {
    const { pid } = this.#child
    if (pid === undefined) return
    try {
      process.kill(this.#grouped ? -pid : pid, name)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error // it is gone already
    }
  }

  /** Asks it to end, and ends it when it does not. */
  async stop(first: NodeJS.Signals = 'SIGTERM', grace = GRACE): Promise<ClientEnd> {
    if (!this.#ended) this.signal(first)
    const cancel = wallTimer(grace, () => this.signal('SIGKILL'))
    try {
      return await this.end
    } finally {
      cancel()
      if (this.#grouped) this.signal('SIGKILL') // what it left behind
    }
  }
}

const notStarted = (program: string, { code, message }: NodeJS.ErrnoException): ConfigError =>
  new ConfigError(
    code === 'ENOENT' ? `there is no program '${program}'` : `the program '${program}' cannot be started: ${message}`,
  )

/** The exit code by which a shell would tell how a program ended. */
export const shellCode = ({ code, signal }: Pick<ClientEnd, 'code' | 'signal'>): number =>
  code ?? 128 + (signal === null ? 0 : constants.signals[signal])
