// Two VPCs in two regions, and the peering between them, whose making is a task.
import { createHmac } from 'node:crypto'
import { Doubt, Refused, careful } from './http.mjs'

const { TENCENTCLOUD_SECRET_ID: id, TENCENTCLOUD_SECRET_KEY: secret } = process.env
const [, , , , base] = process.argv
const host = new URL(base).host
let nonce = Math.floor(Date.now() % 1e9)

/** A signed call, as the old API wants it; a code that is not 0 is a refusal, whatever the status. */
const signed = (action, region, parameters) => {
  const all = {
    Action: action,
    Region: region,
    SecretId: id,
    Timestamp: String(Math.floor(Date.now() / 1000)),
    Nonce: String(++nonce),
    SignatureMethod: 'HmacSHA1',
    ...parameters,
  }
  const query = Object.keys(all)
    .sort()
    .map((name) => `${name}=${all[name]}`)
    .join('&')
  const signature = createHmac('sha1', secret).update(`GET${host}/v2/index.php?${query}`).digest('base64')
  return `${base}/v2/index.php?${new URLSearchParams({ ...all, Signature: signature })}`
}

export { Doubt, Refused, careful, signed }
export const things = []
