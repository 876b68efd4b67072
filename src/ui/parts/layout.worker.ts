import { Graph as DagreGraph, layout } from '@dagrejs/dagre'
import type { Drawing, Graph, Placed } from './graph.ts'

const MARGIN = 8

/** Places what is joined in layers, and the rest in rows below. */
const draw = (graph: Graph): Drawing => {
  const joined = new Set(graph.edges.flatMap(({ from, to }) => [from, to]))
  const layers = drawLayers({ ...graph, nodes: graph.nodes.filter(({ id }) => joined.has(id)) })
  const rest = graph.nodes.filter(({ id }) => !joined.has(id))
  return rest.length === 0 ? layers : addRows(layers, rest, graph)
}

const addRows = (above: Drawing, nodes: Graph['nodes'], { gap, wide }: Graph): Drawing => {
  const most = Math.max(above.width, wide)
  const placed: Placed[] = []
  let left = MARGIN
  let top = above.nodes.length === 0 ? MARGIN : above.height + gap
  let tallest = 0
  for (const { id, width, height } of nodes) {
    if (left + width > most) {
      top += tallest + gap
      left = MARGIN
      tallest = 0
    }
    placed.push({ id, x: left + width / 2, y: top + height / 2, width, height })
    left += width + gap
    tallest = Math.max(tallest, height)
  }
  const right = Math.max(above.width, ...placed.map(({ x, width }) => x + width / 2 + MARGIN))
  return {
    ...above,
    width: Math.ceil(right),
    height: Math.ceil(top + tallest + MARGIN),
    nodes: [...above.nodes, ...placed],
  }
}

const drawLayers = ({ direction, nodes, edges, gap }: Graph): Drawing => {
  const graph = new DagreGraph({ multigraph: true })
  graph.setGraph({
    rankdir: direction,
    nodesep: gap,
    ranksep: gap * 2,
    edgesep: gap / 2,
    marginx: MARGIN,
    marginy: MARGIN,
  })
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height })
  for (const [index, { from, to, label }] of edges.entries())
    graph.setEdge(from, to, { width: label.length * 6.2, height: 14, labelpos: 'c' }, String(index))
  layout(graph)
  const { width = 0, height = 0 } = graph.graph()
  return {
    width: nodes.length === 0 ? 0 : Math.ceil(width),
    height: nodes.length === 0 ? 0 : Math.ceil(height),
    nodes: nodes.map(({ id }) => {
      const placed = graph.node(id) as { x: number; y: number; width: number; height: number }
      return { id, x: placed.x, y: placed.y, width: placed.width, height: placed.height }
    }),
    edges: edges.map(({ from, to }, index) => {
      const { points, x, y } = graph.edge(from, to, String(index)) as {
        points: { x: number; y: number }[]
        x: number
        y: number
      }
      return { path: smooth(points), label: { x, y } }
    }),
  }
}

const smooth = (points: readonly { readonly x: number; readonly y: number }[]): string => {
  const [first, ...rest] = points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`)
  if (rest.length === 0) return ''
  if (rest.length === 1) return `M${first}L${rest[0]}`
  const middles = rest.slice(0, -1).map((point, index) => {
    const [x = 0, y = 0] = point.split(' ').map(Number)
    const [toX = 0, toY = 0] = (rest[index + 1] ?? point).split(' ').map(Number)
    return `Q${point} ${((x + toX) / 2).toFixed(1)} ${((y + toY) / 2).toFixed(1)}`
  })
  return `M${first}${middles.join('')}L${rest.at(-1)}`
}

addEventListener('message', ({ data }: MessageEvent<{ id: number; graph: Graph }>) => {
  postMessage({ id: data.id, drawing: draw(data.graph) })
})
