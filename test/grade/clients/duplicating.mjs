// Sends a create again under a new name whenever it does not hear of it.
import { naive, sleep } from './http.mjs'

const { DIGITALOCEAN_API_URL: base, DIGITALOCEAN_TOKEN: token } = process.env
const headers = { authorization: `Bearer ${token}` }

let made
let tries = 0
while (made === undefined && tries < 3) {
  const body = { name: `east-${++tries}`, region: 'nyc3' }
  const answer = await naive('POST', `${base}/v2/vpcs`, { headers, body }).catch(() => ({}))
  made = answer.vpc?.id
}
console.log(made)
// it is stopped in the middle, for what it has done by then, and not at its end on a slow machine
if (tries > 1) await sleep(20_000)
