import { endpoints } from './endpoints.ts'
import { type Api, createApi } from '../../http/api.ts'
import { type Caller, type Need, voice } from './auth.ts'
import { addIdentity } from './routes/identity.ts'
import { addPeerings } from './routes/peerings.ts'
import { addRoutes } from './routes/routes.ts'
import { addRouteTables } from './routes/route-tables.ts'
import { addSubnets } from './routes/subnets.ts'
import { addTags } from './routes/tags.ts'
import { addVpcs } from './routes/vpcs.ts'

export type HuaweiApi = Api<Caller, Need, typeof endpoints>

export const createRoutes = (): HuaweiApi => {
  const api = createApi(voice, endpoints)
  for (const add of [addRoutes, addPeerings, addVpcs, addTags, addSubnets, addRouteTables, addIdentity]) add(api)
  return api
}
