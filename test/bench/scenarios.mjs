// What scenarios cost a request: none, one about other operations, one about this. Run it with `node test/bench/scenarios.mjs` after a build.
import { createEmulator } from '../../dist/index.js'

const BASE = 'http://localhost:4580'
const ROUNDS = 15
const REQUESTS = 4_000

const emulator = createEmulator({
  providers: ['digitalocean'],
  clock: { mode: 'virtual', now: Date.parse('2026-01-01T00:00:00Z') },
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
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1]

// what a request pays where there is no scenario: these reads, and nothing else
const checks = () => {
  const { world } = emulator
  let set = 0
  const start = process.hrtime.bigint()
  for (let n = 0; n < 20_000_000; n++)
    if (world.judge !== null || world.plan !== null || world.history !== null || world.rates.bend !== null) set++
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
console.log(`checks without a scenario: ${((100 * cost) / plain).toFixed(3)} % of a GET (mark: under 3 %)`)
for (const [name, list] of Object.entries(times))
  console.log(`GET with a scenario, ${name}: ${(median(list) / plain).toFixed(2)}`)
