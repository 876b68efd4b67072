import { type Client, shellCode } from '../client/client.ts'
import type { Rig } from '../rig.ts'
import { inParallel } from './pool.ts'
import { type Plan, type Run, runClient } from './run.ts'

/** A seed under which a client failed. */
export interface Failed {
  readonly seed: number
  readonly run: Run
}

/** What became of a client under many seeds. */
export interface Soaked {
  /** How many seeds held. */
  readonly held: number
  /** The first failure; undefined when all held, or when it was interrupted. */
  readonly failed: Failed | undefined
}

/** Runs a client under one seed after another, several at a time, until one fails. */
export class Soak {
  readonly #running = new Set<Client>()
  #stopped = false

  async run(
    rig: Rig,
    plan: Omit<Plan, 'output'>,
    {
      seeds,
      jobs,
      allowEmpty,
    }: { readonly seeds: readonly number[]; readonly jobs: number; readonly allowEmpty: boolean },
  ): Promise<Soaked> {
    let held = 0
    let failed: Failed | undefined
    await inParallel(seeds, jobs, {
      stopped: () => this.#stopped,
      work: async (seed) => {
        const run = await runClient(rig, { ...plan, seed, output: 'keep' }, (client) => this.#begin(client))
        if (this.#stopped) return // it was ended in the middle of it
        if (holds(run, allowEmpty)) return void held++
        failed = { seed, run }
        this.stop()
      },
    })
    return { held, failed }
  }

  /** Ends all clients that run. */
  stop(): void {
    this.#stopped = true
    for (const client of this.#running) void client.stop()
  }

  #begin(client: Client): void {
    if (this.#stopped) return void client.stop()
    this.#running.add(client)
    void client.end.then(() => this.#running.delete(client)).catch(() => {})
  }
}

/** Whether a client did all that was expected of it. */
const holds = ({ end, watch, verification }: Run, allowEmpty: boolean): boolean =>
  shellCode(end) === 0 && verification?.passed !== false && (allowEmpty || watch.count > 0)
