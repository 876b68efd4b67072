import type { Client } from '../../world/provider.ts'

/** How the clients of the provider are pointed at a base URL. */
export const clients: readonly Client[] = [
  {
    name: 'Terraform, upctl, Go SDK',
    kinds: ['terraform', 'cli', 'sdk'],
    address: (base) => ({ UPCLOUD_DEBUG_API_BASE_URL: base }),
    identity: ({ username = '', password = '' }) => ({ UPCLOUD_USERNAME: username, UPCLOUD_PASSWORD: password }),
  },
  {
    name: 'Go SDK',
    kinds: ['sdk'],
    code: (base, { username, password }) => [`client.New("${username}", "${password}", client.WithBaseURL("${base}"))`],
  },
  { name: 'Python SDK', kinds: ['sdk'], code: (base) => [`upcloud_api.api.API.api_root = "${base}/1.3"`] },
  {
    name: 'curl',
    kinds: ['cli'],
    code: (base, { username, password }) => [`curl -u ${username}:${password} ${base}/1.3/network-peering`],
  },
]
