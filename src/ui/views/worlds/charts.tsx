import { useEffect, useRef, useState } from 'preact/hooks'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { call } from '../../api/call.ts'
import { Panel } from '../../parts/basics.tsx'
import { generation } from '../../state/tab.ts'
import { type Moment, momentOf, samplesIn } from './metrics.ts'
import { wallNow } from '../../state/wall.ts'

const EVERY_MS = 2_000
const KEPT = 150
const SPAN = (EVERY_MS * KEPT) / 1_000

const wall = (): number => wallNow() / 1_000

/** Four small pictures of the whole emulator, from when the view was opened. */
export const Charts = () => {
  const [moments, setMoments] = useState<readonly Moment[]>([])
  useEffect(() => {
    let gone = false
    const look = (): void => {
      call('GET /metrics').then(
        (text) => gone || setMoments((before) => [...before, momentOf(samplesIn(text), wall())].slice(-KEPT)),
        () => undefined, // the line in the head of the page says that the connection is lost
      )
    }
    look()
    const timer = setInterval(look, EVERY_MS)
    return () => {
      gone = true
      clearInterval(timer)
    }
  }, [generation.value])
  const rate = (of: (moment: Moment) => number): (number | null)[] =>
    moments.map((moment, index) => {
      const before = moments[index - 1]
      return before ? Math.max(0, (of(moment) - of(before)) / (moment.at - before.at)) : null
    })
  const requests = [rate((m) => m.good), rate((m) => m.refused), rate((m) => m.failed)]
  const count = rate((m) => m.good + m.refused + m.failed)
  const busy = rate((m) => m.seconds)
  const times = moments.map(({ at }) => at)
  return (
    <Panel title="All namespaces">
      <div class="charts">
        <Chart title="Requests per second" times={times} series={requests} names={['2xx', '4xx', '5xx']} />
        <Chart
          title="Milliseconds per request"
          times={times}
          series={[count.map((n, i) => (n ? ((busy[i] ?? 0) / n) * 1_000 : null))]}
          names={['mean']}
        />
        <Chart title="Rows" times={times} series={[moments.map((m) => m.rows)]} names={['rows']} />
        <Chart title="Due events" times={times} series={[moments.map((m) => m.due)]} names={['due']} />
      </div>
    </Panel>
  )
}

interface ChartProps {
  readonly title: string
  readonly times: readonly number[]
  readonly series: readonly (readonly (number | null)[])[]
  readonly names: readonly string[]
}

const STROKES = ['--good', '--pending', '--bad'] as const
const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name)

const Chart = ({ title, times, series, names }: ChartProps) => {
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  useEffect(() => {
    const width = Math.min(320, box.current!.clientWidth || 320)
    const axis = { stroke: () => colour('--quiet'), grid: { stroke: () => colour('--line'), width: 1 }, size: 44 }
    const made = new uPlot(
      {
        width,
        height: 130,
        legend: { show: false },
        cursor: { show: false },
        axes: [{ ...axis, size: 28 }, axis],
        scales: {
          x: { range: (_plot, _low, high) => [(high ?? wall()) - SPAN, high ?? wall()] },
          y: { range: (_plot, _low, high) => [0, Math.max(1, (high ?? 0) * 1.1)] },
        },
        series: [
          {},
          ...names.map((label, index) => ({
            label,
            stroke: () => colour(names.length === 1 ? '--accent' : STROKES[index]!),
            dash: index === 0 ? [] : [4 * index, 3],
            width: 2,
          })),
        ],
      },
      [[], ...names.map(() => [])],
      box.current!,
    )
    plot.current = made
    return () => made.destroy()
  }, [])
  useEffect(() => {
    plot.current?.setData([[...times], ...series.map((one) => [...one])])
  }, [times.length, times.at(-1)])
  const latest = names.map((name, index) => `${name} ${rounded(series[index]?.at(-1) ?? null)}`).join(', ')
  return (
    <figure>
      <figcaption>
        {title}: <span class="quiet">{latest}</span>
      </figcaption>
      <div ref={box} aria-hidden="true" />
    </figure>
  )
}

const rounded = (value: number | null): string =>
  value === null ? 'none' : String(value < 10 ? Math.round(value * 100) / 100 : Math.round(value))
