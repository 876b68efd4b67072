import { createEmulator } from '../../../dist/index.js'
import { median } from '../tools/measure.mjs'

const BASE = 'http://localhost:4580'
const ROUNDS = 15
const REQUESTS = 4_000

/** What scenarios cost a request: none, one about other operations, one about this. */
export const scenarios = async () => {
  const emulator = createEmulator({
    providers: ['digitalocean'],
    clock: { mode: 'virtual', start: Date.parse('2026-01-01T00:00:00Z') },
  })
  const bearer = { authorization: 'Bearer dop_v1_bench' }
  const ask = async (method, path, body) => {
    const response = await emulator.fetch(
      new Request(BASE + path, { method, headers: bearer, ...(body && { body: JSON.stringify(body) }) }),
    )
    const text = await response.text()
    if (response.status >= 400) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return text.startsWith('{') ? JSON.parse(text) : null
  }
  const vpc = async (name) => (await ask('POST', '/v2/vpcs', { name, region: 'nyc3' })).vpc.id
  const made = await ask('POST', '/v2/vpc_peerings', { name: 'p', vpc_ids: [await vpc('a'), await vpc('b')] })
  const path = `/v2/vpc_peerings/${made.vpc_peering.id}`

  const nanoseconds = async () => {
    const start = process.hrtime.bigint()
    for (let n = 0; n < REQUESTS; n++) await emulator.fetch(new Request(BASE + path, { headers: bearer }))
    return Number(process.hrtime.bigint() - start) / REQUESTS
  }

  // what a request pays where there is no scenario: these reads, and nothing else
  const checks = () => {
    const { world } = emulator
    let set = 0
    const start = process.hrtime.bigint()
    for (let n = 0; n < 20_000_000; n++)
      if (
        world.judge !== null ||
        world.planner !== null ||
        world.commits.history !== null ||
        world.rates.override !== null
      )
        set++
    if (set > 0) throw new Error('there is a scenario')
    return Number(process.hrtime.bigint() - start) / 20_000_000
  }

  const cost = checks()
  const fault = (op) =>
    ask('POST', '/_peertwin/faults', { id: 'f', match: { op }, calls: 1_000_000_000, effect: { reset: true } })
  const kinds = {
    none: async () => {},
    'about another operation': () => fault('digitalocean/vpcs.delete'),
    'about this operation, not this call': () => fault('digitalocean/vpc_peerings.get'),
  }
  const times = Object.fromEntries(Object.keys(kinds).map((name) => [name, []]))
  for (let round = -3; round < ROUNDS; round++) {
    for (const [name, begin] of Object.entries(kinds)) {
      await ask('DELETE', '/_peertwin/faults')
      await begin()
      const time = await nanoseconds()
      if (round >= 0) times[name].push(time)
    }
  }
  const plain = median(times.none)
  return [
    { work: 'checks without a scenario, part of a GET', value: cost / plain, most: 0.03 },
    ...Object.entries(times).map(([name, list]) => ({
      work: `GET with a scenario, ${name}, against without`,
      value: median(list) / plain,
    })),
  ]
}
