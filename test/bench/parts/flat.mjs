import { measured, median } from '../tools/measure.mjs'
import { control, startCounted } from '../tools/processes.mjs'
import { flagsOf, works } from '../work.mjs'

const [FEW, MANY] = [100, 100_000]
const [FEW_NETWORKS, MANY_NETWORKS] = [100, 10_000]
const LISTED = 20
const ROUNDS = 12

const repeated = (count, make) => Array.from({ length: count }, (_, n) => make(n))

/** What a request costs among many, against what it costs among few; `make` gives the request number `n`. */
const growthOf = async (load, work, servers, { make, count }) => {
  const ratios = []
  for (let round = -6; round < ROUNDS; round++) {
    const costs = new Map()
    for (const server of round % 2 === 0 ? servers : servers.toReversed()) {
      const requests = make ? repeated(count, () => make(server)) : undefined
      costs.set(server, (await measured(load, server, { requests, connections: 4 })).cost)
    }
    if (round >= 0) ratios.push(costs.get(servers[1]) / costs.get(servers[0]))
  }
  return { work, value: median(ratios), most: 1.2 }
}

const ofProvider = async (name, { file, load, rows }) => {
  const work = works[name]
  const servers = []
  for (const size of [FEW, rows]) {
    const server = await startCounted(...flagsOf(file, name))
    await load({ port: server.port, requests: repeated(LISTED, work.joinHub), connections: 1 })
    await load({ port: server.port, requests: repeated(size, work.create), connections: 32 })
    await control(server.port, 'POST', '/clock/settle', {})
    servers.push(server)
  }
  const results = []
  if (work.pages)
    results.push(await growthOf(load, `${name}: list of 20`, servers, { make: () => work.list, count: 100 }))
  results.push(await growthOf(load, `${name}: list of 20 by network`, servers, { make: () => work.ofHub, count: 100 }))
  for (const server of servers) server.stop()
  return results
}

const onRouter = async ({ file, load }) => {
  const { network } = works.upcloud
  const servers = []
  for (const size of [FEW_NETWORKS, MANY_NETWORKS]) {
    const server = await startCounted(...flagsOf(file, 'upcloud'))
    await load({ port: server.port, requests: repeated(size, network), connections: 32 })
    servers.push(Object.assign(server, { networks: size }))
  }
  const make = (server) => network(server.networks++)
  const result = await growthOf(load, 'upcloud: create on a router with 10,000 networks', servers, { make, count: 25 })
  for (const server of servers) server.stop()
  return result
}

/** What lists cost at 100,000 rows, and a create on a router at 10,000 networks, against the same at 100. */
export const flat = async ({ file, load, rows = MANY, names = Object.keys(works) }) => {
  const results = [await onRouter({ file, load })]
  for (const name of names) results.push(...(await ofProvider(name, { file, load, rows })))
  return results
}
