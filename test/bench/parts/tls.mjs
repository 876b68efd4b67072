import { median, measured } from '../tools/measure.mjs'
import { ask, startCounted } from '../tools/processes.mjs'
import { works } from '../work.mjs'

const ROUNDS = 11
const COUNTS = { 1: 3_000, 32: 20_000 } // so many that the handshakes before them do not count
const { create, get } = works.digitalocean
const CA = 'GET /_peertwin/ca HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'

/** What a GET costs over TLS, on connections that are kept, against what it costs in the clear at an emulator without TLS. */
export const tls = async ({ file, load }) => {
  const sides = []
  for (const flags of [[], ['--tls']]) {
    const server = await startCounted('--fixtures', file, ...flags)
    const ca = flags.length > 0 ? (await ask(server.port, CA)).body : undefined
    const made = await ask(server.port, create(0))
    sides.push({ server, ca, requests: [get(JSON.parse(made.body))] })
  }
  const cells = [1, 32].map((connections) => ({ connections, costs: [], ratios: [] }))
  for (let round = -3; round < ROUNDS; round++) {
    for (const { connections, costs, ratios } of cells) {
      const seen = new Map()
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
        const { server, ca, requests } = side
        const job = { requests, connections, ca, count: COUNTS[connections] }
        seen.set(side, await measured(load, server, job))
      }
      const [plain, secure] = sides.map((side) => seen.get(side))
      if (round < 0) continue
      costs.push(secure.cost / plain.cost)
      ratios.push(plain.perSecond / secure.perSecond)
    }
  }
  for (const { server } of sides) server.stop()
  return cells.map(({ connections, costs, ratios }) => ({
    work: `GET one over TLS, ${connections} connection${connections === 1 ? '' : 's'}, against in the clear`,
    value: median(costs),
    wall: median(ratios),
    most: 1.5,
  }))
}
