import { useEffect, useState } from 'preact/hooks'
import { call } from '../../api/call.ts'
import { Failed, Prose } from '../../parts/basics.tsx'
import type { Drawing } from '../../parts/graph.ts'
import { layOut } from '../../parts/layout.ts'
import { Search } from '../../parts/search.tsx'
import { toneOf } from '../../parts/tones.ts'
import { useLoaded } from '../../state/load.ts'
import { href } from '../../state/tab.ts'
import { type Box, type Link, type Topology, MOST_DRAWN, sceneOf } from './scene.ts'

/** Networks, peerings, routers and routes of each provider as a graph. */
export const Picture = ({ chosen }: { readonly chosen: string }) => {
  const { value, error } = useLoaded(() => call('GET /topology'))
  const [wanted, setWanted] = useState<string | null>(null)
  const [text, setText] = useState('')
  if (!value) return <Failed error={error} />
  const drawn = value.topologies
  const busiest = [...drawn].sort(
    (a, b) => b.peerings.length - a.peerings.length || b.networks.length - a.networks.length,
  )
  const topology = drawn.find(({ provider }) => provider === wanted) ?? busiest[0]
  if (!topology) return <p>No provider is served.</p>
  return (
    <>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <select
          aria-label="Provider"
          value={topology.provider}
          onChange={(event) => setWanted(event.currentTarget.value)}
        >
          {drawn.map(({ provider, networks, peerings }) => (
            <option key={provider} value={provider}>
              {provider}: {networks.length} networks, {peerings.length} peerings
            </option>
          ))}
        </select>
        <Search label="Name or block of a network" hint="name, id or block" value={text} onChange={setText} />
      </form>
      <Scene topology={topology} text={text} chosen={chosen} />
    </>
  )
}

const Scene = ({
  topology,
  text,
  chosen,
}: {
  readonly topology: Topology
  readonly text: string
  readonly chosen: string
}) => {
  const scene = sceneOf(topology, text)
  const [drawing, setDrawing] = useState<{ readonly of: string; readonly drawing: Drawing } | null>(null)
  const narrow = innerWidth < 700
  const key = JSON.stringify([scene.boxes, scene.links])
  useEffect(() => {
    let gone = false
    const nodes = scene.boxes.map(({ id, width, height }) => ({ id, width, height }))
    void layOut({ direction: narrow ? 'TB' : 'LR', nodes, edges: scene.links, gap: 24, wide: innerWidth - 80 }).then(
      (done) => gone || setDrawing({ of: key, drawing: done }),
    )
    return () => {
      gone = true
    }
  }, [key])
  if (scene.boxes.length === 0) return <p class="empty">There is no such network.</p>
  if (!drawing) return <p class="quiet">drawing …</p>
  // until the new drawing is there, the one before stays
  const fresh = drawing.of === key
  const { nodes, edges, width, height } = drawing.drawing
  const boxes = new Map(scene.boxes.map((box) => [box.id, box]))
  return (
    <>
      {scene.left > 0 && (
        <p class="quiet" role="status">
          {scene.left} further networks are not drawn ({MOST_DRAWN} at most, those with peerings first): look for one by
          name, id or block.
        </p>
      )}
      <div class="scroll picture" tabIndex={0} role="group" aria-label={`Networks of ${topology.provider}`}>
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group" aria-label="Graph">
          {fresh &&
            edges.map((edge, index) => {
              const link = scene.links[index]
              return (
                link && <LinkShape key={link.key} link={link} path={edge.path} label={edge.label} chosen={chosen} />
              )
            })}
          {nodes.map((node) => {
            const box = boxes.get(node.id)
            return box && <BoxShape key={box.id} box={box} x={node.x} y={node.y} chosen={chosen} />
          })}
        </svg>
      </div>
      <Legend topology={topology} />
    </>
  )
}

const BoxShape = ({
  box,
  x,
  y,
  chosen,
}: {
  readonly box: Box
  readonly x: number
  readonly y: number
  readonly chosen: string
}) => {
  const left = x - box.width / 2
  const top = y - box.height / 2
  const shape = (
    <g class={`box ${box.kind} ${box.id === chosen ? 'chosen' : ''}`}>
      <rect x={left} y={top} width={box.width} height={box.height} rx={box.kind === 'router' ? 18 : 6} />
      {box.lines.map((line, index) => (
        <text key={index} x={left + 10} y={top + 19 + index * 16} class={index === 0 ? 'name' : ''}>
          {line}
        </text>
      ))}
    </g>
  )
  return box.external ? shape : <a href={href('resources', box.id)}>{shape}</a>
}

const LinkShape = ({
  link,
  path,
  label,
  chosen,
}: {
  readonly link: Link
  readonly path: string
  readonly label: { readonly x: number; readonly y: number }
  readonly chosen: string
}) => {
  if (link.peering === null)
    return (
      <g class="edge">
        <path d={path} />
      </g>
    )
  const { id, state, passes } = link.peering
  const tone = passes ? 'good' : toneOf(state) === 'good' ? 'pending' : toneOf(state)
  return (
    <a href={href('resources', id)}>
      <g class={`edge peering ${tone} ${passes ? '' : 'closed'} ${id === chosen ? 'chosen' : ''}`}>
        <path class="wide" d={path} />
        <path d={path} />
        <text x={label.x} y={label.y - 4} text-anchor="middle">
          {link.label}
        </text>
      </g>
    </a>
  )
}

const Legend = ({ topology }: { readonly topology: Topology }) => (
  <details class="legend">
    <summary>States of peerings</summary>
    <ul class="facts">
      {topology.states.map(({ state, passes, says, evidence }) => (
        <li key={state}>
          <b>{state}</b> {passes ? '(traffic passes)' : '(no traffic)'}: <Prose text={says} />{' '}
          <span class="tag">{evidence}</span>
        </li>
      ))}
    </ul>
  </details>
)
