import { schema } from '../../core/schema.ts'
import { clientLines } from '../../world/provider.ts'
import type { ControlCall } from '../context.ts'
import { type Route, route } from '../route.ts'
import { doorsOf } from './doors.ts'

const Clients = schema((z) =>
  z.strictObject({
    providers: z.array(
      z.strictObject({
        provider: z.string(),
        title: z.string(),
        url: z.string().describe('its base URL, over https where there is TLS'),
        credential: z.string().describe('that of the namespace, as people write it down'),
        clients: z.array(z.strictObject({ client: z.string(), lines: z.array(z.string()) })),
      }),
    ),
  }),
)

/** What points the clients of each provider at a namespace. */
export const clientsView = ({
  context,
  namespace,
  request,
}: Pick<ControlCall, 'context' | 'namespace' | 'request'>) => {
  const { providers, namespaces } = context
  const { world } = namespace
  const credentials = namespaces.credentialsOf(namespace)
  const { urls, https } = doorsOf(context, request)
  return {
    providers: providers.map(({ name, title, credentials: kind, clients = [] }) => {
      const url = https?.[name] ?? urls[name]!
      const parts = credentials[name]?.credential ?? {}
      return {
        provider: name,
        title,
        url,
        credential: kind?.line(parts) ?? '',
        clients: clientLines(clients, url, { credential: parts, settings: world.settings(name) }),
      }
    }),
  }
}

export const clientRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/clients',
    about: 'What points the clients of each provider at the namespace, as lines to copy.',
    scope: 'namespace',
    answer: Clients,
    run: clientsView,
  }),
]
