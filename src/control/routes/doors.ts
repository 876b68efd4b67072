import { schema } from '../../core/schema.ts'
import type { ControlContext, Listening } from '../context.ts'
import { notFound } from '../refusal.ts'
import { type Route, route } from '../route.ts'
import { Scalar } from '../schemas.ts'

const PEM = 'application/x-pem-file'
const Text = schema((z) => z.string())
const Doors = schema((z) => {
  const perProvider = z.record(z.string(), z.string())
  return z.strictObject({
    urls: perProvider.describe('base URL per provider'),
    https: perProvider.nullable().describe('the same over TLS; null without `start --tls`'),
    proxy: z.string().nullable().describe('null without `start --proxy`'),
  })
})

const Switches = schema((z) =>
  z.strictObject({ settings: z.record(z.string(), z.record(z.string(), Scalar(z))).describe('by provider') }),
)

/** The ways in as the caller sees them: under the host name that led him here, and through its port where all share one. */
const doorsFor = ({ control, urls, https, proxy }: Listening, caller: URL) => {
  const { port } = new URL(control)
  const callersPort = caller.port || (caller.protocol === 'https:' ? '443' : '80')
  const seen = (address: string): string => {
    const url = new URL(address)
    url.hostname = caller.hostname
    if (url.port === port) url.port = callersPort
    return url.origin
  }
  const allSeen = (addresses: Listening['urls']): Record<string, string> =>
    Object.fromEntries(Object.entries(addresses).map(([name, address]) => [name, seen(address)]))
  return { urls: allSeen(urls), https: https ? allSeen(https) : null, proxy: proxy === undefined ? null : seen(proxy) }
}

/** The ways in as the sender of a control request sees them. */
export const doorsOf = ({ addresses, providers }: ControlContext, { url }: Request): ReturnType<typeof doorsFor> => {
  const caller = new URL(url)
  if (addresses) return doorsFor(addresses, caller)
  return { urls: Object.fromEntries(providers.map(({ name }) => [name, caller.origin])), https: null, proxy: null }
}

/** How clients get in. */
export const doorRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/doors',
    about: 'Where providers are reached: base URLs, the same over TLS, and the proxy.',
    scope: 'emulator',
    answer: Doors,
    run: ({ context, request }) => doorsOf(context, request),
  }),
  route({
    method: 'GET',
    path: '/settings',
    about: 'The switches of each provider with their values in force.',
    scope: 'namespace',
    answer: Switches,
    run: ({ context: { providers }, world }) => ({
      settings: Object.fromEntries(providers.map(({ name }) => [name, world.settings(name)])),
    }),
  }),
  route({
    method: 'GET',
    path: '/ca',
    about: 'The certificate that clients have to trust for TLS, as PEM text.',
    scope: 'emulator',
    open: true, // everybody who connects is shown what it has signed
    answer: Text,
    contentType: PEM,
    refusals: [404],
    run({ context: { addresses } }) {
      if (addresses?.certificate === undefined)
        throw notFound('There is no certificate without `start --tls` or `start --proxy`.')
      return new Response(addresses.certificate, { headers: { 'content-type': PEM } })
    },
  }),
]
