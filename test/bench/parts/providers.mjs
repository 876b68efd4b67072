import { ask, control, startCounted, startRaw } from '../tools/processes.mjs'
import { median, measured } from '../tools/measure.mjs'
import { flagsOf, works } from '../work.mjs'

const LISTED = 20

const names = (headers) => headers.filter((_, i) => i % 2 === 0).join()

// Node adds these by itself on both sides
const withoutConnection = ({ headers, ...answer }) => {
  const kept = []
  for (let i = 0; i < headers.length; i += 2)
    if (!['Connection', 'Keep-Alive'].includes(headers[i])) kept.push(headers[i], headers[i + 1])
  return { ...answer, headers: kept }
}

const keyOf = (wire) => wire.slice(0, wire.indexOf(' HTTP/')).replace(' ', '')

const recorded = async (port, wires) => {
  const answers = {}
  for (const wire of wires) {
    const answer = withoutConnection(await ask(port, wire))
    if (answer.status >= 300) throw new Error(`${wire}\n\n${answer.status} ${answer.body}`)
    answers[keyOf(wire)] = answer
  }
  return answers
}

const compare = async (emulator, raw, wire) => {
  const [a, b] = [await ask(emulator.port, wire), await ask(raw.port, wire)]
  if (a.body !== b.body || names(a.headers) !== names(b.headers))
    throw new Error(`the raw server answers other bytes:\n${JSON.stringify(a)}\n${JSON.stringify(b)}`)
}

/** The cells of a provider: what is asked of the emulator and of a raw server with the same answers. */
const cellsOf = async (provider, file, counts) => {
  const work = works[provider]
  const flags = flagsOf(file, provider)
  const [reader, writer] = [await startCounted(...flags), await startCounted(...flags)]
  const made = []
  for (let n = 0; n < LISTED; n++) made.push(await ask(reader.port, work.create(n)))
  await control(reader.port, 'POST', '/clock/settle', {})
  const [one, first] = [work.get(JSON.parse(made.at(-1).body)), work.create(0)]
  const raw = await startRaw({
    ...(await recorded(reader.port, [one, work.list])),
    ...(await recorded(writer.port, [first])),
  })
  for (const wire of [one, work.list]) await compare(reader, raw, wire)
  const cells = counts.flatMap((connections) => [
    {
      work: 'GET one',
      connections,
      emulator: reader,
      job: { requests: [one], count: connections === 1 ? 1_000 : 3_000 },
    },
    {
      work: 'list of 20',
      connections,
      emulator: reader,
      job: { requests: [work.list], count: connections === 1 ? 500 : 1_500 },
    },
    {
      work: 'create',
      connections,
      emulator: writer,
      job: { requests: Array.from({ length: connections === 1 ? 800 : 2_000 }, (_, n) => work.create(n)) },
    },
  ])
  const stop = () => [reader, writer, raw].forEach((server) => server.stop())
  return { stop, cells: cells.map((cell) => ({ ...cell, provider, raw, ratios: [], costs: [] })) }
}

/** One round of a cell: both sides do the job, one right after the other. */
const round = async (load, cell, n) => {
  const { work, emulator, raw, job, connections } = cell
  if (work === 'create') await control(emulator.port, 'POST', '/reset')
  const sides = n % 2 === 0 ? [raw, emulator] : [emulator, raw]
  const seen = new Map()
  for (const side of sides) seen.set(side, await measured(load, side, { ...job, connections }))
  const [own, yardstick] = [seen.get(emulator), seen.get(raw)]
  if (n < 0) return
  cell.ratios.push(own.perSecond / yardstick.perSecond)
  cell.costs.push(yardstick.cost / own.cost)
  cell.idle = Math.min(cell.idle ?? 1, own.idle, yardstick.idle)
}

const MARKS = {
  'GET one': { mark: 0.6, goal: 0.75 },
  'list of 20': { mark: 0.4, goal: 0.5 },
  create: { mark: 0.4, goal: 0.5 },
}

/** GET, list and create of each provider as parts of what a raw server reaches: in requests per second, and in processor time. */
export const providers = async ({ file, load, rounds = 20, names: wanted = Object.keys(works) }) => {
  const results = []
  for (const provider of wanted) {
    const { cells, stop } = await cellsOf(provider, file, [1, 32])
    for (let n = -3; n < rounds; n++) for (const cell of cells) await round(load, cell, n)
    stop()
    for (const { work, connections, ratios, costs, idle } of cells) {
      const name = `${provider}: ${work}, ${connections} connection${connections === 1 ? '' : 's'}`
      results.push({ work: name, value: median(costs), wall: median(ratios), idle, ...MARKS[work] })
    }
  }
  return results
}
