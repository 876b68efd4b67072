import type { Client, CredentialParts } from '../../world/provider.ts'

// no variables of the SDKs: what programs around them usually read
const identity = ({ secret_id = '', secret_key = '' }: CredentialParts) => ({
  TENCENTCLOUD_SECRET_ID: secret_id,
  TENCENTCLOUD_SECRET_KEY: secret_key,
})

const located = (credential: CredentialParts) => ({ ...identity(credential), TENCENTCLOUD_REGION: 'ap-guangzhou' })

/** The endpoint of an SDK of API 3.0: host and port. */
const endpointIn = (base: string): string => new URL(base).host
/** `http` or `https`. */
const schemeOf = (base: string): string => new URL(base).protocol.slice(0, -1)

/** How the clients of the provider are pointed at a base URL. */
export const clients: readonly Client[] = [
  {
    name: 'Terraform tencentcloud',
    kinds: ['terraform'],
    // it asks at vpc.DOMAIN and tag.DOMAIN
    address: (base) => ({
      TENCENTCLOUD_DOMAIN: endpointIn(base).replace(/^127\.0\.0\.1(?=:|$)/, 'localhost'),
      TENCENTCLOUD_PROTOCOL: schemeOf(base).toUpperCase(),
    }),
    home: () => 'https://tencentcloudapi.com',
    identity: located,
  },
  {
    name: 'tccli',
    kinds: ['cli'],
    identity: located,
    code: (base) => [`tccli vpc DescribeVpcs --endpoint ${base}`],
  },
  {
    name: 'tencentcloud-sdk-python',
    kinds: ['sdk'],
    identity: located,
    code: (base) => [
      `ClientProfile(httpProfile=HttpProfile(protocol="${schemeOf(base)}", endpoint="${endpointIn(base)}"))`,
    ],
  },
  {
    name: 'tencentcloud-sdk-go',
    kinds: ['sdk'],
    identity: located,
    code: (base) => [
      `clientProfile.HttpProfile.Scheme, clientProfile.HttpProfile.Endpoint = "${schemeOf(base)}", "${endpointIn(base)}"`,
    ],
  },
  {
    name: 'tencentcloud-sdk-nodejs',
    kinds: ['sdk'],
    identity: located,
    code: (base) => [
      `new vpc.v20170312.Client({ credential, region: 'ap-guangzhou', profile: { httpProfile: { protocol: '${schemeOf(base)}://', endpoint: '${endpointIn(base)}' } } })`,
    ],
  },
  {
    name: 'qcloudapi-sdk (Node)',
    kinds: ['sdk'],
    identity,
    code(base, { secret_id, secret_key }) {
      const { host, protocol } = new URL(base)
      return [
        `new Capi({ SecretId: '${secret_id}', SecretKey: '${secret_key}', protocol: '${protocol.slice(0, -1)}', host: '${host}', path: '/v2/index.php' })`,
      ]
    },
  },
  { name: 'qcloudapi-sdk (Python, Java, PHP, .NET, Go)', kinds: ['sdk'], identity },
  {
    name: 'the second account, for peerings between two',
    kinds: [],
    code: (_, { peer_secret_id, peer_secret_key, peer_uin }) => [
      `SecretId ${peer_secret_id}  SecretKey ${peer_secret_key}  uin ${peer_uin}`,
    ],
  },
  {
    name: 'dbdd4us/qcloudapi-sdk-go',
    kinds: ['sdk'],
    secureOnly: true,
    address: (base) => ({ QCloudVpcAPIHost: new URL(base).host, QCloudVpcAPIPath: '/v2/index.php' }),
    home: () => 'https://vpc.api.qcloud.com',
    identity: ({ secret_id = '', secret_key = '' }) => ({
      QCloudVpcAPIRegion: 'ap-guangzhou',
      QCloudSecretId: secret_id,
      QCloudSecretKey: secret_key,
    }),
  },
]
