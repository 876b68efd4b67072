import { readdirSync } from 'node:fs'
import { expect } from 'vitest'
import { type Durability, createEmulator } from '../../src/index.ts'
import { ScenarioLibrary } from '../../src/scenario/library/library.ts'
import { providers } from '../../src/providers/index.ts'
import { vocabulary } from '../scenario/setup.ts'
import { type Disk, makeDisk } from './disk.ts'
import { Lane, Refused, type Tally } from './lane.ts'
import { BEGIN, Server } from './server.ts'
import { Dice, type Work, bulk, everything, scenarios } from './work.ts'

/** How a round ends: by kill -9; or with a disk that is full, which gets room again, or first sees the process killed or ended. */
export type Ending = 'kill' | 'full' | 'full and killed' | 'full and ended'

export interface Report extends Tally {
  readonly disk: Disk['kind']
  rounds: number
  /** Rounds whose end met a fold on its way. */
  folding: number
  /** Rounds of a server whose answers waited for the disk. */
  synced: number
}

// every third start
const DURABILITIES: readonly Durability[] = ['process', 'process', 'disk']

interface Runner {
  readonly lane: Lane
  readonly work: Work
  /** Leaves no request open when the server is killed, because what it counts of a read shows in no state. */
  readonly careful: boolean
}

/** Runs rounds of load that end badly. After each, all that was acknowledged must be there, and nothing else. */
export const survive = async (
  seed: number,
  endings: readonly Ending[],
  told: (line: string) => void = () => {},
): Promise<Report> => {
  const disk = makeDisk(128)
  const dice = new Dice('crash', seed)
  const report: Report = { disk: disk.kind, rounds: 0, folding: 0, synced: 0, answered: 0, refused: 0, overtaken: 0 }
  const twin = createEmulator({
    clock: { mode: 'virtual', start: Date.parse(BEGIN) },
    scenarios: new ScenarioLibrary(await vocabulary(), providers),
  })
  const kinds = { bulk, a: everything, b: everything, c: everything, scenario: scenarios }
  const runners = Object.entries(kinds).map(([name, kind]): Runner => {
    const lane = new Lane(name, twin, report)
    return { lane, careful: kind === scenarios, work: kind(lane, new Dice('lane', seed, name)) }
  })
  let starts = 0
  const open = (): Promise<Server> => opened(disk, runners, DURABILITIES[starts++ % DURABILITIES.length]!)
  let server = await open()
  try {
    for (const { lane, work } of runners) await beginning(lane, work)
    for (const ending of endings) {
      if (ending !== 'kill' && disk.kind === 'endless') continue
      const { durability } = server
      const round = new Round(runners, report)
      await round.until(() => round.answered >= 10 + dice.below(80))
      if (ending === 'kill') {
        const atFold = dice.below(2) === 0
        if (atFold) await round.until(() => round.answered > 100 || isFolding(disk))
        for (let turns = dice.below(100); turns > 0; turns--) await turn()
        if (isFolding(disk)) report.folding++
        await round.kill(server)
      } else {
        await exhaust(round, server, disk)
        if (ending === 'full') await round.stop()
        else await leave(round, server, ending)
        disk.free(server.pid)
      }
      if (ending === 'full') await recovered(server, runners)
      else server = await open()
      for (const { lane } of runners) await lane.settle()
      report.rounds++
      if (durability === 'disk') report.synced++
      told(`${ending} ${JSON.stringify(report)}\n`)
    }
    expect((await server.end('SIGTERM')).code).toBe(0)
    return report
  } finally {
    await server.end('SIGKILL')
    await twin.close()
    disk.remove()
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const isFolding = ({ folder }: Disk): boolean => readdirSync(folder).some((name) => name.endsWith('.tmp'))

const opened = async ({ folder }: Disk, runners: readonly Runner[], durability: Durability): Promise<Server> => {
  const server = await Server.start(folder, durability)
  if (!(server instanceof Server)) throw new Error(`exit ${server.code}: ${server.stderr}`)
  for (const { lane } of runners) lane.base = server.base
  return server
}

const beginning = async (lane: Lane, work: Work): Promise<void> => {
  await work.begin()
  await lane.settle()
}

const readyStatus = async ({ base }: Server): Promise<number> => (await fetch(`${base}/_peertwin/ready`)).status

/** Takes the room away under load, until several writes were refused. */
const exhaust = async (round: Round, server: Server, disk: Disk): Promise<void> => {
  await round.pauseCareful()
  round.mayRefuse(true)
  disk.fill(server.pid)
  const { refused } = round.report
  await round.until(() => round.report.refused > refused + 8)
  expect(await readyStatus(server)).toBe(503)
}

const leave = async (round: Round, server: Server, ending: Ending): Promise<void> => {
  if (ending === 'full and killed') return round.kill(server)
  await round.stop()
  round.mayRefuse(false)
  const { code, stderr } = await server.end('SIGTERM')
  if (code !== 0)
    expect({ code, stderr }).toMatchObject({ code: 74, stderr: expect.stringMatching(/could not be written: .*\n$/) })
}

/** With room again, everything goes on by itself. */
const recovered = async (server: Server, runners: readonly Runner[]): Promise<void> => {
  for (const { lane, work } of runners) {
    lane.mayRefuse = false
    await work.step()
  }
  expect(await readyStatus(server)).toBe(200)
}

/** Load on all lanes until somebody ends it. */
class Round {
  readonly report: Report
  readonly #runners: readonly Runner[]
  readonly #began: number
  readonly #running: { readonly careful: boolean; readonly done: Promise<void> }[]
  readonly #waiting: { readonly holds: () => boolean; readonly go: () => void }[] = []
  #failure: unknown
  #stopped = false
  #careful = true
  #killed = false

  constructor(runners: readonly Runner[], report: Report) {
    this.report = report
    this.#runners = runners
    this.#began = report.answered
    this.#running = runners.map((runner) => ({ careful: runner.careful, done: this.#run(runner) }))
  }

  get answered(): number {
    return this.report.answered - this.#began
  }

  mayRefuse(may: boolean): void {
    for (const { lane } of this.#runners) lane.mayRefuse = may
  }

  /** Waits until something holds, which is looked at after each step of a lane. */
  async until(holds: () => boolean): Promise<void> {
    if (!holds() && this.#failure === undefined) await new Promise<void>((go) => this.#waiting.push({ holds, go }))
    if (this.#failure !== undefined) throw this.#failure
  }

  async pauseCareful(): Promise<void> {
    this.#careful = false
    await Promise.all(this.#running.filter(({ careful }) => careful).map(({ done }) => done))
  }

  async kill(server: Server): Promise<void> {
    await this.pauseCareful()
    this.#killed = true
    await server.end('SIGKILL')
    await this.stop()
    this.mayRefuse(false)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.all(this.#running.map(({ done }) => done))
    if (this.#failure !== undefined) throw this.#failure
  }

  #goesOn(careful: boolean): boolean {
    return !this.#stopped && !this.#killed && (this.#careful || !careful)
  }

  async #run({ work, careful }: Runner): Promise<void> {
    while (this.#goesOn(careful)) {
      try {
        await work.step()
      } catch (error) {
        if (!(error instanceof Refused)) return this.#failed(error)
      }
      for (const one of this.#waiting.splice(0)) {
        if (one.holds()) one.go()
        else this.#waiting.push(one)
      }
    }
  }

  #failed(error: unknown): void {
    if (this.#killed && error instanceof TypeError) return // the request that the kill overtook
    this.#failure ??= error
    for (const { go } of this.#waiting.splice(0)) go()
  }
}
