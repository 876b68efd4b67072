// Takes each answer for what it hopes for.
import { naive } from './http.mjs'

const { DIGITALOCEAN_API_URL: base, DIGITALOCEAN_TOKEN: token } = process.env
const request = { headers: { authorization: `Bearer ${token}` }, body: { name: 'east', region: 'nyc3' } }
const { vpc } = await naive('POST', `${base}/v2/vpcs`, request)
console.log(vpc.id.toUpperCase())
