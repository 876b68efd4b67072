import { median } from './measure.mjs'
import { ask, startEmulator } from './processes.mjs'
import { PEERINGS, create, get } from './work.mjs'

/** What a GET costs over TLS, on connections that are kept, against what it costs in the clear at an emulator without TLS. */
export const tlsCost = async (fixturesFile, load, rounds) => {
  const plain = await startEmulator('--fixtures', fixturesFile)
  const secure = await startEmulator('--fixtures', fixturesFile, '--tls')
  const { body: ca } = await ask(secure.port, 'GET', '/_peertwin/ca')
  const sides = []
  for (const { port } of [plain, secure]) {
    await load({ port, requests: create(0, 1), connections: 1 })
    const [{ id }] = JSON.parse((await ask(port, 'GET', PEERINGS)).body).vpc_peerings
    sides.push({ port, requests: get(`${PEERINGS}/${id}`), ms: 200 })
  }
  sides[1].ca = ca
  const cells = [1, 32].map((connections) => ({ connections, ratios: [] }))
  for (let round = -3; round < rounds; round++) {
    for (const { connections, ratios } of cells) {
      const order = round % 2 === 0 ? sides : sides.toReversed()
      const rates = new Map()
      for (const side of order) rates.set(side, (await load({ ...side, connections })).perSecond)
      if (round >= 0) ratios.push(rates.get(sides[0]) / rates.get(sides[1]))
    }
  }
  plain.stop()
  secure.stop()
  return cells.map(({ connections, ratios }) => ({ connections, cost: median(ratios) }))
}
