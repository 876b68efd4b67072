import { median } from '../tools/measure.mjs'
import { ask, startBare, startEmulator } from '../tools/processes.mjs'
import { works } from '../work.mjs'

const ROUNDS = 30

const firstAnswer = async (spawned) => {
  const began = performance.now()
  const server = await spawned()
  const { status } = await ask(server.port, works.digitalocean.list)
  const took = performance.now() - began
  server.stop()
  if (status !== 200) throw new Error(`the first answer is ${status}`)
  return took
}

/** The time from the spawn to the first 200, against a bare script's. */
export const start = async () => {
  const ratios = []
  for (let round = -2; round < ROUNDS; round++) {
    const took = {}
    const sides = [
      ['bare', startBare],
      ['emulator', startEmulator],
    ]
    for (const [name, spawned] of round % 2 === 0 ? sides : sides.toReversed()) took[name] = await firstAnswer(spawned)
    if (round >= 0) ratios.push(took.emulator / took.bare)
  }
  return [{ work: 'spawn to first 200, against a bare script', value: median(ratios), most: 1.6, goal: 1.3 }]
}
