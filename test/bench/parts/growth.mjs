import { median, measured } from '../tools/measure.mjs'
import { ask, control, residentMiB, startCounted } from '../tools/processes.mjs'
import { flagsOf, works } from '../work.mjs'

const SIZES = [0, 10_000, 100_000]
const BATCH = 1_000
const { create, list } = works.digitalocean

const creates = (from, count) => Array.from({ length: count }, (_, n) => create(from + n))

/** What a create costs among many rows against among none, and what the rows weigh. */
export const growth = async ({ file, load }) => {
  const servers = []
  let memory
  for (const rows of SIZES) {
    const server = await startCounted(...flagsOf(file, 'digitalocean'))
    await ask(server.port, list)
    const idle = residentMiB(server.pid)
    if (rows > 0) await load({ port: server.port, requests: creates(0, rows), connections: 32 })
    if (rows === 100_000) memory = residentMiB(server.pid) - idle
    servers.push({ server, rows, costs: [] })
  }
  for (let round = -2; round < 15; round++) {
    const batch = round + 2
    const order = batch % 2 === 0 ? servers : servers.toReversed()
    for (const { server, rows, costs } of order) {
      if (rows === 0) await control(server.port, 'POST', '/reset')
      const requests = creates(rows === 0 ? 0 : rows + batch * BATCH, BATCH)
      const { cost } = await measured(load, server, { requests, connections: 1 })
      if (round >= 0) costs.push(cost)
    }
  }
  for (const { server } of servers) server.stop()
  const [none] = servers
  return [
    ...servers.slice(1).map(({ rows, costs }) => ({
      work: `create cost from ${rows.toLocaleString('en')} rows on, against an empty world`,
      value: median(costs.map((cost, i) => cost / none.costs[i])),
      most: 1.2,
    })),
    { work: 'resident memory per 100,000 peerings, MiB', value: memory, most: 200, goal: 150 },
  ]
}
