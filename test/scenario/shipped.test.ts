import { readdirSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Vocabulary } from '../../src/scenario/document/names.ts'
import { readScenarioFile } from '../../src/scenario/load.ts'
import { verificationText } from '../../src/scenario/verify/report.ts'
import { verify } from '../../src/scenario/verify/verify.ts'
import { fittingClients } from './fitting-clients.ts'
import { type Play, playFile, vocabulary } from './setup.ts'

const FOLDER = new URL('../../scenarios/', import.meta.url)

let names: Vocabulary
beforeAll(async () => {
  names = await vocabulary()
})

/** Plays `name` or `name:variant` on a clock that only the client moves. */
const playing = async (title: string): Promise<Play> => {
  const [name, variant] = title.split(':')
  const play = await playFile(`${name}.yaml`, {
    ...(variant !== undefined && { variant }),
    settings: { tencent: { exampleVpc: false } },
  })
  play.emulator.world.clock.configure({ mode: 'virtual', speed: 0 })
  return play
}

test('there is a fitting client for every scenario and every variant', async () => {
  const titles: string[] = []
  for (const file of readdirSync(FOLDER)) {
    if (!file.endsWith('.yaml')) continue
    const { name, variants = {} } = await readScenarioFile(new URL(file, FOLDER).pathname, names)
    titles.push(name, ...Object.keys(variants).map((variant) => `${name}:${variant}`))
  }
  expect(Object.keys(fittingClients).sort()).toEqual(titles.sort())
})

describe.each(Object.keys(fittingClients))('%s', (title) => {
  test('is not green without a request, even where nothing is allowed to come', async () => {
    const { emulator } = await playing(title)
    expect(verify(emulator.world, names, { allowEmpty: true }).passed).toBe(false)
    const { passed, checks } = verify(emulator.world, names)
    expect([passed, checks[0]!.text]).toEqual([false, 'a request reaches the emulator'])
  })

  test('is green with a client that fits', async () => {
    const play = await playing(title)
    await fittingClients[title]!(play)
    const result = verify(play.emulator.world, names)
    expect(verificationText(result)).not.toMatch(/^FAIL/m)
    expect(result.passed).toBe(true)
  })
})
