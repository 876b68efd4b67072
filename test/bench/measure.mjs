import { ask, residentMiB, startBare, startEmulator, startRaw } from './processes.mjs'
import { PEERINGS, create, get, peering } from './work.mjs'

export const median = (numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

const names = (headers) => headers.filter((_, i) => i % 2 === 0).join()

const reset = (port) => ask(port, 'POST', '/_peertwin/reset')

/** Throughput of the three kinds of work as parts of the raw server's. `seen.idle` gets the share of the generator's turns that found no answer. */
export const throughput = async (fixturesFile, load, rounds, seen) => {
  const reader = await startEmulator('--fixtures', fixturesFile)
  const writer = await startEmulator('--fixtures', fixturesFile)
  await load({ port: reader.port, requests: create(0, 100), connections: 1 })
  const { id } = JSON.parse((await ask(reader.port, 'GET', `${PEERINGS}?per_page=1`)).body).vpc_peerings[0]
  const one = `${PEERINGS}/${id}`
  await new Promise((resolve) => setTimeout(resolve, 2_100)) // until all of them are ACTIVE

  const recorded = {
    [`GET${one}`]: await ask(reader.port, 'GET', one),
    [`GET${PEERINGS}`]: await ask(reader.port, 'GET', PEERINGS),
    [`POST${PEERINGS}`]: await ask(writer.port, 'POST', PEERINGS, peering(0)),
  }
  for (const answer of Object.values(recorded)) answer.headers = withoutConnection(answer.headers)
  const raw = await startRaw(recorded)
  await compare(reader.port, raw.port, one)

  const cells = [1, 32].flatMap((connections) => [
    { work: 'GET one', connections, emulator: reader, job: { requests: get(one), ms: 200 } },
    { work: 'list of 20', connections, emulator: reader, job: { requests: get(PEERINGS), ms: 200 } },
    {
      work: 'create',
      connections,
      emulator: writer,
      job: { requests: create(0, connections === 1 ? 800 : 2_000) },
      before: () => reset(writer.port),
    },
  ])
  for (const cell of cells) cell.ratios = []
  for (let round = -3; round < rounds; round++) {
    for (const { connections, emulator, job, before, ratios } of cells) {
      await before?.()
      const sides = [raw.port, emulator.port]
      if (round % 2 !== 0) sides.reverse()
      const rates = {}
      for (const port of sides) {
        const { perSecond, idle } = await load({ ...job, port, connections })
        rates[port] = perSecond
        if (round >= 0) seen.idle.push(idle)
      }
      if (round >= 0) ratios.push(rates[emulator.port] / rates[raw.port])
    }
  }
  reader.stop()
  writer.stop()
  return cells.map(({ work, connections, ratios }) => ({ work, connections, ratio: median(ratios) }))
}

// Node adds these by itself on both sides
const withoutConnection = (headers) => {
  const kept = []
  for (let i = 0; i < headers.length; i += 2)
    if (!['Connection', 'Keep-Alive'].includes(headers[i])) kept.push(headers[i], headers[i + 1])
  return kept
}

const compare = async (emulator, raw, path) => {
  const [a, b] = await Promise.all([ask(emulator, 'GET', path), ask(raw, 'GET', path)])
  if (a.body !== b.body || names(a.headers) !== names(b.headers))
    throw new Error(`the raw server answers other bytes:\n${JSON.stringify(a)}\n${JSON.stringify(b)}`)
}

const SIZES = [0, 10_000, 100_000]
const BATCH = 1_000

/** What a create costs among many rows against among none, and what the rows weigh. */
export const growth = async (fixturesFile, load, rounds) => {
  const servers = []
  let memory
  for (const size of SIZES) {
    const { port, pid } = await startEmulator('--fixtures', fixturesFile)
    await ask(port, 'GET', PEERINGS)
    const idle = residentMiB(pid)
    if (size > 0) await load({ port, requests: create(0, size), connections: 32 })
    if (size === 100_000) memory = residentMiB(pid) - idle
    servers.push({ port, rows: size, costs: [] })
  }
  for (let round = -2; round < rounds; round++) {
    const batch = round + 2
    const order = batch % 2 === 0 ? servers : servers.toReversed()
    for (const { port, rows, costs } of order) {
      if (rows === 0) await reset(port)
      const requests = create(rows === 0 ? 0 : rows + batch * BATCH, BATCH)
      const { perSecond } = await load({ port, requests, connections: 1 })
      if (round >= 0) costs.push(1 / perSecond)
    }
  }
  const [none] = servers
  return {
    memory,
    costs: servers.map(({ rows, costs }) => ({ rows, cost: median(costs.map((cost, i) => cost / none.costs[i])) })),
  }
}

/** The time from the spawn to the first 200, against a bare script's. */
export const start = async (rounds) => {
  const firstAnswer = async (spawned, path) => {
    const began = performance.now()
    const server = await spawned()
    const { status } = await ask(server.port, 'GET', path)
    const took = performance.now() - began
    server.stop()
    if (status !== 200) throw new Error(`the first answer is ${status}`)
    return took
  }
  const ratios = []
  for (let round = -2; round < rounds; round++) {
    const sides = [() => firstAnswer(startBare, '/'), () => firstAnswer(startEmulator, PEERINGS)]
    let bare
    let emulator
    if (round % 2 === 0) {
      bare = await sides[0]()
      emulator = await sides[1]()
    } else {
      emulator = await sides[1]()
      bare = await sides[0]()
    }
    if (round >= 0) ratios.push(emulator / bare)
  }
  return median(ratios)
}
