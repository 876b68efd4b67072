import { createApi } from '../../../http/api.ts'
import { voice } from '../auth.ts'
import { endpoints } from '../endpoints.ts'
import type { ConfluentApi } from './api.ts'
import { unmounted } from './mount.ts'
import { addNetworking } from './networking.ts'
import { addOrganization } from './organization.ts'
import { addSessions } from './sessions.ts'

export const createRoutes = (): ConfluentApi => {
  const api = createApi(voice, endpoints, { pathOf: unmounted })
  for (const add of [addNetworking, addOrganization, addSessions]) add(api)
  return api
}
