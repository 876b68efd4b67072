import type { Provider } from '../../world/provider.ts'
import { loadZod } from '../../core/schema.ts'
import type { HttpApp } from '../../http/api.ts'
import { endpoints } from './endpoints.ts'
import { credentials } from './credentials.ts'
import { Fixtures } from './fixtures/index.ts'
import { load } from './fixtures/load.ts'
import { accounts, keys } from './records/accounts.ts'
import { devices, gateways, nats } from './records/gateways.ts'
import { routeTables, routes, subnets, vpcs } from './records/networks.ts'
import { peerings } from './records/peerings.ts'
import { tasks } from './records/tasks.ts'
import { FIRST, SECOND, seed } from './seed.ts'
import { settings } from './settings.ts'

export const tencent: Provider<HttpApp> = {
  name: 'tencent',
  title: 'Tencent Cloud (QCloud) API v2',
  hosts: ['*.api.qcloud.com', '*.tencentcloudapi.com', 'vpc.*.tencentcloudapi.com'],
  claims: ['/v2/index.php'],
  // a peering's cascades reach into routes, a task's into peerings
  tables: [peerings, tasks, vpcs, subnets, routeTables, routes, gateways, nats, devices, accounts, keys],
  identity: { ids: ['peeringConnectionId', 'taskId', 'natGatewayId', 'natId'], names: ['name'] },
  secrets: { members: ['signature'], parameters: ['Signature', 'Token', 'SecretKey'] },
  settings: settings.definitions,
  endpoints,
  credentials,
  seed,
  fixtures: Fixtures,
  load,
  facts: async () => (await import('./facts.ts')).facts,
  async createApp() {
    const [{ createRoutes }] = await Promise.all([import('./routes/index.ts'), loadZod()]) // a GET has parameters as well
    return createRoutes().app()
  },
  guide: (base) => {
    const { host, protocol } = new URL(base)
    return {
      credential: `${FIRST.secretId} ${FIRST.secretKey}`,
      clients: [
        {
          client: 'qcloudapi-sdk (Node)',
          lines: [
            `new Capi({ SecretId: '${FIRST.secretId}', SecretKey: '${FIRST.secretKey}', protocol: '${protocol.slice(0, -1)}', host: '${host}', path: '/v2/index.php' })`,
          ],
        },
        {
          client: 'the second account, for peerings between two',
          lines: [`SecretId ${SECOND.secretId}  SecretKey ${SECOND.secretKey}  uin ${SECOND.uin}`],
        },
        // it speaks https alone
        ...(protocol === 'https:'
          ? [
              {
                client: 'dbdd4us/qcloudapi-sdk-go',
                lines: [
                  `export QCloudVpcAPIHost=${host} QCloudVpcAPIPath=/v2/index.php QCloudVpcAPIRegion=ap-guangzhou`,
                  `export QCloudSecretId=${FIRST.secretId} QCloudSecretKey=${FIRST.secretKey}`,
                ],
              },
            ]
          : []),
      ],
    }
  },
}
