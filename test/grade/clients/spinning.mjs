// Tries again at once, until it works.
import { naive } from './http.mjs'

const { DIGITALOCEAN_API_URL: base, DIGITALOCEAN_TOKEN: token } = process.env
const headers = { authorization: `Bearer ${token}` }

for (;;) {
  const { vpcs } = await naive('GET', `${base}/v2/vpcs`, { headers }).catch(() => ({}))
  if (vpcs) break
}
