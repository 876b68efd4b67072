import { endpoints } from '../endpoints.ts'
import { createApi } from '../../../http/api.ts'
import { voice } from '../auth/index.ts'
import type { HuaweiApi } from './api.ts'
import { addIdentity } from './identity.ts'
import { addNeutron } from './neutron.ts'
import { addPeerings } from './peerings.ts'
import { addRoutes } from './routes.ts'
import { addRouteTables } from './route-tables.ts'
import { addSubnets } from './subnets.ts'
import { addTags } from './tags.ts'
import { addVpcs } from './vpcs.ts'
import { addVpcsV3 } from './vpcs-v3.ts'

export const createRoutes = (): HuaweiApi => {
  const api = createApi(voice, endpoints)
  for (const add of [
    addRoutes,
    addPeerings,
    addVpcs,
    addVpcsV3,
    addTags,
    addSubnets,
    addRouteTables,
    addNeutron,
    addIdentity,
  ])
    add(api)
  return api
}
