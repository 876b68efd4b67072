import { schema } from '../../core/schema.ts'
import { notFound } from '../refusal.ts'
import { type Route, route } from '../route.ts'

const PEM = 'application/x-pem-file'
const Text = schema((z) => z.string())

/** How clients get in that cannot be pointed elsewhere. */
export const doorRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/ca',
    about: 'The certificate that clients have to trust for TLS, as PEM text.',
    scope: 'emulator',
    open: true, // it is shown to everybody who connects anyway
    answer: Text,
    contentType: PEM,
    refusals: [404],
    run({ context }) {
      if (!context.doors) throw notFound('There is no certificate without `start --tls` or `start --proxy`.')
      return new Response(context.doors.certificate, { headers: { 'content-type': PEM } })
    },
  }),
]
