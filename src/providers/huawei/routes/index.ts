import { endpoints } from '../endpoints.ts'
import { type Api, createApi } from '../../../http/api.ts'
import { type Caller, type Need, voice } from '../auth/index.ts'
import { addIdentity } from './identity.ts'
import { addPeerings } from './peerings.ts'
import { addRoutes } from './routes.ts'
import { addRouteTables } from './route-tables.ts'
import { addSubnets } from './subnets.ts'
import { addTags } from './tags.ts'
import { addVpcs } from './vpcs.ts'

export type HuaweiApi = Api<Caller, Need, typeof endpoints>

export const createRoutes = (): HuaweiApi => {
  const api = createApi(voice, endpoints)
  for (const add of [addRoutes, addPeerings, addVpcs, addTags, addSubnets, addRouteTables, addIdentity]) add(api)
  return api
}
