import type { Provider } from '../../world/provider.ts'
import { loadZod } from '../../core/schema.ts'
import type { HttpApp } from '../../http/api.ts'
import { recognises } from './auth/asked.ts'
import { clients } from './clients.ts'
import { endpoints, pages } from './endpoints.ts'
import { credentials } from './credentials.ts'
import { Fixtures } from './fixtures/index.ts'
import { load } from './fixtures/load.ts'
import { accounts, keys } from './records/accounts.ts'
import { devices, gateways, nats } from './records/gateways.ts'
import { routeTables, routes, subnets, vpcs } from './records/networks.ts'
import { peerings } from './records/peerings.ts'
import { tasks } from './records/tasks.ts'
import { seed } from './seed.ts'
import { settings } from './settings.ts'

export const tencent: Provider<HttpApp> = {
  name: 'tencent',
  title: 'Tencent Cloud (QCloud) API v2 and 3.0',
  hosts: ['*.api.qcloud.com', '*.tencentcloudapi.com', 'vpc.*.tencentcloudapi.com'],
  claims: ['/v2/index.php'],
  recognises,
  // a peering's cascades reach into routes, a task's into peerings
  tables: [peerings, tasks, vpcs, subnets, routeTables, routes, gateways, nats, devices, accounts, keys],
  identity: {
    ids: ['PeeringConnectionId', 'TaskId', 'peeringConnectionId', 'taskId', 'natGatewayId', 'natId'],
    names: ['name'],
  },
  secrets: { headers: ['x-tc-token'], members: ['signature'], parameters: ['Signature'] },
  settings: settings.definitions,
  endpoints,
  pages,
  credentials,
  clients,
  seed,
  fixtures: Fixtures,
  load,
  roles: async () => (await import('./roles.ts')).roles,
  facts: async () => (await import('./facts.ts')).facts,
  topology: async () => (await import('./topology.ts')).topology,
  async createApp() {
    const [{ createRoutes }] = await Promise.all([import('./routes/index.ts'), loadZod()]) // a GET has parameters as well
    return createRoutes()
  },
}
