import { type Pausing, inSlices } from '../core/clock.ts'
import type { Metric } from 'prom-client'
import type { JournalEntry } from '../world/request-journal.ts'
import type { World } from '../world/world.ts'
import type { Registry } from '../namespaces/registry.ts'

const SECONDS = [0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1]
const LATENCY = 'peertwin_request_duration_seconds'

/** Counts of one operation; plain numbers, because a request must not pay for a scrape that may never come. */
interface Series {
  readonly statuses: Map<number, { count: number }>
  /** One per bound, and one for what lies above them all. */
  readonly buckets: number[]
  seconds: number
  count: number
}

/** What all worlds hold together. */
const summing = function* (namespaces: Iterable<{ readonly worldIfMade: World | undefined }>): Pausing<{
  readonly rows: ReadonlyMap<string, number>
  readonly journal: number
  readonly bytes: number
  readonly due: number
}> {
  const rows = new Map<string, number>()
  let [journal, bytes, due] = [0, 0, 0]
  for (const { worldIfMade: world } of namespaces) {
    yield
    if (!world) continue // nobody has used it yet, and counting must not be the first to
    for (const [table, size] of world.sizes()) rows.set(table, (rows.get(table) ?? 0) + size)
    journal += world.journal.size
    bytes += world.journal.bytes
    due += world.dueEvents
  }
  return { rows, journal, bytes, due }
}

/** What was asked of all worlds together since the start. */
export class Metrics {
  readonly #series = new Map<string, Map<string | null, Series>>()

  readonly add = ({ provider, op, status, took }: JournalEntry): void => {
    const series = this.#of(provider, op)
    const seconds = took / 1_000_000
    let at = 0
    while (at < SECONDS.length && seconds > SECONDS[at]!) at++
    series.buckets[at]!++
    series.seconds += seconds
    series.count++
    const answered = series.statuses.get(status)
    if (answered) answered.count++
    else series.statuses.set(status, { count: 1 })
  }

  #of(provider: string, op: string | null): Series {
    let ops = this.#series.get(provider)
    if (!ops) this.#series.set(provider, (ops = new Map()))
    let series = ops.get(op)
    if (!series)
      ops.set(op, (series = { statuses: new Map(), buckets: SECONDS.map(() => 0).concat(0), seconds: 0, count: 0 }))
    return series
  }

  /** Prometheus text, with its content type. */
  async render(all: Registry): Promise<{ text: string; contentType: string }> {
    const { Counter, Gauge, Registry } = await import('prom-client')
    const registry = new Registry()
    const registers = [registry]
    const requests = new Counter({
      name: 'peertwin_requests_total',
      help: 'Requests answered, by provider, operation and status.',
      labelNames: ['provider', 'operation', 'status'],
      registers,
    })
    for (const [provider, operation, { statuses }] of this.#all())
      for (const [status, { count }] of statuses) requests.inc({ provider, operation, status }, count)
    registry.registerMetric(this.#latency() as unknown as Metric)

    const gauge = (name: string, help: string, labelNames: string[] = []) =>
      new Gauge({ name, help, labelNames, registers })
    const rows = gauge('peertwin_rows', 'Rows in all used namespaces, by table.', ['table'])
    const journal = gauge('peertwin_journal_entries', 'Requests kept in the journals of all namespaces.')
    const bytes = gauge('peertwin_journal_bytes', 'What the journals of all namespaces take, roughly.')
    const due = gauge('peertwin_due_events', 'Planned state changes in all namespaces, overtaken ones included.')
    const namespaces = all.list()
    gauge('peertwin_namespaces', 'Namespaces, default included.').set(namespaces.length)
    const held = namespaces.filter(({ isHeld }) => isHeld).length
    gauge('peertwin_namespaces_held', 'Namespaces whose worlds are in this process, used or not.').set(held)
    const sums = await inSlices(summing(namespaces))
    for (const [table, size] of sums.rows) rows.set({ table }, size)
    journal.set(sums.journal)
    bytes.set(sums.bytes)
    due.set(sums.due)
    return { text: await registry.metrics(), contentType: registry.contentType }
  }

  *#all(): Generator<[provider: string, operation: string, series: Series]> {
    for (const [provider, ops] of this.#series) for (const [op, series] of ops) yield [provider, op ?? 'none', series]
  }

  // the library's own histogram takes single observations only, not finished buckets
  #latency() {
    const values: object[] = []
    for (const [provider, operation, { buckets, seconds, count }] of this.#all()) {
      const labels = { provider, operation }
      let below = 0
      for (const [i, le] of [...SECONDS, '+Inf'].entries())
        values.push({ metricName: `${LATENCY}_bucket`, labels: { ...labels, le }, value: (below += buckets[i]!) })
      values.push({ metricName: `${LATENCY}_sum`, labels, value: seconds })
      values.push({ metricName: `${LATENCY}_count`, labels, value: count })
    }
    const help = 'Wall time from the arrival of a request to its answer, by provider and operation.'
    const metric = { name: LATENCY, help, type: 'histogram', aggregator: 'sum', values }
    return { ...metric, get: () => Promise.resolve(metric) }
  }
}
