// Shows the request with which it failed, and whatever is in it.
import { careful } from './http.mjs'

const { DIGITALOCEAN_API_URL: base, DIGITALOCEAN_TOKEN: token } = process.env
const request = { headers: { authorization: `Bearer ${token}` }, body: { name: 'east', region: 'nyc3' } }

try {
  console.log((await careful('POST', `${base}/v2/vpcs`, request)).vpc.id)
} catch (error) {
  console.error(error.message, request)
  process.exitCode = 1
}
