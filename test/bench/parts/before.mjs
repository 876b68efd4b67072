import { measured, median } from '../tools/measure.mjs'
import { CLI, ask, control, startCountedOf } from '../tools/processes.mjs'
import { flagsOf, works } from '../work.mjs'

const LISTED = 20
const BATCH = 1_000

const creates = (work, from, count) => Array.from({ length: count }, (_, n) => work.create(from + n))

/** A build with a reader, which has some peerings, and a writer, which is reset before each round or has many. */
const sideOf = async (cli, provider, { file, load, rows }) => {
  const work = works[provider]
  const flags = flagsOf(file, provider)
  const [reader, writer] = [await startCountedOf(cli, ...flags), await startCountedOf(cli, ...flags)]
  const made = []
  for (let n = 0; n < LISTED; n++) made.push(JSON.parse((await ask(reader.port, work.create(n))).body))
  for (const { port } of rows > 0 ? [reader, writer] : [])
    await load({ port, requests: creates(work, LISTED, rows), connections: 32 })
  await control(reader.port, 'POST', '/clock/settle', {})
  const batch = (n) => (rows > 0 ? creates(work, LISTED + rows + n * BATCH, BATCH) : creates(work, 0, BATCH))
  return { reader, writer, batch, one: work.get(made.at(-1)) }
}

const cellsOf = (provider, rows) => {
  const cells = [
    { work: 'GET one', server: ({ reader }) => reader, job: ({ one }) => ({ requests: [one], count: 3_000 }) },
    { work: 'create', server: ({ writer }) => writer, job: ({ batch }, n) => ({ requests: batch(n) }) },
  ]
  const list = { server: ({ reader }) => reader, job: () => ({ requests: [works[provider].list], count: 1_000 }) }
  if (rows === 0 || works[provider].pages) cells.push({ work: 'list of 20', ...list })
  return cells
}

const ofProvider = async (provider, before, { file, load, rows, rounds }) => {
  const sides = [
    await sideOf(before, provider, { file, load, rows }),
    await sideOf(CLI, provider, { file, load, rows }),
  ]
  const cells = cellsOf(provider, rows).map((cell) => ({ ...cell, ratios: [] }))
  for (let n = -2; n < rounds; n++) {
    for (const { work, server, job, ratios } of cells) {
      const costs = new Map()
      for (const side of n % 2 === 0 ? sides : sides.toReversed()) {
        if (work === 'create' && rows === 0) await control(side.writer.port, 'POST', '/reset')
        costs.set(side, (await measured(load, server(side), { ...job(side, n + 2), connections: 32 })).cost)
      }
      if (n >= 0) ratios.push(costs.get(sides[0]) / costs.get(sides[1]))
    }
  }
  for (const { reader, writer } of sides) [reader, writer].forEach((server) => server.stop())
  const among = rows > 0 ? ` among ${rows.toLocaleString('en')}` : ''
  return cells.map(({ work, ratios }) => ({ work: `${provider}: ${work}${among}`, value: median(ratios), mark: 0.95 }))
}

/** GET, list and create of each provider, against another build of the command. */
export const before = async ({ file, load, against, names = Object.keys(works), sizes = [0], rounds = 10 }) => {
  const results = []
  for (const rows of sizes)
    for (const name of names) results.push(...(await ofProvider(name, against, { file, load, rows, rounds })))
  return results
}
