import { closest } from '../../../core/nearest.ts'
import { schema } from '../../../core/schema.ts'
import type { Endpoints, Provider } from '../../../world/provider.ts'
import type { JournalEntry } from '../../../world/request-journal.ts'
import type { World } from '../../../world/world.ts'
import { type Route, route } from '../../route.ts'
import { annotate } from './annotate.ts'
import { RequestAnswer, requestView } from './view.ts'

export const Unmatched = schema((z) =>
  z.strictObject({ requests: z.array(RequestAnswer().extend({ near_misses: z.array(z.string()) })) }),
)

/** The endpoints of its provider that come closest to a request; the hosts, for one that went to none of theirs. */
export const nearMisses = (entry: JournalEntry, providers: readonly Provider[]): string[] => {
  const provider = providers.find(({ name }) => name === entry.provider)
  if (provider) return nearEndpoints(entry, provider.endpoints)
  const hosts = providers.flatMap((one) => one.hosts)
  return closest(hostIn(entry.target), hosts, 3)
}

/** The host of a target in absolute form, or of a tunnel. */
const hostIn = (target: string): string => target.replace(/^\w+:\/\//, '').replace(/[/:].*/, '')

const nearEndpoints = ({ method, target }: JournalEntry, endpoints: Endpoints): string[] => {
  const [path = ''] = target.split('?')
  const parts = path.split('/')
  // a parameter is as close as can be to whatever stands in its place
  const spelt = new Map(
    Object.values(endpoints).map((endpoint) => [
      `${endpoint.method} ${endpoint.path
        .split('/')
        .map((part, i) => (part.startsWith('{') ? (parts[i] ?? part) : part))
        .join('/')}`,
      `${endpoint.method} ${endpoint.path}`,
    ]),
  )
  return closest(`${method} ${path}`, [...spelt.keys()], 3).map((text) => spelt.get(text)!)
}

const unmatched = (world: World, providers: readonly Provider[]) =>
  annotate(world, providers)
    .filter(({ entry }) => entry.op === null)
    .map((annotated) => ({ ...requestView(annotated), near_misses: nearMisses(annotated.entry, providers) }))

export const unmatchedRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/requests/unmatched',
    about: 'Requests that no operation answered, with the operations that come closest.',
    scope: 'namespace',
    answer: Unmatched,
    run: ({ world, context }) => ({ requests: unmatched(world, context.providers) }),
  }),
]
