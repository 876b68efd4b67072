import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { CLI } from '../../helpers/cli.ts'

const STEP_MS = 100

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** A process of the command, which is at the same port whenever it runs. */
export class Replica {
  readonly port: number
  /** What it said about trouble, in all of its runs. */
  stderr = ''
  readonly #args: readonly string[]
  readonly #command: string
  #child: ChildProcess | undefined

  constructor(port: number, args: readonly string[], command = CLI) {
    this.port = port
    this.#args = args
    this.#command = command
  }

  get isRunning(): boolean {
    return this.#child !== undefined
  }

  start(): void {
    const args = [this.#command, 'start', '--port', String(this.port), ...this.#args]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    this.#child = child
    child.stderr.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()))
    running.add(child)
    child.once('close', () => {
      running.delete(child)
      if (this.#child === child) this.#child = undefined
    })
  }

  /** Sends it a signal; unless that only stops or resumes it, waits until it is gone and tells its exit code. */
  async signal(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child
    if (!child) return null
    const closed = once(child, 'close')
    child.kill(signal)
    if (signal === 'SIGSTOP' || signal === 'SIGCONT') return null
    const [code] = (await closed) as [number | null]
    return code
  }

  /** Waits until it says that it is ready. */
  async ready(): Promise<void> {
    for (;;) {
      if (!this.#child) throw new Error(`the replica ended: ${this.stderr}`)
      const answer = await fetch(`http://127.0.0.1:${this.port}/_peertwin/ready`).catch(() => undefined)
      if (answer?.status === 200) return
      await setTimeout(STEP_MS)
    }
  }
}
