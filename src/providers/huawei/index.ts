import type { Provider } from '../../world/provider.ts'
import type { HttpApp } from '../../http/api.ts'
import { endpoints } from './endpoints.ts'
import { credentials } from './credentials.ts'
import { domains, peerings, projects, routeTables, routes, subnets, tokens, users, vpcs } from './records/index.ts'
import { Fixtures } from './fixtures/index.ts'
import { load } from './fixtures/load.ts'
import { settings } from './settings.ts'
import { seed, tenants } from './seed.ts'

// each of them for every region
const DOMAINS = ['myhuaweicloud.com', 'myhuaweicloud.eu', 'otc.t-systems.com', 'sc.otc.t-systems.com']

export const huawei: Provider<HttpApp> = {
  name: 'huawei',
  title: 'Huawei Cloud / Open Telekom Cloud VPC',
  hosts: ['iam.myhuaweicloud.com', ...DOMAINS.flatMap((domain) => [`iam.*.${domain}`, `vpc.*.${domain}`])],
  claims: ['/v2.0', '/v1', '/v1.0', '/v3', '/'],
  tables: [routes, peerings, vpcs, routeTables, subnets, tokens, users, projects, domains],
  identity: { ids: ['id'], names: ['name'] },
  secrets: {
    headers: ['x-auth-token', 'x-subject-token', 'x-security-token'],
    members: ['token.id', 'hw_ak_sk.secret.key'],
  },
  settings: settings.definitions,
  endpoints,
  credentials,
  seed,
  fixtures: Fixtures,
  load,
  facts: async () => (await import('./facts.ts')).facts,
  async createApp() {
    const { createRoutes } = await import('./routes/index.ts')
    return createRoutes().app()
  },
  guide: (base) => {
    const [a, b] = tenants
    return {
      credential: a.token,
      clients: [
        {
          client: 'Terraform huaweicloud',
          lines: [
            `export HW_AUTH_URL=${base}/v3 HW_REGION_NAME=eu-de HW_PROJECT_ID=${a.projectId}`,
            `export HW_ACCESS_KEY=${a.ak} HW_SECRET_KEY=${a.sk}`,
            `provider "huaweicloud" { endpoints = { vpc = "${base}/", iam = "${base}/" }, skip_check_website_type = true }`,
          ],
        },
        {
          client: 'Terraform opentelekomcloud, gophertelekomcloud, openstack',
          lines: [
            `export OS_AUTH_URL=${base}/v3 OS_REGION_NAME=eu-de OS_PROJECT_NAME=eu-de`,
            `export OS_USER_DOMAIN_NAME=${a.domain} OS_USERNAME=${a.user} OS_PASSWORD=${a.password}`,
          ],
        },
        {
          client: 'huaweicloud SDKs (Node, Python, Go)',
          lines: [
            `export HUAWEICLOUD_SDK_AK=${a.ak} HUAWEICLOUD_SDK_SK=${a.sk}`,
            `export HUAWEICLOUD_SDK_PROJECT_ID=${a.projectId} HUAWEICLOUD_SDK_REGION_VPC_EU_DE=${base}`,
          ],
        },
        {
          client: 'the other tenant',
          lines: [
            `project ${b.projectId}, domain ${b.domain}, user ${b.user}, password ${b.password}`,
            `access key ${b.ak}, secret key ${b.sk}`,
            `token ${b.token}`,
          ],
        },
      ],
    }
  },
}
