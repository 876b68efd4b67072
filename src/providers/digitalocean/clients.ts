import type { Client, CredentialParts } from '../../world/provider.ts'

const identity = ({ token = '' }: CredentialParts) => ({ DIGITALOCEAN_TOKEN: token })
const address = (base: string) => ({ DIGITALOCEAN_API_URL: base })

/** How the clients of the provider are pointed at a base URL. */
export const clients: readonly Client[] = [
  { name: 'Terraform', kinds: ['terraform'], address, identity },
  { name: 'doctl', kinds: ['cli'], address, identity: ({ token = '' }) => ({ DIGITALOCEAN_ACCESS_TOKEN: token }) },
  {
    name: 'mcp-digitalocean',
    kinds: ['cli'],
    address: (base) => ({ DIGITALOCEAN_API_ENDPOINT: base }),
    identity: ({ token = '' }) => ({ DIGITALOCEAN_API_TOKEN: token }),
  },
  {
    name: 'Ansible',
    kinds: ['cli'],
    identity: ({ token = '' }) => ({ DO_API_TOKEN: token }),
    code: (base) => [`baseurl: ${base}/v2`],
  },
  { name: 'godo', kinds: ['sdk'], identity, code: (base) => [`godo.New(httpClient, godo.SetBaseURL("${base}"))`] },
  { name: '@digitalocean/dots', kinds: ['sdk'], identity, code: (base) => [`adapter.baseUrl = '${base}'`] },
  {
    name: 'pydo',
    kinds: ['sdk'],
    secureOnly: true,
    identity,
    code: (base, { token }) => [`pydo.Client(token="${token}", endpoint="${base}")`],
  },
  {
    name: 'curl',
    kinds: ['cli'],
    code: (base, { token }) => [`curl -H 'Authorization: Bearer ${token}' ${base}/v2/account`],
  },
]
