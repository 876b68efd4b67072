import type { Settings } from '../../core/settings.ts'
import type { Client } from '../../world/provider.ts'

const regionOf = (settings: Settings): string => String(settings['region'])

// as the SDKs spell a region in the name of a variable
const variableName = (region: string): string => region.toUpperCase().replaceAll('-', '_')

/** How the clients of the provider are pointed at a base URL. */
export const clients: readonly Client[] = [
  {
    name: 'Terraform huaweicloud',
    kinds: ['terraform'],
    address: (base) => ({ HW_AUTH_URL: `${base}/v3` }),
    identity: ({ project_id = '', access_key = '', secret_key = '' }, settings) => ({
      HW_REGION_NAME: regionOf(settings),
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
    home: (settings) => `https://iam.${regionOf(settings)}.otc.t-systems.com`,
    identity: ({ domain = '', user = '', password = '' }, settings) => ({
      OS_REGION_NAME: regionOf(settings),
      OS_PROJECT_NAME: regionOf(settings),
      OS_USER_DOMAIN_NAME: domain,
      OS_USERNAME: user,
      OS_PASSWORD: password,
    }),
  },
  {
    name: 'huaweicloud SDKs (Node, Python, Go)',
    kinds: ['sdk'],
    address: (base, settings) => ({ [`HUAWEICLOUD_SDK_REGION_VPC_${variableName(regionOf(settings))}`]: base }),
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
