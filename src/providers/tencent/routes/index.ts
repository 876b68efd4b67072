import { type Api, createApi } from '../../../http/api.ts'
import type { Caller } from '../auth/caller.ts'
import { voice } from '../auth/v2.ts'
import { endpoints } from '../endpoints.ts'
import { routeV2 } from './v2/index.ts'

export const createRoutes = (): Api<Caller, 'action', typeof endpoints> => {
  const api = createApi(voice, endpoints)
  routeV2(api)
  return api
}
