import { median } from '../tools/measure.mjs'
import { ask, startEmulator } from '../tools/processes.mjs'
import { works } from '../work.mjs'

const ROUNDS = 25
const { create, get } = works.digitalocean
const CA = 'GET /_peertwin/ca HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'

/** What a GET costs over TLS, on connections that are kept, against what it costs in the clear at an emulator without TLS. */
export const tls = async ({ file, load }) => {
  const sides = []
  for (const flags of [[], ['--tls']]) {
    const server = await startEmulator('--fixtures', file, ...flags)
    const ca = flags.length > 0 ? (await ask(server.port, CA)).body : undefined
    const made = await ask(server.port, create(0))
    sides.push({ server, ca, requests: [get(JSON.parse(made.body))] })
  }
  const cells = [1, 32].map((connections) => ({ connections, ratios: [] }))
  for (let round = -3; round < ROUNDS; round++) {
    for (const { connections, ratios } of cells) {
      const rates = new Map()
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
        const { server, ca, requests } = side
        const job = { requests, connections, ca, count: connections === 1 ? 800 : 2_000 }
        rates.set(side, (await load({ ...job, port: server.port })).perSecond)
      }
      if (round >= 0) ratios.push(rates.get(sides[0]) / rates.get(sides[1]))
    }
  }
  for (const { server } of sides) server.stop()
  return cells.map(({ connections, ratios }) => ({
    work: `GET one over TLS, ${connections} connection${connections === 1 ? '' : 's'}, against in the clear`,
    value: median(ratios),
    most: 1.5,
  }))
}
