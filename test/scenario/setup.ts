import { type Emulator, type EmulatorOptions, createEmulator } from '../../src/index.ts'
import { providers } from '../../src/providers/index.ts'
import { optionsWith } from '../../src/scenario/library/library.ts'
import { type Scenario, compileScenario } from '../../src/scenario/rules/compile.ts'
import { activate, activeIn } from '../../src/scenario/run/activation.ts'
import type { ActiveScenario } from '../../src/scenario/run/active-scenario.ts'
import { readScenario, readScenarioFile } from '../../src/scenario/load.ts'
import { type Vocabulary, vocabularyOf } from '../../src/scenario/document/names.ts'
import { World } from '../../src/world/world.ts'
import { BASE, TOKEN } from '../providers/digitalocean/setup.ts'
import { type Client, START, clientOf } from '../helpers/setup.ts'

let names: Promise<Vocabulary> | undefined

/** Everything that a scenario may name. */
export const vocabulary = (): Promise<Vocabulary> =>
  (names ??= vocabularyOf(providers, (provider) => provider.createApp()))

const FOLDER = new URL('../../scenarios/', import.meta.url).pathname

export interface Play {
  readonly emulator: Emulator
  readonly scenario: Scenario
  readonly active: ActiveScenario
  /** Client of DigitalOcean with a full token. */
  readonly api: Client
  /** Moves the emulated time. */
  readonly pass: (ms: number) => void
}

export interface PlayOptions extends EmulatorOptions {
  readonly variant?: string
}

const started = (scenario: Scenario, options: EmulatorOptions): Play => {
  const emulator = createEmulator({
    ...optionsWith<EmulatorOptions>(scenario, { clock: { mode: 'virtual', start: START }, ...options }),
    prepare: (world) => void activate(world, scenario),
  })
  return {
    emulator,
    scenario,
    get active() {
      return activeIn(emulator.world)!
    },
    api: clientOf(emulator, BASE, { authorization: `Bearer ${TOKEN}` }),
    pass(ms) {
      emulator.world.clock.advance(ms)
      emulator.world.catchUp()
    },
  }
}

/** Plays a scenario written in a test. The name may be left out. */
export const play = async (text: string, { variant, ...options }: PlayOptions = {}): Promise<Play> => {
  const document = await readScenario(
    /^name:/m.test(text) ? text : `name: test\n${text}`,
    'test.yaml',
    await vocabulary(),
  )
  const { scenario } = compileScenario(document, await vocabulary(), variant)
  return started(scenario, options)
}

/** Plays one of the scenarios that come with the package. */
export const playFile = async (name: string, { variant, ...options }: PlayOptions = {}): Promise<Play> => {
  const document = await readScenarioFile(`${FOLDER}${name}`, await vocabulary())
  const { scenario } = compileScenario(document, await vocabulary(), variant)
  return started(scenario, options)
}

/** What is wrong with a scenario, line by line. */
export const mistakesIn = async (text: string): Promise<string[]> => {
  try {
    await readScenario(text, 'test.yaml', await vocabulary(), {
      tryFixtures: (fixtures) => void World.create(providers, { fixtures }),
    })
    return []
  } catch (error) {
    return (error as Error).message.split('\n')
  }
}

export const S = 1_000
export const MIN = 60 * S
export const H = 60 * MIN

/** Scenario files of one rule. */
export const transition = (rule: string): string =>
  `name: t\nlifecycles:\n  digitalocean/vpc_peering:\n    - { ${rule} }\n`
export const fault = (rule: string): string => `name: t\nfaults:\n  - { id: f, ${rule} }\n`
export const limit = (rule: string): string => `name: t\nlimits:\n  - { ${rule} }\n`
export const expectation = (rule: string): string => `name: t\nexpect:\n  - { ${rule} }\n`
