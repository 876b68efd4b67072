import type { Client } from '../../world/provider.ts'

/** How the clients of the provider are pointed at a base URL. */
export const clients: readonly Client[] = [
  {
    name: 'Terraform huaweicloud',
    kinds: ['terraform'],
    address: (base) => ({ HW_AUTH_URL: `${base}/v3` }),
    identity: ({ project_id = '', access_key = '', secret_key = '' }) => ({
      HW_REGION_NAME: 'eu-de',
      HW_PROJECT_ID: project_id,
      HW_ACCESS_KEY: access_key,
      HW_SECRET_KEY: secret_key,
    }),
    code: (base) => [
      `provider "huaweicloud" { endpoints = { vpc = "${base}/", iam = "${base}/" }, skip_check_website_type = true }`,
    ],
  },
  {
    name: 'Terraform opentelekomcloud, gophertelekomcloud, openstack',
    kinds: ['terraform', 'cli', 'sdk'],
    address: (base) => ({ OS_AUTH_URL: `${base}/v3` }),
    home: 'https://iam.eu-de.otc.t-systems.com',
    identity: ({ domain = '', user = '', password = '' }) => ({
      OS_REGION_NAME: 'eu-de',
      OS_PROJECT_NAME: 'eu-de',
      OS_USER_DOMAIN_NAME: domain,
      OS_USERNAME: user,
      OS_PASSWORD: password,
    }),
  },
  {
    name: 'huaweicloud SDKs (Node, Python, Go)',
    kinds: ['sdk'],
    address: (base) => ({ HUAWEICLOUD_SDK_REGION_VPC_EU_DE: base }),
    identity: ({ project_id = '', access_key = '', secret_key = '' }) => ({
      HUAWEICLOUD_SDK_AK: access_key,
      HUAWEICLOUD_SDK_SK: secret_key,
      HUAWEICLOUD_SDK_PROJECT_ID: project_id,
    }),
  },
  {
    name: 'the other tenant',
    kinds: [],
    code: (_, { peer_project_id, peer_domain, peer_user, peer_password, ...peer }) => [
      `project ${peer_project_id}, domain ${peer_domain}, user ${peer_user}, password ${peer_password}`,
      `access key ${peer['peer_access_key']}, secret key ${peer['peer_secret_key']}`,
      `token ${peer['peer_token']}`,
    ],
  },
]
