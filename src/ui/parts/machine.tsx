import { useEffect, useState } from 'preact/hooks'
import type { Answer } from '../api/call.ts'
import { stateText } from '../state/items.ts'
import type { Drawing } from './graph.ts'
import { layOut } from './layout.ts'
import { toneOf } from './tones.ts'

type Machine = NonNullable<Answer<'GET /resources/{id}'>['machine']>
type WaysOut = Answer<'GET /resources/{id}'>['ways_out']

interface Edge {
  readonly from: string
  readonly to: string
  readonly label: string
}

const edgesOf = ({ machine, state, ways, due }: MachineProps): Edge[] => {
  const edges = machine.states.flatMap((one) => [
    // a scenario may have taken away the time that a state takes
    ...(one.after && (one.state !== state || due !== null)
      ? [{ from: one.state, to: one.after.to, label: one.after.span }]
      : []),
    ...Object.entries(one.on).map(([event, to]) => ({ from: one.state, to, label: event })),
  ])
  const own = ways.map(({ transition, to }) => ({ from: state ?? '', to, label: `${transition} (scenario)` }))
  const joined = new Map<string, Edge>()
  for (const edge of [...edges, ...own]) {
    const key = `${edge.from} ${edge.to}`
    const known = joined.get(key)
    joined.set(key, known ? { ...known, label: `${known.label}, ${edge.label}` } : edge)
  }
  return [...joined.values()]
}

interface MachineProps {
  readonly machine: Machine
  readonly state: string | null
  readonly ways: WaysOut
  readonly due: string | null
}

/** The states of a resource and what leads from each to the next, the present one marked. */
export const MachineDrawing = (props: MachineProps) => {
  const { machine, state } = props
  const [drawing, setDrawing] = useState<Drawing | null>(null)
  const edges = edgesOf(props)
  const names = [...new Set([...machine.states.map((one) => one.state), ...edges.map(({ to }) => to)])]
  const key = JSON.stringify([names, edges])
  useEffect(() => {
    let gone = false
    const nodes = names.map((id) => ({ id, width: Math.max(60, stateText(id).length * 7.6 + 24), height: 30 }))
    void layOut({ direction: 'TB', nodes, edges, gap: 28, wide: 0 }).then((done) => gone || setDrawing(done))
    return () => {
      gone = true
    }
  }, [key])
  if (!drawing) return <p class="quiet">drawing …</p>
  const described = edges.map(({ from, to, label }) => `${stateText(from)} to ${stateText(to)}: ${label}`).join('; ')
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label="State machine">
      <svg
        class="machine"
        role="img"
        aria-label={`State machine, now ${stateText(state)}. ${described}`}
        width={drawing.width}
        height={drawing.height}
        viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      >
        <defs>
          <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path d="M0 0L8 4L0 8z" class="arrowhead" />
          </marker>
        </defs>
        {drawing.edges.map((edge, index) => (
          <g key={index} class={edges[index]?.from === state ? 'edge next' : 'edge'}>
            <path d={edge.path} marker-end="url(#arrow)" />
            <text x={edge.label.x} y={edge.label.y - 4} text-anchor="middle">
              {edges[index]?.label}
            </text>
          </g>
        ))}
        {drawing.nodes.map((node) => (
          <g key={node.id} class={`node ${toneOf(node.id)} ${node.id === state ? 'present' : ''}`}>
            <rect
              x={node.x - node.width / 2}
              y={node.y - node.height / 2}
              width={node.width}
              height={node.height}
              rx="6"
            />
            <text x={node.x} y={node.y + 4} text-anchor="middle">
              {node.id === state ? '▸ ' : ''}
              {stateText(node.id)}
            </text>
          </g>
        ))}
      </svg>
    </div>
  )
}
