// Waits for an answer as long as it takes.
import { naive } from './http.mjs'

const { DIGITALOCEAN_API_URL: base, DIGITALOCEAN_TOKEN: token } = process.env
const { vpcs } = await naive('GET', `${base}/v2/vpcs`, { headers: { authorization: `Bearer ${token}` } })
console.log(vpcs.length)
