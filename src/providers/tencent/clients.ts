import type { Client, CredentialParts } from '../../world/provider.ts'

// no variables of the SDKs: what programs around them usually read
const identity = ({ secret_id = '', secret_key = '' }: CredentialParts) => ({
  TENCENTCLOUD_SECRET_ID: secret_id,
  TENCENTCLOUD_SECRET_KEY: secret_key,
})

/** How the clients of the provider are pointed at a base URL. */
export const clients: readonly Client[] = [
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
