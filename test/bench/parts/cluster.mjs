import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messagesOf, startEngine } from '../tools/engine.mjs'
import { median } from '../tools/measure.mjs'
import { ask, control, startCounted } from '../tools/processes.mjs'
import { works } from '../work.mjs'

const ROUNDS = 7
const { create, get } = works.digitalocean
const HEADERS = 'Host: 127.0.0.1\r\nX-Peertwin-Namespace: rows'
const LOOK = `GET /v2/account HTTP/1.1\r\n${HEADERS}\r\nAuthorization: Bearer x\r\n\r\n`

/** What replicas cost: requests through the one that owns their namespace and through another, and taking a namespace over. */
export const cluster = async ({ file, load }) => {
  const folder = mkdtempSync(join(tmpdir(), 'peertwin-bench-cluster-'))
  const engine = await startEngine(folder, 3)
  try {
    const place = new Place(engine, file)
    return [...(await requests(place, load)), ...(await takeovers(place))]
  } finally {
    await engine.stop()
    rmSync(folder, { recursive: true })
  }
}

/** Where replicas start. */
class Place {
  engine
  #file

  constructor(engine, file) {
    this.engine = engine
    this.#file = file
  }

  alone() {
    return startCounted('--fixtures', this.#file)
  }

  replica(name) {
    const cluster = [
      '--cluster',
      this.engine.urls.join(','),
      '--cluster-name',
      name,
      '--cluster-copies',
      '3',
      '--cluster-secret',
      'between them',
    ]
    return startCounted('--fixtures', this.#file, ...cluster)
  }
}

/** A job at one port, and the processor time that each of its requests takes all servers together. */
const measured = async (load, { servers, port }, job) => {
  const used = async () => (await Promise.all(servers.map((server) => server.usage()))).reduce((a, b) => a + b)
  const before = await used()
  const { perSecond, count, idle } = await load({ ...job, port })
  return { perSecond, cost: ((await used()) - before) / count, idle }
}

const requests = async (place, load) => {
  const alone = await place.alone()
  const owner = await place.replica('requests')
  await ask(owner.port, create(0)) // whoever is asked first takes the namespace
  const other = await place.replica('requests')
  const memory = { servers: [alone], port: alone.port }
  const ways = {
    'the replica that owns': { servers: [owner], port: owner.port },
    another: { servers: [owner, other], port: other.port },
  }
  const cells = Object.entries(ways).flatMap(([way, side]) =>
    [1, 32].flatMap((connections) => [
      { way, side, connections, kind: 'GET one', count: connections === 1 ? 500 : 2_000 },
      { way, side, connections, kind: 'create', count: connections === 1 ? 150 : 2_000 },
    ]),
  )
  for (const cell of cells) Object.assign(cell, { costs: [], ratios: [], messages: [], idle: 1 })
  for (let n = -1; n < ROUNDS; n++) {
    for (const { port } of [alone, owner]) await control(port, 'POST', '/reset')
    const made = { [alone.port]: await ask(alone.port, create(0)), [owner.port]: await ask(owner.port, create(0)) }
    let next = 1
    for (const cell of cells) {
      const jobs = [memory, cell.side].map((side) => {
        const one = made[side.port] ?? made[owner.port]
        const creates = Array.from({ length: cell.count }, (_, i) => create(next + i))
        return cell.kind === 'create'
          ? { requests: creates }
          : { requests: [get(JSON.parse(one.body))], count: cell.count }
      })
      next += cell.count
      const yardstick = await measured(load, memory, { ...jobs[0], connections: cell.connections })
      const before = await messagesOf(place.engine)
      const own = await measured(load, cell.side, { ...jobs[1], connections: cell.connections })
      const messages = (await messagesOf(place.engine)) - before
      if (n < 0) continue
      cell.costs.push(own.cost / yardstick.cost)
      cell.ratios.push(yardstick.perSecond / own.perSecond)
      cell.messages.push(messages / cell.count)
      cell.idle = Math.min(cell.idle, own.idle, yardstick.idle)
    }
  }
  for (const server of [alone, owner, other]) server.stop()
  const named = ({ kind, way, connections }) =>
    `${kind} through ${way}, ${connections} connection${connections === 1 ? '' : 's'}`
  return [
    ...cells.map((cell) => ({
      work: `${named(cell)}, against memory`,
      value: median(cell.costs),
      wall: median(cell.ratios),
      idle: cell.idle,
    })),
    ...cells.map((cell) => ({ work: `messages for a ${named(cell)}`, value: median(cell.messages) })),
  ]
}

const takeovers = async (place) => {
  const results = []
  for (const rows of [0, 10_000, 100_000]) {
    const name = `takeover-${rows}`
    const [first, second, third] = [await place.replica(name), await place.replica(name), await place.replica(name)]
    await control(first.port, 'POST', '/namespaces', { name: 'rows' })
    await fill(first.port, rows)
    const left = await untilServed(second, first.end())
    results.push({ work: `taking over ${rows} rows from a replica that leaves, ms`, value: left })
    second.stop()
    const killed = (await untilServed(third)) / 1_000
    results.push({ work: `taking over ${rows} rows from one that is killed, s`, value: killed })
    third.stop()
  }
  return results
}

const fill = async (port, rows) => {
  for (let n = 0; n < rows; n += 10_000)
    await control(port, 'POST', '/namespaces/rows/fixtures', {
      upcloud: { routers: [{ repeat: 10_000, name: `router-${n / 10_000}-{n}` }] },
    })
}

/** How long it takes until a replica serves the namespace, in milliseconds. */
const untilServed = async ({ port }, after) => {
  await after
  const began = performance.now()
  while ((await ask(port, LOOK)).status !== 200);
  return performance.now() - began
}
