import type { Answer } from '../../api/call.ts'
import { stateText } from '../../state/items.ts'

export type Topology = Answer<'GET /topology'>['topologies'][number]

export const MOST_DRAWN = 120
const ROUTES_SHOWN = 4

/** A network or a router as it is drawn. */
export interface Box {
  readonly id: string
  readonly kind: 'network' | 'router'
  readonly external: boolean
  readonly lines: readonly string[]
  readonly width: number
  readonly height: number
}

type Peering = Topology['peerings'][number]

/** What joins two boxes: a peering, or that a router serves a network. */
export interface Link {
  readonly key: string
  readonly from: string
  readonly to: string
  readonly label: string
  readonly peering: Peering | null
}

export interface Scene {
  readonly boxes: readonly Box[]
  readonly links: readonly Link[]
  /** Networks that are not drawn. */
  readonly left: number
}

/** What is to be drawn of a topology: all of it, or what a text is about with its neighbours. */
export const sceneOf = (topology: Topology, text: string): Scene => {
  const { networks, peerings, routers } = topology
  const wanted = text.trim().toLowerCase()
  const neighbours = neighboursOf(topology)
  const found = networks.filter(
    ({ id, name, ranges }) => wanted === '' || `${id} ${name} ${ranges.join(' ')}`.toLowerCase().includes(wanted),
  )
  const names = new Set(wanted === '' ? [] : found.flatMap(({ id }) => [id, ...(neighbours.get(id) ?? [])]))
  const fitting = wanted === '' ? networks : networks.filter(({ id }) => names.has(id))
  const ranked = [...fitting].sort((a, b) => degree(neighbours, b.id) - degree(neighbours, a.id))
  const drawn = new Set(ranked.slice(0, MOST_DRAWN).map(({ id }) => id))
  const routes = routesOf(topology)
  const used = routers.filter((router) => router.networks.some((id) => drawn.has(id)))
  return {
    boxes: [
      ...fitting
        .filter(({ id }) => drawn.has(id))
        .map(({ id, name, region, ranges, account, external }) =>
          boxOf({ id, kind: 'network', external }, [
            name || id,
            [ranges.join(', '), region, account].filter((part) => part !== null && part !== '').join(' · ') ||
              'elsewhere',
            ...shortened(routes.get(id) ?? []),
          ]),
        ),
      ...used.map(({ id, name }) => boxOf({ id, kind: 'router', external: false }, [name || id, 'router'])),
    ],
    links: [
      ...peerings
        .filter(({ ends }) => ends.every((end) => drawn.has(end)))
        .map((peering) => ({
          key: peering.id,
          from: peering.ends[0],
          to: peering.ends[1],
          label: `${peering.passes ? '' : '⊘ '}${cut(peering.name || peering.id, 24)} ${stateText(peering.state)}`,
          peering,
        })),
      ...used.flatMap((router) =>
        router.networks
          .filter((id) => drawn.has(id))
          .map((id) => ({ key: `${router.id} ${id}`, from: router.id, to: id, label: '', peering: null })),
      ),
    ],
    left: fitting.length - drawn.size,
  }
}

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text)
const shortened = (lines: readonly string[]): string[] =>
  lines.length > ROUTES_SHOWN
    ? [...lines.slice(0, ROUTES_SHOWN), `and ${lines.length - ROUTES_SHOWN} more routes`]
    : [...lines]

const boxOf = (box: Pick<Box, 'id' | 'kind' | 'external'>, lines: readonly string[]): Box => {
  const shown = lines.map((line) => cut(line, 44))
  const longest = Math.max(...shown.map((line, index) => line.length * (index === 0 ? 7.6 : 6.7)))
  return { ...box, lines: shown, width: Math.max(90, longest + 20), height: 12 + shown.length * 16 }
}

const neighboursOf = ({ peerings, routers }: Topology): Map<string, Set<string>> => {
  const neighbours = new Map<string, Set<string>>()
  const join = (a: string, b: string): void => {
    if (a !== b) neighbours.set(a, (neighbours.get(a) ?? new Set()).add(b))
  }
  for (const { ends } of peerings) {
    join(ends[0], ends[1])
    join(ends[1], ends[0])
  }
  for (const { networks } of routers) for (const a of networks) for (const b of networks.slice(0, 50)) join(a, b)
  return neighbours
}

const degree = (neighbours: ReadonlyMap<string, ReadonlySet<string>>, id: string): number =>
  neighbours.get(id)?.size ?? 0

/** The routes of each network that somebody made, as lines. */
const routesOf = ({ tables, peerings, routers }: Topology): Map<string, string[]> => {
  const names = new Map([...peerings, ...routers].map(({ id, name }) => [id, name]))
  const lines = new Map<string, string[]>()
  for (const { network, routes } of tables)
    for (const { destination, next, enabled } of routes) {
      if (next.kind === 'local') continue
      const line = `${destination ?? 'the other end'} → ${next.kind} ${names.get(next.id ?? '') || (next.id ?? '')}${enabled ? '' : ' (off)'}`
      lines.set(network, [...(lines.get(network) ?? []), line])
    }
  return lines
}
