import { type HttpApp, createApi } from '../../../http/api.ts'
import type { Exchange } from '../../../http/exchange.ts'
import { mergedPath } from '../../../http/location.ts'
import { voice as voiceV2 } from '../auth/v2.ts'
import { voice as voiceV3 } from '../auth/v3.ts'
import { moduleOf } from '../auth/modules.ts'
import { endpoints } from '../endpoints.ts'
import { routeV2 } from './v2/index.ts'
import { routeV3 } from './v3/index.ts'

const V2_PATH = '/v2/index.php'
const V3_HOST = /\.tencentcloudapi\.com(?::\d+)?$/

/** Whether a request is one of API 3.0: at the root of its host, or elsewhere at a host that v2 does not have. */
const isV3 = ({ path, authority }: Exchange): boolean =>
  path !== V2_PATH && (V3_HOST.test(authority) || (mergedPath(path) === '/' && moduleOf(authority) === undefined))

/** Both APIs, two doors to one account. */
export const createRoutes = (): HttpApp => {
  const [v2, v3] = [createApi(voiceV2, endpoints), createApi(voiceV3, endpoints, { pathOf: mergedPath })]
  routeV2(v2)
  routeV3(v3)
  const [app2, app3] = [v2.app(), v3.app()]
  return {
    serve: (exchange, world) => (isV3(exchange) ? app3 : app2).serve(exchange, world),
    errors: [...new Set([...(app2.errors ?? []), ...(app3.errors ?? [])])],
  }
}
